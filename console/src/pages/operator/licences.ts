import type { LicenceTerms } from '../../api/types';

/** A year after the day that a licence ends: what a renewal is offered as. */
export function termsAfter(expires: string): string {
  const day = new Date(Date.parse(expires));
  day.setUTCFullYear(day.getUTCFullYear() + 1);
  return day.toISOString().slice(0, 10);
}

/** Why terms cannot be sent; the service refuses the same. */
export function faultsOf(now: LicenceTerms, wanted: LicenceTerms): 'empty' | 'earlier' | 'same' | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(wanted.expires)) return 'empty';
  if (wanted.expires < now.expires) return 'earlier';
  return wanted.expires === now.expires && wanted.kind === now.kind ? 'same' : undefined;
}
