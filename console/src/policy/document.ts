import { Document, isMap, isScalar, isSeq, LineCounter, parseDocument, type Node, type YAMLMap, type YAMLSeq } from 'yaml';

/** A list of rules in a policy document. */
export type Part = 'access' | 'decryption';
export const PARTS: readonly Part[] = ['access', 'decryption'];

/** One condition: a key, its values, and whether it is a `not`. */
export interface Condition {
  readonly key: string;
  readonly negated: boolean;
  readonly values: readonly string[];
}

export interface PolicyRule {
  readonly index: number;
  readonly name: string;
  readonly then: string;
  readonly when: readonly Condition[];
  /** Comment written directly above it. */
  readonly note: string | undefined;
  /** Line in the text, from 1. */
  readonly line: number;
}

export interface PolicyList {
  readonly name: string;
  readonly hosts: readonly string[];
  readonly networks: readonly string[];
  readonly paths: readonly string[];
  readonly line: number;
}

export interface PolicyView {
  readonly access: readonly PolicyRule[];
  readonly decryption: readonly PolicyRule[];
  readonly lists: readonly PolicyList[];
}

export interface Unreadable {
  readonly line: number;
  readonly message: string;
}

export type Reading = { readonly view: PolicyView } | { readonly unreadable: Unreadable };

/** What a rule is to become. */
export interface RuleDraft {
  readonly name: string;
  readonly when: readonly Condition[];
  readonly then: string;
}

const OPTIONS = { keepSourceTokens: true, lineCounter: undefined, uniqueKeys: true, prettyErrors: false } as const;

function parse(text: string): { document: Document.Parsed; lines: LineCounter } {
  const lines = new LineCounter();
  return { document: parseDocument(text, { ...OPTIONS, lineCounter: lines }), lines };
}

const strings = (value: unknown): string[] => (Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]).map((item) => (typeof item === 'string' ? item : JSON.stringify(item)));

function conditionsOf(when: unknown): Condition[] {
  if (when === null || typeof when !== 'object' || Array.isArray(when)) return [];
  return Object.entries(when as Record<string, unknown>).map(([key, value]) => {
    const inner = value !== null && typeof value === 'object' && !Array.isArray(value) && 'not' in value ? (value as { not: unknown }).not : undefined;
    return inner === undefined ? { key, negated: false, values: strings(value) } : { key, negated: true, values: strings(inner) };
  });
}

/** Reads a document as far as the table needs it; never throws. */
export function readPolicy(text: string): Reading {
  const { document, lines } = parse(text);
  const first = document.errors[0];
  if (first !== undefined) return { unreadable: { line: lines.linePos(first.pos[0]).line, message: first.message } };
  const root = document.contents;
  if (root !== null && !isMap(root)) return { unreadable: { line: 1, message: 'a policy is a mapping' } };
  const rules = (part: Part) =>
    itemsOf(document, part).map((node, index): PolicyRule => {
      const value = (node.toJS(document) ?? {}) as Record<string, unknown>;
      return {
        index,
        name: typeof value['name'] === 'string' ? value['name'] : '',
        then: typeof value['then'] === 'string' ? value['then'] : '',
        when: conditionsOf(value['when']),
        note: node.commentBefore?.split('\n').map((line) => line.trim()).join(' ') ?? undefined,
        line: lines.linePos(node.range?.[0] ?? 0).line,
      };
    });
  const lists = itemsOf(document, 'lists').map((node): PolicyList => {
    const value = (node.toJS(document) ?? {}) as Record<string, unknown>;
    return { name: strings(value['name']).join(), hosts: strings(value['hosts']), networks: strings(value['networks']), paths: strings(value['paths']), line: lines.linePos(node.range?.[0] ?? 0).line };
  });
  return { view: { access: rules('access'), decryption: rules('decryption'), lists } };
}

function itemsOf(document: Document.Parsed, part: string): YAMLMap[] {
  const node = sequenceOf(document, part);
  return node === undefined ? [] : node.items.filter((item): item is YAMLMap => isMap(item));
}

function sequenceOf(document: Document, part: string): YAMLSeq | undefined {
  const node = isMap(document.contents) ? document.get(part, true) : undefined;
  return isSeq(node) ? node : undefined;
}

/** An edit that cannot be made without touching what it must not touch; the text has to be edited by hand. */
export class CannotEdit extends Error {}

/** Text of each item of a sequence in block style, with the comment lines directly above it. */
interface Block {
  readonly start: number;
  readonly end: number;
}

function blocksOf(text: string, sequence: YAMLSeq): Block[] | undefined {
  if (sequence.flow || sequence.items.length === 0) return undefined;
  const starts: number[] = [];
  for (const item of sequence.items) {
    const at = (item as Node).range?.[0];
    if (at === undefined) return undefined;
    const line = text.lastIndexOf('\n', at - 1) + 1;
    if (!/^\s*-\s+$/.test(text.slice(line, at))) return undefined;
    starts.push(withComments(text, line));
  }
  const last = sequence.items.at(-1) as Node;
  const value = last.range?.[1] ?? 0;
  const next = text.indexOf('\n', Math.max(0, value - 1));
  const end = text[value - 1] === '\n' ? value : next < 0 ? text.length : next + 1;
  return starts.map((start, i) => ({ start, end: starts[i + 1] ?? end }));
}

function withComments(text: string, start: number): number {
  let at = start;
  while (at > 0) {
    const before = text.lastIndexOf('\n', at - 2) + 1;
    if (!/^\s*#/.test(text.slice(before, at))) break;
    at = before;
  }
  return at;
}

/** Applies an edit; the text is changed only where it must be, and the result is compared with what the edit means. */
function edited(text: string, part: Part, mean: (items: unknown[]) => unknown[], write: (blocks: Block[], sequence: YAMLSeq) => string | undefined): string {
  const { document } = parse(text);
  if (document.errors.length > 0) throw new CannotEdit('the text does not parse');
  const sequence = sequenceOf(document, part);
  const before = (document.toJS() ?? {}) as Record<string, unknown>;
  const wanted = { ...before, [part]: mean(Array.isArray(before[part]) ? [...(before[part] as unknown[])] : []) };
  const means = (candidate: string): boolean => {
    const again = parse(candidate).document;
    return again.errors.length === 0 && JSON.stringify(again.toJS()) === JSON.stringify(wanted);
  };
  const blocks = sequence === undefined ? undefined : blocksOf(text, sequence);
  const written = blocks === undefined || sequence === undefined ? undefined : write(blocks, sequence);
  if (written !== undefined && means(written)) return written;
  const rewritten = byTree(text, part, wanted[part] as unknown[]);
  if (rewritten !== undefined && means(rewritten)) return rewritten;
  throw new CannotEdit('the edit would change more than it should');
}

/** The way round: the syntax tree writes the part anew and keeps the comments of what stays. */
function byTree(text: string, part: Part, items: unknown[]): string | undefined {
  const { document } = parse(text);
  const sequence = sequenceOf(document, part);
  if (sequence === undefined) {
    document.set(part, document.createNode(items.map((item) => item)));
    return document.toString({ lineWidth: 0 });
  }
  const old = [...sequence.items] as Node[];
  const values = old.map((node) => JSON.stringify(node.toJS(document)));
  const used = new Set<number>();
  sequence.items = items.map((item) => {
    const same = values.findIndex((value, i) => !used.has(i) && value === JSON.stringify(item));
    if (same < 0) return document.createNode(item, { flow: true });
    used.add(same);
    return old[same];
  });
  return document.toString({ lineWidth: 0 });
}

const ends = (text: string): string => (text === '' || text.endsWith('\n') ? text : text + '\n');

/** Moves a rule to another place; its comments go with it. */
export function moveRule(text: string, part: Part, from: number, to: number): string {
  if (from === to) return text;
  const mean = (items: unknown[]) => {
    const [item] = items.splice(from, 1);
    items.splice(to, 0, item);
    return items;
  };
  return edited(text, part, mean, (blocks) => {
    const pieces = blocks.map((block) => ends(text.slice(block.start, block.end)));
    const [piece] = pieces.splice(from, 1);
    if (piece === undefined) return undefined;
    pieces.splice(to, 0, piece);
    return text.slice(0, blocks[0]?.start) + pieces.join('') + text.slice(blocks.at(-1)?.end);
  });
}

/** Takes a rule out, with the comment lines directly above it. */
export function removeRule(text: string, part: Part, index: number): string {
  return edited(
    text,
    part,
    (items) => items.filter((_, i) => i !== index),
    (blocks) => {
      const block = blocks[index];
      return block === undefined || blocks.length === 1 ? undefined : text.slice(0, block.start) + text.slice(block.end);
    },
  );
}

/** Writes a rule as one line of flow style. */
export function writeRule(rule: RuleDraft): string {
  return new Document(valueOf(rule), { version: '1.2' }).toString({ collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: false }).trim();
}

function valueOf(rule: RuleDraft): Record<string, unknown> {
  const when = Object.fromEntries(rule.when.map((condition) => [condition.key, condition.negated ? { not: plain(condition) } : plain(condition)]));
  return rule.when.length === 0 ? { name: rule.name, then: rule.then } : { name: rule.name, when, then: rule.then };
}

/** Ports are numbers in the language, everything else is text. */
function plain(condition: Condition): unknown[] {
  return condition.values.map((value) => (condition.key === 'port' && /^\d+$/.test(value) ? Number(value) : value));
}

/** Puts a new rule before the one at `index`. */
export function insertRule(text: string, part: Part, index: number, rule: RuleDraft): string {
  return edited(
    text,
    part,
    (items) => [...items.slice(0, index), valueOf(rule), ...items.slice(index)],
    (blocks, sequence) => {
      const indent = /^\s*/.exec(lineAt(text, (sequence.items[0] as Node).range?.[0] ?? 0))?.[0] ?? '';
      const at = blocks[index]?.start ?? blocks.at(-1)?.end ?? text.length;
      return `${ends(text.slice(0, at))}${indent}- ${writeRule(rule)}\n${text.slice(at)}`;
    },
  );
}

function lineAt(text: string, at: number): string {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  return text.slice(start, at);
}

/** Changes a rule: what stays equal keeps its text, keys that the form does not know stay as they are. */
export function replaceRule(text: string, part: Part, index: number, rule: RuleDraft): string {
  const { document } = parse(text);
  const node = sequenceOf(document, part)?.items[index];
  if (!isMap(node)) throw new CannotEdit('there is no such rule');
  const before = node.toJS(document) as Record<string, unknown>;
  const wanted = valueOf(rule);
  const changes: { start: number; end: number; text: string }[] = [];
  for (const key of ['name', 'when', 'then'] as const) {
    if (JSON.stringify(before[key]) === JSON.stringify(wanted[key])) continue;
    const value = node.get(key, true) as unknown;
    const range = isNode(value) ? value.range : undefined;
    if (wanted[key] === undefined || range == null || (!isScalar(value) && !isFlow(value))) return replaceWhole(text, part, index, { ...before, ...wanted }, wanted['when'] === undefined);
    changes.push({ start: range[0], end: range[1], text: flowText(wanted[key]) });
  }
  const written = changes.sort((a, b) => b.start - a.start).reduce((all, change) => all.slice(0, change.start) + change.text + all.slice(change.end), text);
  const { when: _when, ...rest } = before;
  const meant = { ...(wanted['when'] === undefined ? rest : before), ...wanted };
  return edited(text, part, (items) => items.map((item, i) => (i === index ? inOrder(before, meant) : item)), () => written);
}

function isNode(value: unknown): value is Node {
  return value !== null && typeof value === 'object' && 'range' in value;
}

function isFlow(value: unknown): boolean {
  return (isMap(value) || isSeq(value)) && value.flow === true;
}

function flowText(value: unknown): string {
  return new Document(value).toString({ collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: false }).trim();
}

/** The members of `meant` in the order of `before`, new ones last. */
function inOrder(before: Record<string, unknown>, meant: Record<string, unknown>): Record<string, unknown> {
  const keys = [...Object.keys(before).filter((key) => key in meant), ...Object.keys(meant).filter((key) => !(key in before))];
  return Object.fromEntries(keys.map((key) => [key, meant[key]]));
}

function replaceWhole(text: string, part: Part, index: number, meant: Record<string, unknown>, withoutWhen: boolean): string {
  const { when, ...others } = meant;
  const value = withoutWhen ? others : when === undefined ? others : { ...orderedRule(meant) };
  return edited(
    text,
    part,
    (items) => items.map((item, i) => (i === index ? value : item)),
    (_blocks, sequence) => {
      const node = sequence.items[index] as Node;
      const range = node.range;
      if (range == null) return undefined;
      const tail = text[range[1] - 1] === '\n' ? '\n' : '';
      return text.slice(0, range[0]) + flowText(value) + tail + text.slice(range[1]);
    },
  );
}

function orderedRule({ name, when, then, ...rest }: Record<string, unknown>): Record<string, unknown> {
  return { name, when, then, ...rest };
}

/** A name that no rule of the part has yet. */
export function freeName(view: PolicyView, part: Part, wanted: string): string {
  const taken = new Set(view[part].map((rule) => rule.name));
  if (!taken.has(wanted)) return wanted;
  for (let i = 2; ; i++) {
    const name = `${wanted}-${i}`;
    if (!taken.has(name)) return name;
  }
}
