import type { LicenceState, LicenceStep } from '../../api/types';

/** A stretch of a licence between two dates that the service named; the ends may be open. */
export interface Phase {
  readonly state: LicenceState;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** The stretches, from the service's steps alone: nothing is computed but which step follows which. */
export function phasesOf(steps: readonly LicenceStep[]): Phase[] {
  const at = (what: LicenceStep['what']) => steps.find((step) => step.what === what)?.at;
  const [expired, locked, deletion] = [at('expired'), at('locked'), at('deletion')];
  const phases: Phase[] = [{ state: 'active', from: undefined, to: expired }];
  if (expired !== undefined && expired !== locked) phases.push({ state: 'grace', from: expired, to: locked });
  phases.push({ state: 'locked', from: locked, to: deletion }, { state: 'deleting', from: deletion, to: undefined });
  return phases.filter((phase) => phase.from !== undefined || phase.to !== undefined);
}

/** The next date at which something changes; notices change nothing. */
export function nextStep(steps: readonly LicenceStep[], now: number): LicenceStep | undefined {
  return steps.find((step) => step.what !== 'notice' && Date.parse(step.at) > now);
}

/** How far a stretch has gone, 0 to 1; undefined where one of its ends is open or now lies outside of it. */
export function progressOf(phase: Phase, now: number): number | undefined {
  if (phase.from === undefined || phase.to === undefined) return undefined;
  const [from, to] = [Date.parse(phase.from), Date.parse(phase.to)];
  return now < from || now >= to ? undefined : (now - from) / (to - from);
}

const DAY_MS = 86_400_000;

/** The first instant that a retention of some UTC days still keeps: today counts as one of them. */
export function keptFrom(days: number, now: number): string {
  return new Date((Math.floor(now / DAY_MS) - days + 1) * DAY_MS).toISOString();
}
