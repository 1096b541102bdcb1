import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import en from '../src/i18n/en.json';
import { objectOf } from '../src/pages/audit/entry';
import { stepOf, valueOf } from '../src/pages/trust/receipt';

const root = new URL('../..', import.meta.url).pathname;
const texts = en as Record<string, string>;
const PERSON = 'u-4K05EDP7YQ5ZX3YJ1F07NBE03W';
const ID = '3YCS9T65PDDQDDEQMXZ0RVSK7J';

/** A file's name and two parameters of forms that look like verbs. */
const NO_VERBS = new Set(['inspection-ca.pem', 'licence.kind', 'licence.expires']);

function sourcesOf(module: string, folder = join(root, module, 'src/main/java')): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sourcesOf(module, path) : entry.name.endsWith('.java') ? [readFileSync(path, 'utf8')] : [];
  });
}

/** What the service writes into the trail: verbs as they stand in its sources, steps of requests and holds, kinds of readings. */
function verbs(): string[] {
  const all = ['control', 'directory', 'trust', 'app', 'gateway'].flatMap((module) => sourcesOf(module)).join('\n');
  const roots = 'collection|customer|inspection-ca|licence|on-ramp|operator|person|policy|privacy-mail|session|settings|token';
  const changes = [...all.matchAll(new RegExp(`"((?:${roots})\\.[a-z]+(?:-[a-z]+)*)"`, 'g'))].map((match) => match[1] ?? '').filter((word) => !NO_VERBS.has(word));
  const looks = [...all.matchAll(/"([a-z]+(?:-[a-z]+)*\.(?:read|export|live))"/g)].map((match) => match[1] ?? '');
  const trust = sourcesOf('trust');
  const stepsIn = (name: string) => {
    const source = trust.find((text) => text.includes(`class ${name} `)) ?? '';
    const stated = [...source.matchAll(/state\(transaction, \w+, (?:\w+ \? "([a-z-]+)" : )?"([a-z-]+)"/g)].flatMap((match) => [match[1], match[2]]);
    const changed = [...source.matchAll(/(?:UNDECIDED|STOPPABLE|Set\.of\([^)]*\)),\s*"([a-z-]+)"/g)].map((match) => match[1]);
    return [...stated, ...changed].filter((step) => step !== undefined);
  };
  return [
    ...new Set([
      ...changes,
      ...looks,
      ...[...stepsIn('SealedErasures'), ...stepsIn('ErasureRun')].map((step) => `erasure.${step}`),
      ...stepsIn('SealedHolds').map((step) => `hold.${step}`),
    ]),
  ];
}

const untold = (found: readonly string[], words: Record<string, string>) => found.filter((verb) => words[`audit.action.${verb}`] === undefined && words[`look.action.${verb}`] === undefined);

describe('The audit log', () => {
  it('has words for everything that the service writes into it', () => {
    const found = verbs();
    expect(found).toEqual(expect.arrayContaining(['policy.publish', 'person.add', 'erasure.approved', 'erasure.running', 'hold.placed', 'hold.release-requested', 'events.read', 'holds.export', 'settings.update', 'privacy-mail.read']));
    expect(found.length).toBeGreaterThan(35);
    expect(untold(found, texts)).toEqual([]);
  });

  it('would be caught if one had none', () => {
    const { 'audit.action.hold.placed': _gone, ...rest } = texts;
    expect(untold(verbs(), rest)).toEqual(['hold.placed']);
  });

  it('says why, how often and of whom something was read', () => {
    expect(objectOf({ action: 'events.read', object: 'purpose=customer-request count=60 filters=action,host of=*' })).toEqual({ kind: 'look', purpose: 'customer-request', count: 60, filters: ['action', 'host'], of: [] });
    expect(objectOf({ action: 'own.read', object: `purpose=legal count=1 filters= of=${PERSON}` })).toEqual({ kind: 'look', purpose: 'legal', count: 1, filters: [], of: ['u-07NB-E03W'] });
  });

  it('knows persons, requests, holds, moments, versions and counts, and leaves the rest as it is', () => {
    expect(objectOf({ action: 'person.add', object: PERSON })).toEqual({ kind: 'person', pseudonym: 'u-07NB-E03W' });
    expect(objectOf({ action: 'erasure.approved', object: ID })).toEqual({ kind: 'erasure', id: ID });
    expect(objectOf({ action: 'hold.placed', object: ID })).toEqual({ kind: 'hold', id: ID });
    expect(objectOf({ action: 'token.make', object: ID })).toEqual({ kind: 'plain', text: ID });
    expect(objectOf({ action: 'licence.renew', object: '2027-11-23T00:00:00Z' })).toEqual({ kind: 'instant', at: '2027-11-23T00:00:00Z' });
    expect(objectOf({ action: 'policy.publish', object: '12' })).toEqual({ kind: 'version', version: '12' });
    expect(objectOf({ action: 'privacy-mail.read', object: 'count=3' })).toEqual({ kind: 'count', count: 3 });
    expect(objectOf({ action: 'customer.create', object: '' })).toEqual({ kind: 'none' });
  });
});

describe('The facts of a receipt', () => {
  it('read as moments, days and words; what has no words stays as it was signed', () => {
    expect(valueOf('request', 'due', '2026-12-23T02:17:01.628Z')).toEqual({ as: 'instant' });
    expect(valueOf('hold', 'from', '2026-11-20')).toEqual({ as: 'day' });
    for (const [kind, name, value] of [['request', 'state', 'approved'], ['request', 'step', 'approved'], ['request', 'intake', 'console'], ['hold', 'state', 'active'], ['hold', 'step', 'placed'], ['hold', 'of', 'everybody'], ['licence-step', 'state', 'grace'], ['licence-step', 'kind', 'full']] as const) {
      const read = valueOf(kind, name, value);
      expect(texts, `${kind} ${name}`).toHaveProperty([read.key ?? '']);
    }
    expect(valueOf('request', 'about', PERSON)).toEqual({ as: 'plain' });
    expect(valueOf('person-erased', 'decrypt-attempt', 'refused: key-destroyed')).toEqual({ as: 'plain' });
  });

  it('name the step, where there is one', () => {
    expect(stepOf({ kind: 'hold', facts: { step: 'placed' } })).toBe('audit.action.hold.placed');
    expect(stepOf({ kind: 'retention-day', facts: { events: '3' } })).toBeUndefined();
  });
});
