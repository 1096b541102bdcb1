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

const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const DAY = /^\d{4}-\d\d-\d\d$/;

/** How a fact's value reads: a moment, a UTC day, or a word that has a text of its own; anything else stays as it is signed. */
export function valueOf(kind: string, name: string, value: string): { readonly as: 'instant' | 'day' | 'plain' | 'word'; readonly key?: string } {
  if (INSTANT.test(value)) return { as: 'instant' };
  if (DAY.test(value)) return { as: 'day' };
  const key = WORDS[`${kind} ${name}`];
  return key === undefined ? { as: 'plain' } : { as: 'word', key: key + value };
}

/** Which texts hold the words of a fact, by kind of receipt and name of the fact. */
const WORDS: Readonly<Record<string, string>> = {
  'request state': 'erasure.state.',
  'request step': 'audit.action.erasure.',
  'request intake': 'erasure.intake.',
  'hold state': 'hold.state.',
  'hold step': 'audit.action.hold.',
  'hold of': 'hold.',
  'licence-step state': 'calendar.state.',
  'licence-step kind': 'calendar.kind.',
};

/** The step that a receipt of a request or a hold states, as the key of its text. */
export function stepOf(receipt: Pick<Receipt, 'kind' | 'facts'>): string | undefined {
  const step = receipt.facts['step'];
  const start = WORDS[`${receipt.kind} step`];
  return step === undefined || start === undefined ? undefined : start + step;
}
