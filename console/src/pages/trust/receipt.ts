import type { Receipt } from '../../api/types';

/** Names of the files that somebody who checks a receipt needs; nothing in them says whose they are. */
export const KEY_FILE = 'receipt-key.pem';
export const CHAIN_FILE = 'receipts.json';

export function fileOf(receipt: Pick<Receipt, 'number'>): string {
  return `receipt-${receipt.number}.json`;
}

/** The line that checks a file with nothing but the public key. */
export function verifyLine(file: string): string {
  return `sekisho verify ${file} --key ${KEY_FILE}`;
}

/** The name of a fact without the store that it counts, and that store: `count.sessions`, `deleted.events`. */
export function factOf(name: string): { readonly key: string; readonly store: string | undefined } {
  const cut = /^(?:count|deleted)\.(.+)$/.exec(name)?.[1];
  return cut === undefined ? { key: name, store: undefined } : { key: 'count', store: cut };
}

/** Who states it: the kind of actor and its token or name; `job:trust.retention` is a job called `trust.retention`. */
export function statedBy(text: string): { readonly kind: 'person' | 'operator' | 'job' | 'program' | 'gateway' | undefined; readonly name: string } {
  const cut = text.indexOf(':');
  const kind = text.slice(0, Math.max(0, cut));
  return kind === 'person' || kind === 'operator' || kind === 'job' || kind === 'program' || kind === 'gateway' ? { kind, name: text.slice(cut + 1) } : { kind: undefined, name: text };
}
