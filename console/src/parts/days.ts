const DAY_MS = 86_400_000;

/** Whole days from now until a time, rounded down; negative once it has passed: −1 is "less than one day ago". */
export function wholeDays(at: string, now: number): number {
  return Math.floor((Date.parse(at) - now) / DAY_MS);
}

/** How a deadline is to be read. */
export type Urgency = 'far' | 'near' | 'late';

/** `near` from the last `near` days on, `late` from the instant itself on. */
export function urgencyOf(at: string, now: number, near: number): Urgency {
  if (Date.parse(at) <= now) return 'late';
  return wholeDays(at, now) < near ? 'near' : 'far';
}
