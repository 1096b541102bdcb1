import type { Hold } from '../../api/types';
import type { Tone } from '../../parts/StateTag';

export type HoldAct = 'approve' | 'refuse' | 'release';

/** What can be done next with a hold; the service decides in the end. */
export function holdActs(hold: Hold): HoldAct[] {
  if (hold.state === 'requested') return ['approve', 'refuse'];
  return hold.state === 'active' ? ['release'] : [];
}

export const HOLD_TONES: Readonly<Record<Hold['state'], Tone>> = { requested: 'waiting', active: 'running', released: 'ended', expired: 'ended', refused: 'ended' };

export interface HoldDraft {
  readonly reason: string;
  readonly from: string;
  readonly to: string;
  readonly ends: string;
}

const DAY_MS = 86_400_000;
const YEARS = 5;

/** What is still wrong with a request for a hold; nothing if it can be sent. */
export function holdFaults(draft: HoldDraft, now: number): ('reason' | 'days' | 'ends' | 'long')[] {
  const faults: ('reason' | 'days' | 'ends' | 'long')[] = [];
  if (draft.reason.trim() === '') faults.push('reason');
  if (draft.from === '' || draft.to === '' || draft.to < draft.from) faults.push('days');
  const ends = Date.parse(draft.ends);
  const longest = new Date(now);
  longest.setUTCFullYear(longest.getUTCFullYear() + YEARS);
  if (Number.isNaN(ends) || ends <= now) faults.push('ends');
  else if (ends > longest.getTime()) faults.push('long');
  return faults;
}

/** The instants that some UTC days span, the last one included. */
export function spanOf(from: string, to: string): { readonly from: string; readonly to: string } {
  return { from: new Date(Date.parse(from)).toISOString(), to: new Date(Date.parse(to) + DAY_MS).toISOString() };
}
