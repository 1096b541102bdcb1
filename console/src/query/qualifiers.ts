import { ACTIONS, FILTERS, withFilter, type FilterName, type Scope } from './filters.ts';

/** What was typed into the filter box, understood as far as possible. */
export interface Typed {
  readonly filters: Partial<Record<FilterName, string>>;
  /** Words with a colon that name no filter, or a value that the filter cannot have. */
  readonly refused: readonly { readonly word: string; readonly because: 'unknown-name' | 'unknown-action' | 'empty' | 'twice' }[];
}

const WORD = /"([^"]*)"?|([a-z-]+):"([^"]*)"?|(\S+)/giu;
const PUBLIC: Readonly<Record<string, FilterName>> = { host: 'host', url: 'url', user: 'user', action: 'action', category: 'category', rule: 'rule' };
/** Words that people type for an action. */
const SPOKEN: Readonly<Record<string, string>> = { allowed: 'allow', monitored: 'monitor', warned: 'warn', blocked: 'block', tunnelled: 'tunnel', inspected: 'inspect' };

/** Reads `host:a.example action:block "two words"`; free words together are looked for in the address. */
export function parseTyped(text: string): Typed {
  const filters: Partial<Record<FilterName, string>> = {};
  const refused: { word: string; because: Typed['refused'][number]['because'] }[] = [];
  const free: string[] = [];
  for (const match of text.matchAll(WORD)) {
    const [word, quoted, quotedName, quotedValue, bare] = match;
    if (quoted !== undefined) {
      if (quoted.trim() !== '') free.push(quoted.trim());
      continue;
    }
    const [name, value] = quotedName === undefined ? split(bare ?? '') : [quotedName.toLowerCase(), quotedValue ?? ''];
    if (name === undefined) free.push(value);
    else take(name, value.trim(), word, filters, refused);
  }
  if (free.length > 0) {
    if (filters.url !== undefined) refused.push({ word: free.join(' '), because: 'twice' });
    else filters.url = free.join(' ');
  }
  return { filters, refused };
}

/** `name:value`, unless it is an address (`https://…`, `[::1]:80`, `a.example:8080`). */
function split(word: string): [string | undefined, string] {
  const match = /^([a-z-]+):(?!\/\/)(.*)$/iu.exec(word);
  if (match === null) return [undefined, word];
  const name = (match[1] ?? '').toLowerCase();
  return !Object.hasOwn(PUBLIC, name) && /^\d+(\/.*)?$/.test(match[2] ?? '') ? [undefined, word] : [name, match[2] ?? ''];
}

function take(name: string, value: string, word: string, filters: Partial<Record<FilterName, string>>, refused: { word: string; because: Typed['refused'][number]['because'] }[]): void {
  const filter = Object.hasOwn(PUBLIC, name) ? PUBLIC[name] : undefined;
  if (filter === undefined) {
    refused.push({ word, because: 'unknown-name' });
  } else if (value === '') {
    refused.push({ word, because: 'empty' });
  } else if (filters[filter] !== undefined) {
    refused.push({ word, because: 'twice' });
  } else if (filter === 'action') {
    const action = Object.hasOwn(SPOKEN, value.toLowerCase()) ? SPOKEN[value.toLowerCase()] : value.toLowerCase();
    if (action !== undefined && (ACTIONS as readonly string[]).includes(action)) filters.action = action;
    else refused.push({ word, because: 'unknown-action' });
  } else {
    filters[filter] = value;
  }
}

/** Writes one filter as it would be typed. */
export function writeTyped(name: FilterName, value: string): string {
  return `${name}:${/[\s"]|^\/\//u.test(value) ? `"${value.replaceAll('"', '')}"` : value}`;
}

/** A scope with what was typed added; each filter named replaces the one before. */
export function applyTyped(scope: Scope, typed: Typed): Scope {
  return FILTERS.reduce((done, name) => (typed.filters[name] === undefined ? done : withFilter(done, name, typed.filters[name])), scope);
}
