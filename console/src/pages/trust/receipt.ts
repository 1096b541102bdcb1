import type { Receipt } from '../../api/types';

/** Names of the files that somebody who checks a receipt needs; nothing in them says whose they are. */
export const KEY_FILE = 'sekisho-receipts.pem';
export const CHAIN_FILE = 'sekisho-receipts.chain';

export function fileOf(receipt: Pick<Receipt, 'number'>): string {
  return `sekisho-receipt-${receipt.number}.receipt`;
}

/** The line that checks a file with nothing but the public key. */
export function verifyLine(file: string): string {
  return `sekisho verify ${file} --key ${KEY_FILE}`;
}

/** Who states it: the kind of actor and its token or name; `job:lake.retention` is a job called `lake.retention`. */
export function statedBy(text: string): { readonly kind: 'person' | 'operator' | 'job' | 'program' | 'gateway' | undefined; readonly name: string } {
  const cut = text.indexOf(':');
  const kind = text.slice(0, Math.max(0, cut));
  return kind === 'person' || kind === 'operator' || kind === 'job' || kind === 'program' || kind === 'gateway' ? { kind, name: text.slice(cut + 1) } : { kind: undefined, name: text };
}
