import type { LicenceState } from '../api/types';

export type BannerName = 'deleting' | 'locked' | 'grace' | 'draft' | 'lab';

/** At most two stand above the title. */
export const MOST = 2;

/** Which banners stand above the title, most serious first. */
export function bannersFor(given: { readonly licence: LicenceState | undefined; readonly draft: boolean; readonly lab: boolean; readonly path: string }): BannerName[] {
  const { licence, draft, lab, path } = given;
  const all: BannerName[] = [];
  if (licence === 'deleting' || licence === 'locked' || licence === 'grace') all.push(licence);
  if (draft && !path.startsWith('/policy')) all.push('draft');
  if (lab) all.push('lab');
  return all.slice(0, MOST);
}

/** Pages that answer under a locked licence: what the law asks for, what was stated, the dates, one's own account. */
const OPEN_WHEN_LOCKED = ['/trust/', '/privacy', '/account', '/operator'];
const OPEN_WHEN_DELETING = ['/trust/calendar', '/trust/receipts', '/account', '/operator'];

/** Whether a page can show anything while the licence is in a state. */
export function opensUnder(licence: LicenceState | undefined, path: string): boolean {
  if (licence === 'locked') return OPEN_WHEN_LOCKED.some((start) => path.startsWith(start));
  return licence !== 'deleting' || OPEN_WHEN_DELETING.some((start) => path.startsWith(start));
}
