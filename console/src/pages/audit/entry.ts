import type { AuditEntry } from '../../api/types';

/** What an entry is about, read from its object: readings say why, how often, narrowed by what and of whom. */
export type AuditObject =
  | { readonly kind: 'none' }
  | { readonly kind: 'look'; readonly purpose: string; readonly count: number; readonly filters: readonly string[]; readonly of: readonly string[] }
  | { readonly kind: 'person'; readonly pseudonym: string }
  | { readonly kind: 'erasure' | 'hold'; readonly id: string }
  | { readonly kind: 'instant'; readonly at: string }
  | { readonly kind: 'version'; readonly version: string }
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'plain'; readonly text: string };

const LOOK = /^purpose=(\S+) count=(\d+) filters=(\S*) of=(\S*)$/;
const PERSON = /^u-[0-9A-Z]{26}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const ID = /^[0-9A-Z]{26}$/;
const EVERYBODY = '*';

/** Reads the object of an entry; what it does not know stays as it is written. */
export function objectOf({ action, object }: Pick<AuditEntry, 'action' | 'object'>): AuditObject {
  if (object === '') return { kind: 'none' };
  const [, purpose, count, filters, of] = LOOK.exec(object) ?? [];
  if (purpose !== undefined) return { kind: 'look', purpose, count: Number(count), filters: wordsOf(filters), of: of === EVERYBODY ? [] : wordsOf(of).map(pseudonymOf) };
  if (PERSON.test(object)) return { kind: 'person', pseudonym: pseudonymOf(object) };
  if (ID.test(object) && action.startsWith('erasure.')) return { kind: 'erasure', id: object };
  if (ID.test(object) && action.startsWith('hold.')) return { kind: 'hold', id: object };
  if (INSTANT.test(object)) return { kind: 'instant', at: object };
  if (/^\d+$/.test(object)) return { kind: 'version', version: object };
  const counted = /^count=(\d+)$/.exec(object)?.[1];
  return counted === undefined ? { kind: 'plain', text: object } : { kind: 'count', count: Number(counted) };
}

const wordsOf = (joined: string | undefined): string[] => (joined === undefined || joined === '' ? [] : joined.split(','));

/** The short form of a token, as it stands everywhere else. */
function pseudonymOf(token: string): string {
  const end = token.slice(-8);
  return PERSON.test(token) ? `u-${end.slice(0, 4)}-${end.slice(4)}` : token;
}
