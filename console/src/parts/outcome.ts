import type { Action } from '../api/types';
import type { Outcome } from '../theme/tokens';

/** How an action shows. */
export const OUTCOME_OF: Readonly<Record<Action, Outcome>> = {
  allow: 'allowed',
  monitor: 'monitored',
  warn: 'warned',
  block: 'blocked',
  tunnel: 'notInspected',
  inspect: 'allowed',
};

/** Reasons for which somebody refused on purpose; any other reason is a failure. */
const DELIBERATE = new Set(['', 'blocked-by-rule', 'destination-refused', 'no-policy', 'on-ramp-unknown', 'proxy-authentication-required']);

/** How an event shows: what was decided, unless something failed. */
export function outcomeOf(event: { readonly action: Action; readonly reason: string }): Outcome {
  return DELIBERATE.has(event.reason) ? OUTCOME_OF[event.action] : 'error';
}

export function outcomeOfAction(action: string): Outcome {
  return Object.hasOwn(OUTCOME_OF, action) ? OUTCOME_OF[action as Action] : 'error';
}
