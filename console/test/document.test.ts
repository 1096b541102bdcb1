import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { freeName, insertRule, moveRule, readPolicy, removeRule, replaceRule, type Part, type PolicyView, type RuleDraft } from '../src/policy/document';
import { compareLines, mergeLines } from '../src/policy/lines';

const POLICY = `# Head of the document.
version-note: kept   # unknown keys stay
lists:
  # Closed by the works council.
  - name: listed
    hosts: [tracker.example, pixel.example]   # two of them

decryption:
  - {name: private, when: {category: [health]}, then: tunnel}
  - {name: rest, then: inspect}

access:
  # Threats first.
  # They never pass.
  - {name: threats, when: {category: [malware]}, then: block}   # SEC-1
  - name: listed
    when:
      list: [listed]          # by name
      group: {not: [compliance]}
    then: block

  # HR may look.
  - {name: hr, when: {group: [hr], host: [play.example]}, then: allow}
  - {name: gambling, when: {category: [gambling]}, then: block, ticket: SEC-118}
  - {name: rest, then: allow}   # everything else
`;

const FLOW = `access: [{name: a, when: {host: [x.example]}, then: block}, {name: rest, then: allow}] # one line\n`;

function view(text: string): PolicyView {
  const reading = readPolicy(text);
  if (!('view' in reading)) throw new Error(reading.unreadable.message);
  return reading.view;
}

const comments = (text: string): string[] => [...text.matchAll(/#[^\n]*/g)].map((match) => match[0].trim());
const value = (text: string): Record<string, unknown> => parse(text) as Record<string, unknown>;
const rule = fc.record({
  name: fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/).filter((name) => !['yes', 'no', 'on', 'off', 'null', 'true', 'false', 'y', 'n'].includes(name)),
  when: fc.uniqueArray(fc.record({ key: fc.constantFrom('host', 'category', 'group', 'method'), negated: fc.boolean(), values: fc.array(fc.constantFrom('a.example', 'b', '*.c.example', 'x: y', '# no comment', '日本'), { minLength: 1, maxLength: 3 }) }), { minLength: 1, maxLength: 3, selector: (condition) => condition.key }),
  then: fc.constantFrom('allow', 'monitor', 'warn', 'block'),
}) satisfies fc.Arbitrary<RuleDraft>;
type Edit = { kind: 'move'; from: number; to: number } | { kind: 'insert'; at: number; rule: RuleDraft } | { kind: 'replace'; at: number; rule: RuleDraft } | { kind: 'remove'; at: number };
const edits = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('move' as const), from: fc.nat(9), to: fc.nat(9) }),
    fc.record({ kind: fc.constant('insert' as const), at: fc.nat(9), rule }),
    fc.record({ kind: fc.constant('replace' as const), at: fc.nat(9), rule }),
    fc.record({ kind: fc.constant('remove' as const), at: fc.nat(9) }),
  ),
  { minLength: 1, maxLength: 8 },
);

function apply(text: string, part: Part, edit: Edit): string {
  const count = view(text)[part].length;
  const at = (n: number) => n % count;
  switch (edit.kind) {
    case 'move':
      return moveRule(text, part, at(edit.from), at(edit.to));
    case 'insert':
      return insertRule(text, part, edit.at % (count + 1), edit.rule);
    case 'replace':
      return replaceRule(text, part, at(edit.at), edit.rule);
    case 'remove':
      return count > 1 ? removeRule(text, part, at(edit.at)) : text;
  }
}

describe('Edits of the table change the text only where they must', () => {
  it('keep the comments of everything that stays, the other parts, and unknown keys', () => {
    fc.assert(
      fc.property(edits, fc.constantFrom<Part>('access', 'decryption'), (all, part) => {
        let text = POLICY;
        for (const edit of all) {
          const before = text;
          text = apply(text, part, edit);
          const names = (of: string) => view(of)[part].map((one) => one.name);
          if (edit.kind === 'move') {
            expect([...comments(text)].sort()).toEqual([...comments(before)].sort());
            expect([...names(text)].sort()).toEqual([...names(before)].sort());
          }
          if (edit.kind === 'insert') {
            const changes = compareLines(before, text);
            expect(changes.filter((change) => change.kind === 'removed')).toEqual([]);
            expect(changes.filter((change) => change.kind === 'added').length).toBe(1);
          }
          if (edit.kind === 'replace') expect(view(text)[part][edit.at % names(before).length]).toMatchObject({ name: edit.rule.name, then: edit.rule.then });
          const { [part]: _changed, ...others } = value(text);
          const { [part]: _original, ...kept } = value(POLICY);
          expect(others).toEqual(kept);
          expect(text).toContain('# Head of the document.');
          expect(text).toContain('# unknown keys stay');
        }
      }),
      { numRuns: 150 },
    );
  });

  it('put a moved rule and its comments to the new place, byte for byte', () => {
    const moved = moveRule(POLICY, 'access', 2, 0);
    expect(view(moved).access.map((one) => one.name)).toEqual(['hr', 'threats', 'listed', 'gambling', 'rest']);
    expect(moved.indexOf('# HR may look.')).toBeLessThan(moved.indexOf('name: hr'));
    expect(moved.indexOf('name: hr')).toBeLessThan(moved.indexOf('# Threats first.'));
    expect(moveRule(moved, 'access', 0, 2)).toBe(POLICY);
  });

  it('keep members that the form does not know', () => {
    const gambling = view(POLICY).access[3];
    if (gambling === undefined) throw new Error('the rule is there');
    const text = replaceRule(POLICY, 'access', 3, { name: 'gambling', when: gambling.when, then: 'warn' });
    expect(text).toBe(POLICY.replace('then: block, ticket: SEC-118', 'then: warn, ticket: SEC-118'));
  });

  it('work on a document in one line as well', () => {
    const text = insertRule(FLOW, 'access', 0, { name: 'new', when: [{ key: 'host', negated: true, values: ['y.example'] }], then: 'warn' });
    expect(view(text).access.map((one) => one.name)).toEqual(['new', 'a', 'rest']);
    expect(text).toContain('# one line');
  });

  it('begin a part that is missing', () => {
    expect(value(insertRule('lists: []\n', 'access', 0, { name: 'rest', when: [], then: 'allow' }))).toEqual({ lists: [], access: [{ name: 'rest', then: 'allow' }] });
  });

  it('are told apart from a text that cannot be read, with its line', () => {
    expect(readPolicy('access:\n  - {name: a, then: [block\n')).toMatchObject({ unreadable: { line: expect.any(Number) as number } });
    expect(readPolicy('- not a mapping\n')).toHaveProperty('unreadable');
  });

  it('never take a name twice', () => {
    expect(freeName(view(POLICY), 'access', 'hr')).toBe('hr-2');
    expect(freeName(view(POLICY), 'access', 'new')).toBe('new');
  });
});

describe('Two people edit at once', () => {
  const base = ['a', 'b', 'c', 'd', 'e', 'f'].join('\n') + '\n';

  it('keeps both changes when they touch different lines', () => {
    expect(mergeLines(base, base.replace('b', 'B'), base.replace('e', 'E'))).toBe(base.replace('b', 'B').replace('e', 'E'));
    expect(mergeLines(base, base, base.replace('e', 'E'))).toBe(base.replace('e', 'E'));
  });

  it('says so when they touch the same lines, and never picks one by itself', () => {
    expect(mergeLines(base, base.replace('b', 'X'), base.replace('b', 'Y'))).toBeUndefined();
    expect(mergeLines(base, base.replace('b\n', 'b\nX\n'), base.replace('b\n', 'b\nY\n'))).toBeUndefined();
  });

  it('gives the text back from a comparison, whatever the two texts are', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 14 }).map((all) => all.map((line) => line + '\n').join(''));
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const changes = compareLines(before, after);
        const side = (kind: 'removed' | 'added') => changes.filter((change) => change.kind !== (kind === 'removed' ? 'added' : 'removed')).map((change) => change.text + '\n').join('');
        expect(side('removed')).toBe(before);
        expect(side('added')).toBe(after);
        expect(mergeLines(before, after, before)).toBe(after);
      }),
      { numRuns: 300 },
    );
  });
});
