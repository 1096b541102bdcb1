import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DataCollection, Erasure, Hold, LicenceStep, Me, StoredField, Treatment } from '../src/api/types';
import { bannersFor, opensUnder } from '../src/app/banners';
import { sectionsFor } from '../src/app/navigation';
import { faultsOf, termsAfter } from '../src/pages/operator/licences';
import { keptFrom, nextStep, phasesOf, progressOf } from '../src/pages/trust/calendar';
import { changesOf, choiceOf, draftOf, treatmentOf, withField, withModule } from '../src/pages/trust/collection';
import { actsOf, clockOf, isEnded, momentsOf, overdue, toneOf } from '../src/pages/trust/erasure';
import { holdActs, holdFaults, spanOf } from '../src/pages/trust/hold';
import { factOf, statedBy, verifyLine } from '../src/pages/trust/receipt';
import { urgencyOf, wholeDays } from '../src/parts/days';
import { mayRun } from '../src/parts/mayRun';

const NOW = Date.parse('2026-11-22T09:00:00Z');
const DAY = 86_400_000;
const at = (days: number) => new Date(NOW + days * DAY).toISOString();

const asked = (change: Partial<Erasure> = {}): Erasure => ({ id: 'E', subject: { kind: 'person', person: { user: 'u-A', pseudonym: 'u-A', userName: null } }, intake: 'console', state: 'received', received: at(-1), acknowledgeBy: at(2), dueBy: at(29), requestedBy: null, approvedBy: null, identityCheck: '', runsAt: null, done: null, receipt: null, heldBy: null, version: 1, ...change });
const STATES: Erasure['state'][] = ['received', 'acknowledged', 'identified', 'approved', 'running', 'done', 'refused', 'cancelled'];

describe('Days until a deadline', () => {
  it('are whole and rounded down, and late begins at the instant itself', () => {
    expect([wholeDays(at(2.9), NOW), wholeDays(at(0.1), NOW), wholeDays(at(-0.1), NOW)]).toEqual([2, 0, -1]);
    expect([urgencyOf(at(10), NOW, 3), urgencyOf(at(2.5), NOW, 3), urgencyOf(at(0), NOW, 3), urgencyOf(new Date(NOW + 1).toISOString(), NOW, 3)]).toEqual(['far', 'near', 'late', 'near']);
  });
});

describe('A request for erasure', () => {
  it('offers approval only when it is known whom it is about and how that was made sure', () => {
    const open = STATES.filter((state) => actsOf(asked({ state, identityCheck: 'call back' }), NOW).includes('approve'));
    expect(open).toEqual(['received', 'acknowledged', 'identified']);
    expect(STATES.filter((state) => actsOf(asked({ state }), NOW).includes('approve'))).toEqual([]);
    expect(actsOf(asked({ identityCheck: 'call back', subject: { kind: 'unknown', person: null } }), NOW)).not.toContain('approve');
  });

  it('can be taken back until it runs, and offers nothing once it has ended', () => {
    expect(STATES.filter((state) => actsOf(asked({ state }), NOW).includes('cancel'))).toEqual(['received', 'acknowledged', 'identified', 'approved']);
    expect(STATES.filter((state) => actsOf(asked({ state }), NOW).length === 0)).toEqual(['done', 'refused', 'cancelled']);
  });

  it('under a legal hold offers only what the hold does not keep, and only of one person', () => {
    const held = asked({ state: 'identified', heldBy: 'H', identityCheck: 'call back' });
    expect(actsOf(held, NOW)).toEqual(['approve-rest', 'extend', 'refuse', 'cancel']);
    expect(actsOf({ ...held, subject: { kind: 'customer', person: null } }, NOW)).toEqual(['extend', 'refuse', 'cancel']);
    expect(toneOf(held)).toBe('look');
  });

  it('can be extended once, and only while its time runs', () => {
    expect(actsOf(asked(), NOW)).toContain('extend');
    expect(actsOf(asked({ dueBy: at(89) }), NOW)).not.toContain('extend');
    expect(actsOf(asked({ dueBy: at(-1) }), NOW)).not.toContain('extend');
  });

  it('counts towards the answer first, then towards the end, and not at all once it is over', () => {
    expect(clockOf(asked())).toEqual({ what: 'acknowledge', at: at(2) });
    expect(clockOf(asked({ state: 'approved' }))).toEqual({ what: 'finish', at: at(29) });
    expect(STATES.filter((state) => clockOf(asked({ state })) === undefined)).toEqual(STATES.filter((state) => isEnded(asked({ state }))));
    expect(overdue([asked({ acknowledgeBy: at(-1) }), asked(), asked({ state: 'done', dueBy: at(-1) })], NOW)).toBe(1);
  });

  it('marks what passed its time as late, and what happened as done whatever its time', () => {
    const shown = momentsOf(asked({ acknowledgeBy: at(-1), dueBy: at(-0.5) }), NOW, (state) => state);
    expect(shown.map((moment) => moment.state)).toEqual(['done', 'late', 'open', 'open', 'open', 'late']);
    expect(momentsOf(asked({ state: 'done', done: at(-2) }), NOW, (state) => state).every((moment) => moment.state === 'done')).toBe(true);
  });

  it('that was refused shows what happened and ends there', () => {
    expect(momentsOf(asked({ state: 'refused', identityCheck: 'call back' }), NOW, (state) => state).map((moment) => moment.id)).toEqual(['received', 'identified', 'refused']);
  });
});

describe('Something irreversible', () => {
  const all = { ready: true, word: 'erase', typed: 'erase', needsReason: true, why: 'asked by the person' };

  it('can be sent with the numbers, the word and the reason', () => {
    expect(mayRun(all)).toBe(true);
  });

  it('cannot be sent without any one of them', () => {
    expect([{ ready: false }, { typed: '' }, { typed: 'erasing' }, { typed: 'ERASE' }, { why: '  ' }].map((change) => mayRun({ ...all, ...change }))).toEqual([false, false, false, false, false]);
  });
});

const steps = (expired: string, locked: string, deletion: string): LicenceStep[] => [
  { at: at(-400), what: 'notice', done: true },
  { at: expired, what: 'expired', done: Date.parse(expired) <= NOW },
  { at: locked, what: 'locked', done: Date.parse(locked) <= NOW },
  { at: deletion, what: 'deletion', done: Date.parse(deletion) <= NOW },
];

describe('The calendar', () => {
  it('draws the stretches between the dates that the service named', () => {
    expect(phasesOf(steps(at(1), at(31), at(122))).map((phase) => [phase.state, phase.from, phase.to])).toEqual([['active', undefined, at(1)], ['grace', at(1), at(31)], ['locked', at(31), at(122)], ['deleting', at(122), undefined]]);
  });

  it('draws no grace for a trial, whose lock begins when it ends', () => {
    expect(phasesOf(steps(at(1), at(1), at(46))).map((phase) => phase.state)).toEqual(['active', 'locked', 'deleting']);
  });

  it('names the next change, never a notice, and nothing after the last', () => {
    expect(nextStep([{ at: at(1), what: 'notice', done: false }, ...steps(at(2), at(32), at(123))], NOW)?.what).toBe('expired');
    expect(nextStep(steps(at(-200), at(-170), at(-1)), NOW)).toBeUndefined();
  });

  it('puts now where it is, and nowhere outside of a stretch', () => {
    expect(progressOf({ state: 'grace', from: at(-10), to: at(20) }, NOW)).toBeCloseTo(1 / 3);
    expect(progressOf({ state: 'locked', from: at(20), to: at(50) }, NOW)).toBeUndefined();
    expect(progressOf({ state: 'active', from: undefined, to: at(50) }, NOW)).toBeUndefined();
  });

  it('keeps today as one of the days: of 181 the 181st goes at its midnight', () => {
    expect(keptFrom(1, NOW)).toBe('2026-11-22T00:00:00.000Z');
    expect(keptFrom(181, Date.parse('2026-11-22T23:59:59Z'))).toBe('2026-05-26T00:00:00.000Z');
    expect(keptFrom(181, Date.parse('2026-11-23T00:00:00Z'))).toBe('2026-05-27T00:00:00.000Z');
  });
});

describe('Banners', () => {
  const given = { licence: undefined, draft: true, lab: true, path: '/log' } as const;

  it('stand in the order of their weight, at most two', () => {
    expect(bannersFor(given)).toEqual(['draft', 'lab']);
    expect(bannersFor({ ...given, licence: 'grace' })).toEqual(['grace', 'draft']);
    expect(bannersFor({ ...given, licence: 'locked', draft: false })).toEqual(['locked', 'lab']);
    expect(bannersFor({ ...given, licence: 'active', lab: false, path: '/policy/text' })).toEqual([]);
  });

  it('leave open what the law asks for while locked, and the statements alone while deleting', () => {
    expect(['/log', '/', '/policy', '/settings', '/people', '/audit'].filter((path) => opensUnder('locked', path))).toEqual([]);
    expect(['/trust/erasures', '/trust/holds', '/trust/data', '/trust/calendar', '/trust/receipts', '/privacy', '/account'].filter((path) => !opensUnder('locked', path))).toEqual([]);
    expect(['/trust/erasures', '/trust/calendar', '/trust/receipts', '/privacy', '/account'].filter((path) => opensUnder('deleting', path))).toEqual(['/trust/calendar', '/trust/receipts', '/account']);
    expect(['/log', '/'].filter((path) => opensUnder('grace', path) && opensUnder('active', path) && opensUnder(undefined, path))).toEqual(['/log', '/']);
  });
});

const TREATMENTS: readonly Treatment[] = ['keep', 'truncate', 'pseudonymise', 'drop'];
const field = (name: string, module: string | null, treatments: Treatment[], treatment: Treatment = 'keep'): StoredField => ({ store: 'events', name, purpose: '', class: 'personal', retention: 'log', switch: module ?? 'always', collected: treatment !== 'drop', module, treatment, treatments, lastSeen: null });
const register = (fields: StoredField[], off: string[] = []): DataCollection => ({ items: fields, next: null, version: 1, since: null, modules: [...new Set(fields.flatMap((one) => one.module ?? []))].map((module) => ({ module, on: !off.includes(module), fields: [] })) });

describe('Choices of what is collected', () => {
  const fields = [field('id', null, ['keep']), field('host', 'address', ['keep', 'truncate', 'drop']), field('path', 'address', ['keep', 'drop'], 'drop'), field('person', 'identity', ['keep', 'drop'])];

  it('change nothing when nothing was touched', () => {
    const known = register(fields);
    expect(choiceOf(known, draftOf(known))).toEqual({ off: [], fields: { path: 'drop' } });
    expect(changesOf(known, draftOf(known))).toEqual([]);
  });

  it('say a module once, not each of its fields', () => {
    const known = register(fields);
    const draft = withModule(draftOf(known), 'address', false);
    expect(changesOf(known, draft)).toEqual([{ what: 'module', name: 'address', before: true, after: false }]);
    expect(choiceOf(known, draft)).toEqual({ off: ['address'], fields: {} });
    expect(treatmentOf(fields[1] as StoredField, draft)).toBe('drop');
  });

  it('go back to nothing when they are taken back', () => {
    const known = register(fields);
    const draft = withField(withField(draftOf(known), 'host', 'truncate'), 'host', 'keep');
    expect(changesOf(known, draft)).toEqual([]);
    expect(choiceOf(known, draft)).toEqual(choiceOf(known, draftOf(known)));
  });

  it('never name a treatment that a field does not allow, a field that has no choice, or a field whose module is off', () => {
    const anyField = fc.record({ module: fc.constantFrom('address', 'identity', null), treatments: fc.subarray([...TREATMENTS], { minLength: 1 }) });
    fc.assert(
      fc.property(fc.array(anyField, { maxLength: 12 }), fc.array(fc.tuple(fc.nat(11), fc.constantFrom(...TREATMENTS))), fc.subarray(['address', 'identity']), (some, edits, off) => {
        const known = register(some.map((one, i) => field(`f${i}`, one.module, one.treatments)));
        const edited = edits.reduce((draft, [i, treatment]) => withField(draft, `f${i}`, treatment), draftOf(known));
        const choice = choiceOf(known, off.reduce((draft, module) => withModule(draft, module, false), edited));
        for (const [name, treatment] of Object.entries(choice.fields)) {
          const one = known.items.find((item) => item.name === name);
          expect(one?.treatments).toContain(treatment);
          expect(one?.treatments.length).toBeGreaterThan(1);
          expect(choice.off).not.toContain(one?.module);
          expect(treatment).not.toBe('keep');
        }
      }),
    );
  });
});

describe('A legal hold', () => {
  const draft = { reason: 'Proceedings 2026-0117', from: '2026-10-01', to: '2026-10-31', ends: '2027-10-01' };

  it('can be asked for with a reason, days in order and an end within five years', () => {
    expect(holdFaults(draft, NOW)).toEqual([]);
    expect(holdFaults({ ...draft, reason: ' ', to: '2026-09-30', ends: '2026-11-22' }, NOW)).toEqual(['reason', 'days', 'ends']);
    expect(holdFaults({ ...draft, ends: '2031-11-22' }, NOW)).toEqual([]);
    expect(holdFaults({ ...draft, ends: '2031-11-23' }, NOW)).toEqual(['long']);
  });

  it('spans its last day whole', () => {
    expect(spanOf('2026-10-01', '2026-10-01')).toEqual({ from: '2026-10-01T00:00:00.000Z', to: '2026-10-02T00:00:00.000Z' });
  });

  it('can be ended only while it is in force', () => {
    const states: Hold['state'][] = ['requested', 'active', 'released', 'expired', 'refused'];
    expect(states.map((state) => holdActs({ state } as Hold))).toEqual([['approve', 'refuse'], ['release'], [], [], []]);
  });
});

describe('A licence is renewed', () => {
  const now = { kind: 'trial', expires: '2028-02-29' } as const;

  it('never to an earlier end, and not to what it is', () => {
    expect(faultsOf(now, { kind: 'full', expires: '2028-02-28' })).toBe('earlier');
    expect(faultsOf(now, now)).toBe('same');
    expect(faultsOf(now, { kind: 'full', expires: '' })).toBe('empty');
    expect(faultsOf(now, { kind: 'full', expires: now.expires })).toBeUndefined();
  });

  it('by a year, also from a leap day', () => {
    expect([termsAfter('2026-04-01'), termsAfter('2028-02-29')]).toEqual(['2027-04-01', '2029-03-01']);
  });
});

describe('A receipt', () => {
  it('says who states it by kind and name, whatever is in the name', () => {
    expect(statedBy('job:trust.retention')).toEqual({ kind: 'job', name: 'trust.retention' });
    expect(statedBy('person:u-A:B')).toEqual({ kind: 'person', name: 'u-A:B' });
    expect(statedBy('somebody')).toEqual({ kind: undefined, name: 'somebody' });
  });

  it('is checked by one line with the key', () => {
    expect(verifyLine('receipt-3.json')).toBe('sekisho verify receipt-3.json --key receipt-key.pem');
  });

  it('names what a fact counts', () => {
    expect([factOf('count.api-tokens'), factOf('deleted.events'), factOf('keys')]).toEqual([{ key: 'count', store: 'api-tokens' }, { key: 'count', store: 'events' }, { key: 'keys', store: undefined }]);
  });
});

describe('The navigation', () => {
  const shown = (kind: Me['kind'], permissions: string[]) => sectionsFor({ kind, permissions } as Me).flatMap((section) => section.items.map((item) => item.to));

  it('shows a page only to those who may read it', () => {
    expect(shown('person', ['own.data'])).toEqual(['/privacy', '/account']);
    expect(shown('person', ['register.read', 'licence.read'])).toEqual(['/trust/data', '/trust/calendar', '/account']);
    expect(shown('person', ['erasure.read', 'hold.read'])).toEqual(['/trust/erasures', '/trust/holds', '/trust/receipts', '/account']);
  });

  it('shows operators no page of a customer, whatever they are said to be permitted', () => {
    expect(shown('operator', ['own.data', 'erasure.read', 'events.read'])).toEqual(['/operator', '/operator/licences', '/operator/mails', '/account']);
  });
});
