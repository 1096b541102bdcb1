// @ts-check
// Sample answers of the pages about licence, erasure, holds, receipts, collection and one's own data (development only).
import { events, FULL, HOUR, id, me, NOW, TOKENS } from './sample.mjs';

/** @typedef {import('../src/api/types').Licence} Licence @typedef {import('../src/api/types').Erasure} Erasure @typedef {import('../src/api/types').Hold} Hold @typedef {import('../src/api/types').Receipt} Receipt */

const DAY = 24 * HOUR;
const at = (/** @type {number} */ ms) => new Date(ms).toISOString();
const day = (/** @type {number} */ ms) => at(ms).slice(0, 10);
const midnight = Math.floor(NOW / DAY) * DAY;

/** @param {'full' | 'trial'} kind @param {number} ends days from today */
function dates(kind, ends) {
  const expires = midnight + ends * DAY;
  const locks = expires + (kind === 'full' ? 30 : 0) * DAY;
  const deletes = expires + (kind === 'full' ? 121 : 45) * DAY;
  const state = /** @type {Licence['state']} */ (NOW < expires ? 'active' : NOW < locks ? 'grace' : NOW < deletes ? 'locked' : 'deleting');
  const notices = kind === 'full' ? [-30, -7, -1, 1, 15, 29] : [-7, -1];
  /** @type {Licence['steps']} */
  const steps = [...notices.map((n) => ({ at: at(expires + n * DAY), what: /** @type {const} */ ('notice') })), { at: at(expires), what: /** @type {const} */ ('expired') }, { at: at(locks), what: /** @type {const} */ ('locked') }, { at: at(deletes), what: /** @type {const} */ ('deletion') }].map((step) => ({ ...step, done: Date.parse(step.at) <= NOW })).sort((a, b) => a.at.localeCompare(b.at));
  return { kind, expires: day(expires), state, locks: at(locks), deletes: at(deletes), steps, version: 3 };
}

const ENDS = /** @type {Record<string, ['full' | 'trial', number]>} */ ({ grace: ['full', -8], locked: ['full', -51], deleting: ['full', -122], trial: ['trial', 12] });
const WORKS = /** @type {Record<Licence['state'], Licence['works']>} */ ({ active: ['traffic', 'log', 'changes', 'export', 'privacy', 'receipts', 'renewal'], grace: ['traffic', 'log', 'changes', 'export', 'privacy', 'receipts', 'renewal'], locked: ['traffic', 'export', 'privacy', 'receipts', 'renewal'], deleting: ['receipts'] });

/** @param {string} mode @returns {Licence} */
export function licence(mode) {
  const known = dates(...(ENDS[mode] ?? ['full', 130]));
  return { ...known, lockedTraffic: 'pass', works: WORKS[known.state], now: at(NOW) };
}

/** @param {number} n @returns {import('../src/api/types').Who} */
const who = (n) => {
  const token = TOKENS[n] ?? '';
  return { user: `u-${token}`, pseudonym: `u-${token.slice(0, 4)}-${token.slice(4, 8)}`, userName: null };
};

/** @param {number} n @param {Erasure['state']} state @param {number} age days @param {Partial<Erasure>} [more] @returns {Erasure} */
const erasure = (n, state, age, more = {}) => ({ id: id(700 + n), subject: { kind: 'person', person: who(2 + (n % 4)) }, intake: 'console', state, received: at(NOW - age * DAY), acknowledgeBy: at(NOW + (3 - age) * DAY), dueBy: at(NOW + (30 - age) * DAY), requestedBy: who(0), approvedBy: null, identityCheck: '', runsAt: null, done: null, receipt: null, heldBy: null, version: n, ...more });

/** @type {Erasure[]} */
export const erasures = [
  erasure(1, 'received', 1.2, { subject: { kind: 'unknown', person: null }, intake: 'mail', requestedBy: null }),
  erasure(2, 'received', 4.4, { intake: 'mail', requestedBy: null }),
  erasure(3, 'identified', 6, { requestedBy: who(1), identityCheck: 'Call back to the number in the staff directory' }),
  erasure(4, 'identified', 9, { identityCheck: 'Identity card shown at the desk' }),
  erasure(5, 'identified', 12, { requestedBy: who(1), heldBy: id(801), identityCheck: 'Video call' }),
  erasure(6, 'approved', 14, { approvedBy: who(1), identityCheck: 'Call back', runsAt: at(NOW + 20 * HOUR) }),
  erasure(7, 'running', 20, { approvedBy: who(1), identityCheck: 'Call back', runsAt: at(NOW - 2 * HOUR) }),
  erasure(8, 'acknowledged', 34, { subject: { kind: 'customer', person: null }, requestedBy: who(1) }),
  erasure(9, 'done', 40, { approvedBy: who(1), identityCheck: 'Call back', runsAt: at(NOW - 30 * DAY), done: at(NOW - 29 * DAY), receipt: id(903) }),
  erasure(10, 'refused', 44, { identityCheck: 'The caller did not know the number of staff' }),
  erasure(11, 'cancelled', 50),
];

/** @param {string} of @param {string} taken @param {string} sender @param {string} subject */
const mail = (of, taken, sender, subject) => ({ sender, subject, text: `ご担当者様\n\n私に関する記録をすべて消去してください。\n社員番号は別途お伝えします。\n\n(${of.slice(0, 4)})`, sent: taken, taken, attachments: 1, cut: false });

const mails = [1, 2].map((n) => ({ id: id(720 + n), ...mail(id(720 + n), at(NOW - n * DAY), `person${n}@mail.example`, n === 1 ? 'My data' : '消去のお願い') }));

/** @param {number} n @param {Hold['state']} state @param {Partial<Hold>} [more] @returns {Hold} */
const hold = (n, state, more = {}) => ({ id: id(800 + n), reason: 'Proceedings 2026-0117, request of the court', person: null, from: day(NOW - 80 * DAY), to: day(NOW - 60 * DAY), expires: at(midnight + 400 * DAY), state, requestedBy: who(0), approvedBy: null, placed: null, releaseRequestedBy: null, version: n, ...more });

/** @type {Hold[]} */
export const holds = [
  hold(1, 'active', { person: who(3), approvedBy: who(1), placed: at(NOW - 20 * DAY) }),
  hold(2, 'requested', { requestedBy: who(1), reason: 'Audit of the year 2026' }),
  hold(3, 'requested', { reason: 'Question of the works council 2026-11' }),
  hold(4, 'active', { approvedBy: who(1), placed: at(NOW - 300 * DAY), expires: at(midnight + 12 * DAY), releaseRequestedBy: who(1), reason: 'Insurance case 5512' }),
  hold(5, 'released', { approvedBy: who(1), placed: at(NOW - 500 * DAY), reason: 'Proceedings 2025-0031' }),
];

/** @param {number} n @param {Receipt['kind']} kind @param {Record<string, string>} facts @param {string} statedBy @param {string[]} controls @param {number} age @returns {Receipt} */
const receipt = (n, kind, facts, statedBy, controls, age) => ({ id: id(900 + n), number: n, time: at(NOW - age * DAY), kind, facts, controls, statedBy, check: 'Try to open a copy of the segment that an older backup holds: its key is in no key store, and opening fails with key-destroyed.', producedBy: 'sekisho 0.1.0 (846fa86)', region: 'jp-east', previous: n === 1 ? '0'.repeat(64) : `${n}f`.padStart(64, 'c7a1') });

/** @type {Receipt[]} */
export const receipts = [
  receipt(7, 'retention-day', { day: '2026-05-25', events: '1190442', segments: '61', epoch: 'events/2026-05-25' }, 'job:trust.retention', ['H1', 'C1'], 0.4),
  receipt(6, 'hold', { hold: id(801), state: 'active', from: '2026-09-03', to: '2026-09-23' }, 'person:u-1X9CPA2BCDEFGHJKMNPQRSTVWX', ['H4'], 20),
  receipt(5, 'keys-destroyed', { keys: 'events/2026-05-24, events/2026-05-23' }, 'job:trust.retention', ['H5', 'D4'], 22),
  receipt(4, 'licence-step', { state: 'active', expires: '2027-04-01' }, 'operator:u-OPSAAAABCDEFGHJKMNPQRSTVWX', ['H2'], 26),
  receipt(3, 'person-erased', { events: '8123', segments: '180', request: id(709) }, 'job:trust.erasure', ['H4', 'H5'], 29),
  receipt(2, 'request', { request: id(709), state: 'approved' }, 'person:u-1X9CPA2BCDEFGHJKMNPQRSTVWX', ['H4'], 31),
  receipt(1, 'keys-rotated', { keys: 'rows/1' }, 'job:keys.rotation', ['D4'], 90),
];

/** @param {string} mode @returns {import('../src/api/types').CustomerPage} */
export function customers(mode) {
  const rows = /** @type {const} */ ([['c-4H2K', 'Example Holdings', 'full', 130], ['c-9X1M', 'さくら学園', 'trial', 12], ['c-3P7D', 'Nordwind GmbH', 'full', -8], ['c-7Q0S', 'みなと商事', 'full', -51], ['c-2L8V', 'Blue Harbour Ltd', 'trial', -50]]);
  return { items: mode === 'empty' ? [] : rows.map(([handle, name, kind, ends], i) => ({ handle, name, region: 'jp-east', created: at(NOW - (i + 1) * 300 * HOUR), licence: { ...dates(kind, ends), deleted: i === 4 ? at(NOW - 4 * DAY) : null } })), next: null };
}

/** @type {import('../src/api/types').My} */
export const my = {
  user: me.user ?? '', pseudonym: me.pseudonym ?? '', login: 'aya.tanaka', name: '田中 彩', email: 'aya.tanaka@example.co.jp', role: 'administrator', groups: ['staff', 'finance'], created: at(NOW - 200 * DAY), hasPassword: true, sessions: 2, logRetentionDays: 181, contact: 'IT desk, 内線 1234', erasure: null,
  fields: [
    { name: 'host', purpose: 'Which site, which rules read', class: 'possibly-personal', treatment: 'keep' },
    { name: 'path', purpose: 'Which page, which rules may read', class: 'personal', treatment: 'truncate' },
    { name: 'client_address', purpose: 'Which device asked', class: 'personal', treatment: 'pseudonymise' },
    { name: 'user_agent', purpose: 'Which program asked', class: 'possibly-personal', treatment: 'drop' },
  ],
};

/** @type {import('../src/api/types').Look[]} */
export const looks = [
  { id: id(500), time: at(NOW - 5 * HOUR), actor: { kind: 'person', user: null, pseudonym: 'u-1X9C-PA2B', userName: null }, action: 'events.read', purpose: 'service', count: 3, filters: ['user', 'host'], scope: 'me' },
  { id: id(501), time: at(NOW - 30 * HOUR), actor: { kind: 'program', name: 'siem-export' }, action: 'events.export', purpose: 'service', count: 1, filters: [], scope: 'everybody' },
  { id: id(502), time: at(NOW - 90 * HOUR), actor: { kind: 'operator', pseudonym: null, userName: null }, action: 'names.read', purpose: 'incident', count: 12, filters: ['category'], scope: 'everybody' },
];

const MODULES = ['identity', 'client', 'address', 'transport', 'context', 'classification', 'timing'];

/** @param {string} register the text of the field inventory @returns {import('../src/api/types').DataCollection} */
export function dataCollection(register) {
  const items = register.split('\n').filter((line) => line !== '' && !line.startsWith('#')).map((line) => {
    const [store = '', name = '', purpose = '', dataClass = '', retention = '', collectionSwitch = '', treatments = 'keep'] = line.split('\t');
    const module = collectionSwitch === 'always' ? null : collectionSwitch;
    const treatment = module === 'timing' ? 'drop' : name === 'client_address' ? 'truncate' : name === 'user_agent' ? 'drop' : 'keep';
    return /** @type {import('../src/api/types').StoredField} */ ({ store, name, purpose, class: dataClass.toLowerCase().replaceAll('_', '-'), retention, switch: collectionSwitch, collected: treatment !== 'drop', module, treatment, treatments: treatments.trim().split(','), lastSeen: store === 'events' && treatment !== 'drop' ? at(NOW - 60_000) : null });
  });
  const modules = MODULES.map((module) => ({ module, on: module !== 'timing', fields: items.filter((item) => item.module === module).map((item) => item.name) }));
  return { items, modules, next: null, version: 3, since: at(NOW - 9 * DAY) };
}

const NOTICE = {
  en: 'What is stored about your use of the web\n\nExample Holdings runs a secure web gateway.\n\n• client_address: only the network. Purpose: which device asked.\n• host: all of it. Purpose: which site, which rules read.\n\nDeleted after 181 days. Questions: IT desk, 1234.\n',
  ja: 'Webの利用について保存する情報\n\nExample Holdingsはセキュアウェブゲートウェイを運用しています。\n\n・client_address: ネットワークのみ。利用目的: どの端末のリクエストかを示すため\n・host: すべて。利用目的: どのサイトかを示すため(ルールで使用)\n\n181日後に消去します。問い合わせ先: IT desk、内線1234\n',
};

/** @typedef {{ method: string, path: string, query: URLSearchParams, mode: string, register: string, sent: string }} Asked */
/** @typedef {{ value: unknown, status: number } | { problem: string, status: number } | { text: string } | undefined} Answer */

/** @param {unknown} value @param {number} [status] @returns {Answer} */
const ok = (value, status = 200) => ({ value, status });
const MISSING = /** @type {Answer} */ ({ problem: 'not-found', status: 404 });

/** @param {Asked} asked @returns {Answer} */
export function trustAnswers({ method, path, query, mode, register, sent }) {
  const empty = mode === 'empty';
  const [, first = '', second = '', third = ''] = path.split('/');
  const one = `${first}/${second}`;
  if (path === '/licence') return ok(licence(mode));
  if (path === '/licence/locked-traffic') return ok({ ...licence(mode), ...JSON.parse(sent), version: 4 });
  if (path === '/retention') return ok({ days: 181, longest: 181, oldest: empty ? null : day(NOW - 180 * DAY), last: empty ? null : receipts[0], holds: empty ? 0 : 2 });
  if (path === '/data-collection' || path === '/data-collection/preview') return method === 'POST' ? ok(preview(JSON.parse(sent))) : ok(dataCollection(register));
  if (path === '/data-collection/notice') return ok(notice(query.get('language') === 'ja' ? 'ja' : 'en'));
  if (path === '/operator/mails') return ok({ items: empty ? [] : mails, next: null });
  if (path.startsWith('/operator/mails/')) return ok({}, 204);
  if (path === '/operator/customers' && method === 'GET') return ok(customers(mode));
  if (path.startsWith('/operator/customers/')) return ok({ ...dates('full', 495), deleted: null });
  if (first === 'erasures') return second === '' ? (method === 'POST' ? ok(erasure(1, 'received', 0, { version: 1 }), 201) : ok({ items: empty ? [] : erasures, next: null })) : erasureAnswer(second, third, method);
  if (first === 'holds') return second === '' ? (method === 'POST' ? ok(hold(3, 'requested'), 201) : ok({ items: empty ? [] : holds, next: null })) : holdAnswer(second, third);
  if (path === '/receipts') return ok({ items: empty ? [] : receipts, next: null });
  if (one === 'receipts/key') return ok({ algorithm: 'Ed25519', pem: '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAsamplesamplesamplesamplesamplesamplesamp=\n-----END PUBLIC KEY-----\n', fingerprint: '9f2c51b7a04d8e63c1f7aa3520be94d76c0e1d8f4b23a97756e0c4d1b8a2f390' });
  if (first === 'receipts') return { text: 'receipt' };
  if (path === '/my') return ok(mode === 'asked' ? { ...my, erasure: erasures[3] } : my);
  if (path === '/my/events') return ok({ items: empty ? [] : events.slice(0, 12), next: null, coverage: FULL });
  if (path === '/my/looks') return ok({ items: empty ? [] : looks, next: null });
  if (path === '/my/erasure') return ok(erasures[1], 201);
  if (path === '/my/export') return { text: '{}\n' };
  return undefined;
}

/** @param {string} wanted @param {string} act @param {string} method @returns {Answer} */
function erasureAnswer(wanted, act, method) {
  const found = erasures.find((one) => one.id === wanted);
  if (found === undefined) return MISSING;
  if (act === 'mail') return found.intake === 'mail' ? ok({ ...mail(wanted, found.received, 'a.suzuki@example.co.jp', '個人データの消去について'), suggestion: found.subject.kind === 'unknown' ? who(3) : null }) : MISSING;
  if (act === 'preview') return ok({ stores: { events: 8123, identity: 1, session: 2, password: 1, person: 1, audit: 0 } });
  const next = /** @type {Record<string, Erasure['state']>} */ ({ acknowledge: 'acknowledged', identify: 'identified', approve: 'approved', 'approve-rest': 'approved', refuse: 'refused', cancel: 'cancelled' })[act];
  return ok(method === 'GET' || next === undefined ? found : { ...found, state: next, version: found.version + 1, runsAt: next === 'approved' ? at(NOW + DAY) : null });
}

/** @param {string} wanted @param {string} act @returns {Answer} */
function holdAnswer(wanted, act) {
  const found = holds.find((one) => one.id === wanted);
  if (found === undefined) return MISSING;
  if (act === 'export') return { text: '{}\n' };
  return ok(act === '' ? found : { ...found, state: act === 'approve' ? 'active' : act === 'refuse' ? 'refused' : found.state, version: found.version + 1 });
}

/** @param {import('../src/api/types').CollectionChoice} choice @returns {import('../src/api/types').CollectionPreview} */
const preview = (choice) => ({ from: at(NOW - DAY), to: at(NOW), events: 2012, complete: true, fields: Object.entries(choice.fields).map(([name, treatment]) => ({ name, treatment, changed: treatment === 'drop' ? 0 : 1890, emptied: treatment === 'drop' ? 2012 : 0 })), weakened: choice.fields['host'] === undefined ? [] : ['host', 'path'] });

/** @param {'en' | 'ja'} language @returns {import('../src/api/types').PrivacyNotice} */
const notice = (language) => ({ language, text: NOTICE[language], hash: '5be4'.repeat(16), version: 3 });
