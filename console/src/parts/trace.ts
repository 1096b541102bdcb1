import type { EventDetail, PolicyTestResult, StageTrace } from '../api/types';
import type { Outcome } from '../theme/tokens';
import { outcomeOf, outcomeOfAction } from './outcome';

export type StepId = 'onRamp' | 'identity' | 'destination' | 'decryption' | 'access' | 'content' | 'result';

/** One station of a request: how it went, what was known there, how long it took. */
export interface Step {
  readonly id: StepId;
  readonly state: 'passed' | 'opened' | 'decided' | 'skipped' | 'unknown';
  /** The mark of a station that decided. */
  readonly outcome: Outcome | undefined;
  /** What to show on it: a rule, a pseudonym, a status. */
  readonly fact: string;
  readonly micros: number | undefined;
  readonly stage: StageTrace | undefined;
}

const RULE_STAGES = ['destination', 'decryption', 'access', 'content'] as const;

function stationOf(stage: StageTrace | undefined, id: (typeof RULE_STAGES)[number], winner: string | undefined, micros: number | undefined, reason: string): Step {
  if (stage === undefined) return { id, state: 'skipped', outcome: undefined, fact: '', micros: undefined, stage };
  if (stage.outcome === 'undecidable') return { id, state: 'unknown', outcome: undefined, fact: stage.missing ?? '', micros, stage };
  const action = stage.action ?? 'allow';
  const decided = winner === id || (id === 'destination' && reason !== '' && action === 'block');
  if (decided && action !== 'allow' && action !== 'inspect') return { id, state: 'decided', outcome: outcomeOfAction(action), fact: stage.rule ?? '', micros, stage };
  return { id, state: action === 'inspect' ? 'opened' : 'passed', outcome: action === 'tunnel' ? 'notInspected' : undefined, fact: stage.rule ?? '', micros, stage };
}

/** The way of a request that was made. */
export function stepsOfEvent(detail: EventDetail): Step[] {
  const { event, timing, trace, request } = detail;
  const stages = new Map(trace.stages.map((stage) => [stage.stage, stage]));
  const winner = trace.winner?.stage;
  const micros = { destination: timing.resolve ?? undefined, decryption: timing.tls ?? undefined, access: timing.decide ?? undefined, content: timing.firstByte ?? undefined };
  const outcome = outcomeOf(event);
  return [
    { id: 'onRamp', state: 'passed', outcome: undefined, fact: event.onRamp, micros: undefined, stage: undefined },
    { id: 'identity', state: request.identityMethod === '' || request.identityMethod === 'none' ? 'skipped' : 'passed', outcome: undefined, fact: event.pseudonym ?? '', micros: timing.identity ?? undefined, stage: undefined },
    ...RULE_STAGES.map((id) => stationOf(stages.get(id), id, winner, micros[id], event.reason)),
    { id: 'result', state: 'decided', outcome, fact: event.status === 0 ? '' : String(event.status), micros: timing.total ?? undefined, stage: undefined },
  ];
}

/** The way of a request that was only asked about. */
export function stepsOfTest(result: PolicyTestResult): Step[] {
  const stages = new Map(result.trace.stages.map((stage) => [stage.stage, stage]));
  const winner = result.stage ?? undefined;
  return [
    ...RULE_STAGES.map((id) => stationOf(stages.get(id), id, winner, undefined, result.reason ?? '')),
    { id: 'result', state: result.action === null ? 'unknown' : 'decided', outcome: result.action === null ? undefined : outcomeOfAction(result.action), fact: result.rule ?? '', micros: undefined, stage: undefined },
  ];
}

/** The station to open first: the one that decided, or the last with rules. */
export function firstOpen(steps: readonly Step[]): StepId {
  return (steps.find((step) => step.state === 'decided' && step.stage !== undefined) ?? steps.findLast((step) => step.stage !== undefined) ?? steps[0])?.id ?? 'result';
}
