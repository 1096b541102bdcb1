import type { Erasure } from '../../api/types';
import { urgencyOf } from '../../parts/days';
import type { Tone } from '../../parts/StateTag';
import type { Moment, MomentState } from '../../parts/Timeline';

export type ErasureAct = 'acknowledge' | 'identify' | 'approve' | 'approve-rest' | 'extend' | 'refuse' | 'cancel';

/** An extension adds two months; a due date further away than this has been extended already. */
const FIRST_CLOCK_MS = 31 * 86_400_000;

/** Whether nothing happens any more. */
export function isEnded(erasure: Erasure): boolean {
  return erasure.state === 'done' || erasure.state === 'refused' || erasure.state === 'cancelled';
}

export function isExtended(erasure: Erasure): boolean {
  return Date.parse(erasure.dueBy) - Date.parse(erasure.received) > FIRST_CLOCK_MS;
}

/** What can be done next, the main thing first; the service decides in the end. */
export function actsOf(erasure: Erasure, now: number): ErasureAct[] {
  const { state } = erasure;
  const extend: ErasureAct[] = isExtended(erasure) || Date.parse(erasure.dueBy) <= now ? [] : ['extend'];
  if (state === 'running') return extend;
  if (state === 'approved') return ['cancel', ...extend, 'refuse'];
  if (isEnded(erasure)) return [];
  const tell: ErasureAct[] = state === 'received' ? ['acknowledge'] : [];
  const identify: ErasureAct[] = state === 'identified' ? [] : ['identify'];
  return [...tell, ...approvalOf(erasure), ...identify, ...extend, 'refuse', 'cancel'];
}

/** Approval needs a known subject and an identity check; under a hold only what it does not keep can go, and only of one person. */
function approvalOf(erasure: Erasure): ErasureAct[] {
  if (erasure.subject.kind === 'unknown' || erasure.identityCheck === '') return [];
  if (erasure.heldBy === null) return ['approve'];
  return erasure.subject.kind === 'person' ? ['approve-rest'] : [];
}

/** The clock that counts now: the answer to the person first, then the end; none once it is over. */
export function clockOf(erasure: Erasure): { readonly what: 'acknowledge' | 'finish'; readonly at: string } | undefined {
  if (isEnded(erasure)) return undefined;
  return erasure.state === 'received' ? { what: 'acknowledge', at: erasure.acknowledgeBy } : { what: 'finish', at: erasure.dueBy };
}

/** How many requests have passed the deadline that counts. */
export function overdue(erasures: readonly Erasure[], now: number): number {
  return erasures.filter((one) => {
    const clock = clockOf(one);
    return clock !== undefined && urgencyOf(clock.at, now, 0) === 'late';
  }).length;
}

const TONES: Readonly<Record<Erasure['state'], Tone>> = { received: 'new', acknowledged: 'waiting', identified: 'waiting', approved: 'waiting', running: 'running', done: 'proved', refused: 'ended', cancelled: 'ended' };

/** How a state is to be read. */
export function toneOf(erasure: Erasure): Tone {
  return erasure.heldBy !== null && !isEnded(erasure) ? 'look' : TONES[erasure.state];
}

const WAY = ['received', 'acknowledged', 'identified', 'approved', 'running', 'done'] as const;
type Stage = (typeof WAY)[number];

/** The way of a request: what has happened, what is next, what is still to come, and what will not come any more. */
export function momentsOf(erasure: Erasure, now: number, title: (state: Erasure['state']) => string): Moment[] {
  const { state } = erasure;
  if (state === 'refused' || state === 'cancelled') {
    const past = WAY.filter((stage) => stage === 'received' || (stage === 'identified' && erasure.identityCheck !== '') || (stage === 'approved' && erasure.approvedBy !== null));
    return [...past.map((stage): Moment => ({ id: stage, title: title(stage), at: stage === 'received' ? erasure.received : null, state: 'done' })), { id: state, title: title(state), state: 'skipped' }];
  }
  const reached = WAY.indexOf(state);
  const times: Partial<Record<Stage, string | null>> = { received: erasure.received, acknowledged: reached < 1 ? erasure.acknowledgeBy : null, running: erasure.runsAt, done: erasure.done ?? erasure.dueBy };
  return WAY.map((stage, at): Moment => {
    const time = times[stage];
    const due = stage === 'acknowledged' || stage === 'done';
    const how: MomentState = at <= reached ? 'done' : due && time != null && Date.parse(time) <= now ? 'late' : at === reached + 1 ? 'now' : 'open';
    return { id: stage, title: title(stage), at: time, due: due && how !== 'done', state: how };
  });
}
