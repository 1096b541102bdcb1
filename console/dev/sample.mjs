// @ts-check
// Sample answers for looking at the console without a service (development only; checked against the API's types).
/** @typedef {import('../src/api/types').Event} Event */
/** @typedef {import('../src/api/types').EventDetail} EventDetail */
/** @typedef {import('../src/api/types').StageTrace} StageTrace */
/** @typedef {import('../src/api/types').Action} Action */

export const NOW = Date.UTC(2026, 10, 22, 9, 44, 0);
export const HOUR = 3_600_000;

/** @type {import('../src/api/types').Me} */
export const me = {
  kind: 'person',
  user: 'u-7Q4KM2ABCDEFGHJKMNPQRSTVWX',
  pseudonym: 'u-7Q4K-M2AB',
  login: 'aya.tanaka',
  role: 'administrator',
  permissions: ['events.read', 'policy.read', 'policy.write', 'register.read', 'audit.read', 'names.read', 'people.read', 'people.write', 'tokens.write', 'settings.read', 'settings.write', 'register.write', 'licence.read', 'erasure.read', 'erasure.write', 'hold.read', 'hold.write', 'own.data'],
  customer: { name: 'Example Holdings' },
  region: 'jp-east',
  showNames: false,
  language: 'en',
  csrfToken: 'c5rf',
  lab: false,
  now: new Date(NOW).toISOString(),
};

/** @type {import('../src/api/types').Me} */
export const operator = { ...me, kind: 'operator', role: 'operator', customer: null, login: 'ops-1', permissions: [] };
/** Somebody who only browses. @type {import('../src/api/types').Me} */
export const browsing = { ...me, role: 'user', login: 'k.sato', permissions: ['own.data'] };

let state = 42;
function random() {
  state = (state * 1664525 + 1013904223) >>> 0;
  return state / 2 ** 32;
}
/** @template T @param {readonly T[]} from @returns {T} */
const pick = (from) => /** @type {T} */ (from[Math.floor(random() * from.length)]);

/** @type {readonly [host: string, path: string, category: string, action: Action, rule: string, tls: 'none' | 'tunnel' | 'inspect'][]} */
const SITES = [
  ['www.example.co.jp', '/news/2026/11/22/economy.html', 'news', 'allow', 'rest', 'inspect'],
  ['docs.example.com', '/guide/start?lang=ja&user=a.tanaka', 'business', 'allow', 'rest', 'inspect'],
  ['cdn.assets.example.net', '/static/js/main.8f3a.js', 'technology', 'allow', 'rest', 'inspect'],
  ['api.github.example', '/repos/sekisho/sekisho/pulls?state=open', 'software-development', 'allow', 'rest', 'inspect'],
  ['play.example', '/poker/table/5?seat=3', 'gambling', 'block', 'no-gambling', 'inspect'],
  ['bets-today.example', '/', 'gambling', 'block', 'no-gambling', 'inspect'],
  ['tracker.ads.example', '/pixel.gif?uid=93821', 'advertising', 'block', 'no-listed', 'inspect'],
  ['login-verify-account.example', '/session', 'phishing', 'block', 'no-threats', 'inspect'],
  ['files.storage.example', '/up/8271', 'file-storage', 'warn', 'warn-storage', 'inspect'],
  ['video.example.tv', '/watch?v=8s7d6f', 'streaming', 'monitor', 'watch-streaming', 'inspect'],
  ['clinic.example.jp', '', 'health', 'tunnel', 'private-sites', 'tunnel'],
  ['online.bank.example', '', 'banking', 'tunnel', 'private-sites', 'tunnel'],
  ['xn--eckwd4c7cu47r2wf.example', '/とても長い/パス/の例/a/b/c/d/e/f/index.html?q=1', '', 'allow', 'rest', 'inspect'],
];
export const TOKENS = ['7Q4KM2ABCDEFGHJKMNPQRSTVWX', '1X9CPA2BCDEFGHJKMNPQRSTVWX', '8R2MTT3BCDEFGHJKMNPQRSTVWX', '5H7YQW4BCDEFGHJKMNPQRSTVWX', '3C6NVB5BCDEFGHJKMNPQRSTVWX', 'K2P8ZD6BCDEFGHJKMNPQRSTVWX'];
export const id = (/** @type {number} */ n) => `E${n.toString(32).toUpperCase().padStart(25, '0')}`;

/** @type {Event[]} */
export const events = [];
for (let i = 0, at = NOW - 4000; i < 4000; i++) {
  at -= Math.floor(random() * 42_000);
  const [host, path, category, action, rule, tls] = random() < 0.6 ? pick(SITES.slice(0, 4)) : pick(SITES);
  const token = pick(TOKENS);
  const broken = random() < 0.012;
  const sent = Math.floor(random() * 3000);
  const received = action === 'block' ? 0 : Math.floor(random() ** 3 * 4_000_000);
  events.push({
    id: id(i + 1),
    time: new Date(at).toISOString(),
    user: `u-${token}`,
    pseudonym: `u-${token.slice(0, 4)}-${token.slice(4, 8)}`,
    userName: null,
    groups: pick([['sales'], ['finance', 'staff'], ['staff'], []]),
    clientIp: `10.20.${Math.floor(random() * 4)}.${Math.floor(random() * 250) + 2}`,
    onRamp: pick(['office', 'office', 'branch-osaka']),
    method: tls === 'tunnel' ? 'CONNECT' : pick(['GET', 'GET', 'GET', 'POST']),
    scheme: 'https',
    url: `https://${host}${path}`,
    host,
    status: broken ? 502 : action === 'block' ? 403 : 200,
    action: broken ? 'block' : action,
    rule: broken ? '' : rule,
    reason: broken ? 'certificate-expired' : '',
    categories: category === '' ? [] : [category, `ut1:${category}`],
    lists: rule === 'no-listed' ? ['listed'] : [],
    bytes: sent + received,
    requestBytes: sent,
    responseBytes: received,
    tls,
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36',
    micros: Math.floor(4000 + random() ** 2 * 900_000),
    decideMicros: Math.floor(40 + random() * 900),
  });
}

export const FULL = { segments: 61, unreadable: 0, complete: true };

/** @param {URLSearchParams} query */
export function matching(query) {
  const from = Date.parse(query.get('from') ?? '2000-01-01T00:00:00Z');
  const to = Date.parse(query.get('to') ?? '2100-01-01T00:00:00Z');
  const host = (query.get('host') ?? '').replace(/^\*/, '');
  const url = (query.get('url') ?? '').toLowerCase();
  return events.filter((event) => {
    const at = Date.parse(event.time);
    return (
      at >= from && at < to &&
      (host === '' || event.host === host || (host.startsWith('.') && (event.host.endsWith(host) || event.host === host.slice(1)))) &&
      (url === '' || event.url.toLowerCase().includes(url)) &&
      (!query.has('user') || event.user === query.get('user')) &&
      (!query.has('action') || event.action === query.get('action')) &&
      (!query.has('category') || event.categories.includes(query.get('category') ?? '')) &&
      (!query.has('rule') || event.rule === query.get('rule'))
    );
  });
}

/** @param {URLSearchParams} query @returns {import('../src/api/types').EventPage} */
export function page(query) {
  const found = matching(query);
  const start = Number(query.get('cursor') ?? 0);
  const limit = Number(query.get('limit') ?? 100);
  const partial = query.get('rule') === 'warn-storage';
  return { items: found.slice(start, start + limit), next: start + limit < found.length ? String(start + limit) : null, coverage: partial ? { segments: 61, unreadable: 2, complete: false } : FULL };
}

/** @param {URLSearchParams} query @returns {import('../src/api/types').Stats} */
export function stats(query) {
  const found = matching(query);
  const by = query.get('by');
  const measure = query.get('measure') ?? 'requests';
  /** @param {Event[]} some */
  const value = (some) => (measure === 'bytes' ? some.reduce((sum, event) => sum + event.bytes, 0) : measure === 'users' ? new Set(some.map((event) => event.user)).size : measure === 'blocked' ? some.filter((event) => event.action === 'block').length : some.length);
  /** @type {Map<string, Event[]>} */
  const groups = new Map();
  for (const event of found) {
    const keys = by === 'host' ? [event.host] : by === 'user' ? [event.user ?? ''] : by === 'category' ? event.categories : by === 'action' ? [event.action] : by === 'rule' ? [event.rule] : by === 'hour' || by === 'day' ? [step(event.time, by === 'hour' ? HOUR : 24 * HOUR)] : [''];
    for (const key of keys) groups.set(key, [...(groups.get(key) ?? []), event]);
  }
  const rows = [...groups].map(([key, some]) => ({ key, value: value(some) }));
  rows.sort((a, b) => (by === 'hour' || by === 'day' ? a.key.localeCompare(b.key) : b.value - a.value));
  return { measure, by, from: query.get('from') ?? '', to: query.get('to') ?? '', groups: rows.slice(0, Number(query.get('limit') ?? 100)), total: value(found), coverage: FULL };
}

const step = (/** @type {string} */ time, /** @type {number} */ size) => new Date(Math.floor(Date.parse(time) / size) * size).toISOString();

/** @param {string} stage @param {Action} action @param {string} rule @param {number} index @returns {StageTrace} */
function stageOf(stage, action, rule, index) {
  const earlier = ['no-threats', 'no-listed', 'hr-exception'].slice(0, Math.min(index, 3));
  return {
    stage: /** @type {StageTrace['stage']} */ (stage),
    outcome: 'decided',
    action,
    rule,
    missing: null,
    considered: [
      ...earlier.map((name, i) => ({ index: i, rule: name, matched: false, because: { fact: 'category', negated: false, wanted: ['malware', 'phishing'], found: ['gambling'] }, text: { en: 'category is gambling, not malware or phishing', ja: 'カテゴリはgamblingで、malwareやphishingではありません' } })),
      { index: earlier.length, rule, matched: true, because: null, text: { en: 'category is gambling and group is not compliance', ja: 'カテゴリがgamblingで、グループがcompliance以外です' } },
    ],
    notReached: stage === 'access' ? 3 : 0,
    text: { en: `Rule "${rule}" decided: ${action}.`, ja: `ルール「${rule}」により判定しました(${action})。` },
  };
}

/** @param {string} wanted @returns {EventDetail | undefined} */
export function detail(wanted) {
  const event = events.find((one) => one.id === wanted);
  if (event === undefined) return undefined;
  const tunnelled = event.tls === 'tunnel';
  const stages = [stageOf('destination', 'allow', 'public-addresses', 0), stageOf('decryption', tunnelled ? 'tunnel' : 'inspect', tunnelled ? 'private-sites' : 'rest', 1), ...(tunnelled || event.reason !== '' ? [] : [stageOf('access', event.action, event.rule, 3)])];
  return {
    event,
    request: { port: 443, path: new URL(event.url).pathname, query: new URL(event.url).search.slice(1), clientPort: 51234, clientProtocol: 'HTTP/2', upstreamProtocol: event.action === 'block' ? '' : 'HTTP/2', referrer: 'https://www.example.co.jp', contentType: 'text/html', node: 'gw-1', identityMethod: 'basic' },
    connection: { destination: event.action === 'block' ? '' : '203.0.113.40', sni: event.host, connectHost: event.host, mode: event.tls, clientTls: 'TLSv1.3', clientCipher: 'TLS_AES_256_GCM_SHA384', upstreamTls: 'TLSv1.3', upstreamCipher: 'TLS_AES_128_GCM_SHA256', alpn: 'h2', certificateFault: event.reason, certificateHash: '3f786850e387550fdab836ed7e6dc881de23001b2a1d4f2a5c3a1b9f8f1d2c3b' },
    timing: { identity: 110, resolve: 820, decide: event.decideMicros, connect: event.action === 'block' ? null : 12_400, tls: 9_100, firstByte: event.action === 'block' ? null : 48_200, total: event.micros },
    facts: { at: [event.time], method: [event.method], host: [event.host], port: ['443'], path: [new URL(event.url).pathname], destination: ['203.0.113.40'], category: event.categories, list: event.lists, group: event.groups },
    unknownFacts: ['userAgent'],
    notCollected: ['user_agent'],
    trace: { state: 'computed', version: 42, bundle: 'ab'.repeat(32), stages, undecidable: [], winner: event.reason === '' ? { stage: tunnelled ? 'decryption' : 'access', rule: event.rule, action: event.action } : null, agrees: true },
  };
}

export const policy = `# The rules of Example Holdings. First match decides.
lists:
  # Advertising networks that the works council asked to close.
  - name: listed
    hosts: [tracker.ads.example, pixel.example, metrics.example.net]
    networks: [198.51.100.0/24]
    paths: [{prefix: /forbidden}]
  - name: partners
    hosts: [docs.example.com]

decryption:
  # Health and banking sites are never opened.
  - {name: private-sites, when: {category: [health, banking]}, then: tunnel}
  - {name: rest, then: inspect}

access:
  - {name: no-threats, when: {category: [malware, phishing]}, then: block}
  # Works council decision 2026-11, SEC-118
  - {name: no-listed, when: {list: [listed]}, then: block}
  - {name: hr-exception, when: {group: [hr], host: [play.example]}, then: allow}
  - {name: no-gambling, when: {category: [gambling], group: {not: [compliance]}}, then: block}
  - {name: warn-storage, when: {category: [file-storage], method: [POST, PUT]}, then: warn}
  - {name: watch-streaming, when: {category: [streaming]}, then: monitor}
  - {name: rest, then: allow}
`;

const CATEGORIES = /** @type {const} */ ([['advertising', 'Advertising', '広告', 'business'], ['banking', 'Banking', '銀行', 'money'], ['business', 'Business', 'ビジネス', 'business'], ['file-storage', 'File storage', 'ファイル保存', 'technology'], ['gambling', 'Gambling', 'ギャンブル', 'leisure'], ['health', 'Health', '健康・医療', 'society'], ['malware', 'Malware', '不正プログラム', 'security'], ['news', 'News', 'ニュース', 'society'], ['phishing', 'Phishing', 'フィッシング', 'security'], ['software-development', 'Software development', 'ソフトウェア開発', 'technology'], ['streaming', 'Streaming', '動画配信', 'leisure'], ['technology', 'Technology', 'テクノロジー', 'technology']]);
const lists = [{ id: 'ut1', version: '2026-11-20', date: '2026-11-20', entries: 4_812_220, skipped: 812, licence: 'CC-BY-SA-4.0' }];
const GROUPS = /** @type {Record<string, [string, string]>} */ ({ business: ['Business', 'ビジネス'], money: ['Money', '金融'], technology: ['Technology', 'テクノロジー'], leisure: ['Leisure', '娯楽'], society: ['Society', '社会'], security: ['Security', 'セキュリティ'] });

/** @type {import('../src/api/types').Taxonomy} */
export const taxonomy = { items: CATEGORIES.map(([name, en, ja, group]) => ({ id: name, name: { en, ja }, group, groupName: { en: GROUPS[group]?.[0] ?? group, ja: GROUPS[group]?.[1] ?? group } })), next: null, lists };

/** @param {string} url @returns {import('../src/api/types').CategoryLookup} */
export function lookup(url) {
  const host = url.replace(/^[a-z]+:\/\//, '').split('/')[0] ?? '';
  const site = SITES.find(([name]) => host.endsWith(name));
  const category = site?.[2] ?? '';
  return { url: `https://${host}/`, host, categories: category === '' ? [] : [category], sources: category === '' ? [] : [`ut1:${category}`], lists };
}

/** @param {{ url: string, draft?: unknown }} asked @returns {import('../src/api/types').PolicyTestResult} */
export function test(asked) {
  const found = lookup(asked.url);
  const site = SITES.find(([name]) => found.host.endsWith(name));
  const action = site?.[3] === 'tunnel' ? 'allow' : (site?.[3] ?? 'allow');
  const rule = site?.[4] ?? 'rest';
  return { action, rule, stage: 'access', reason: null, version: asked.draft === undefined ? 42 : null, categories: found.categories, lists: [], resolved: ['203.0.113.40'], trace: { state: 'computed', version: 42, bundle: null, stages: [stageOf('destination', 'allow', 'public-addresses', 0), stageOf('decryption', 'inspect', 'rest', 1), stageOf('access', action, rule, 3)], undecidable: [], winner: { stage: 'access', rule, action }, agrees: null } };
}

/** @type {import('../src/api/types').Protection} */
export const protection = { checked: new Date(NOW).toISOString(), parts: [{ part: 'gateway', state: 'working' }, { part: 'lake', state: 'working' }, { part: 'records', state: 'working' }, { part: 'keys', state: 'degraded' }, { part: 'lists', state: 'working' }], policy: { version: 42, published: new Date(NOW - 50 * HOUR).toISOString() } };
/** @type {import('../src/api/types').Attention} */
export const attention = { items: [{ code: 'part-degraded', severity: 'medium', count: 1, part: 'keys', since: new Date(NOW - 3 * HOUR).toISOString() }, { code: 'erasure-waiting', severity: 'medium', count: 2, part: null, since: null }, { code: 'token-expires', severity: 'low', count: 2, part: null, since: null }], next: null };
/** @type {import('../src/api/types').PolicyVersion[]} */
export const versions = Array.from({ length: 9 }, (_, i) => ({ version: 42 - i, published: new Date(NOW - (50 + i * 31) * HOUR).toISOString(), by: i % 3 === 2 ? 'token:terraform' : 'u-7Q4KM2ABCDEFGHJKMNPQRSTVWX', byName: null, bundle: 'cd'.repeat(32), live: i === 0 }));
/** @type {import('../src/api/types').AuditPage} */
/** @type {readonly [string, string][]} */
const NOTED = [
  ['policy.publish', '42'],
  ['events.read', 'purpose=customer-request count=60 filters=action,host of=*'],
  ['erasure.approved', id(703)],
  ['person.add', 'u-4K05EDP7YQ5ZX3YJ1F07NBE03W'],
  ['hold.placed', id(801)],
  ['own.read', 'purpose=customer-request count=1 filters= of=u-4K05EDP7YQ5ZX3YJ1F07NBE03W'],
  ['licence.renew', '2027-11-23T00:00:00Z'],
  ['something.new', 'as it is written'],
];
export const audit = { items: Array.from({ length: 60 }, (_, i) => ({ id: id(9000 + i), time: new Date(NOW - i * 37 * 60_000).toISOString(), actor: i % 5 === 4 ? { kind: /** @type {const} */ ('program'), name: 'terraform' } : { kind: /** @type {const} */ ('person'), user: null, pseudonym: 'u-7Q4K-M2AB', userName: null }, action: NOTED[i % NOTED.length]?.[0] ?? '', object: NOTED[i % NOTED.length]?.[1] ?? '' })), next: null };
/** @type {import('../src/api/types').TokenPage} */
export const tokens = { items: [{ id: 't1', name: 'terraform', role: 'administrator', created: new Date(NOW - 900 * HOUR).toISOString(), expires: new Date(NOW + 200 * HOUR).toISOString() }, { id: 't2', name: 'siem-export', role: 'read-only', created: new Date(NOW - 400 * HOUR).toISOString(), expires: new Date(NOW + 1200 * HOUR).toISOString() }], next: null };
/** @type {import('../src/api/types').SessionPage} */
export const sessions = { items: [{ id: 's1', user: me.user ?? '', pseudonym: me.pseudonym ?? '', started: new Date(NOW - 2 * HOUR).toISOString(), expires: new Date(NOW + 6 * HOUR).toISOString(), device: 'Firefox on Linux', current: true }, { id: 's2', user: me.user ?? '', pseudonym: me.pseudonym ?? '', started: new Date(NOW - 5 * HOUR).toISOString(), expires: new Date(NOW + 3 * HOUR).toISOString(), device: 'Chrome on Windows', current: false }], next: null };
/** @type {import('../src/api/types').OnRampPage} */
export const onRamps = { proxy: 'proxy.example.jp:8080', items: [{ id: 'o1', name: 'office', source: '192.0.2.0/26', signIn: true, version: 1 }, { id: 'o2', name: 'branch-osaka', source: '2001:db8:10::/48', signIn: false, version: 1 }], next: null };
/** @type {import('../src/api/types').Settings} */
export const settings = { name: 'Example Holdings', contact: 'IT desk, 内線 1234', showNames: false, logRetentionDays: 181, logUnavailable: 'refuse', timeZone: 'Asia/Tokyo' };
/** @type {import('../src/api/types').PersonPage} */
export const people = { items: TOKENS.map((token, i) => ({ user: `u-${token}`, pseudonym: `u-${token.slice(0, 4)}-${token.slice(4, 8)}`, login: null, name: null, email: null, hasPassword: i < 2, version: 1, role: i === 0 ? 'administrator' : i === 1 ? 'auditor' : 'user', groups: [['staff'], ['finance', 'staff'], ['sales'], []][i % 4] ?? [], created: new Date(NOW - (i + 3) * 400 * HOUR).toISOString() })), next: null };
/** @type {import('../src/api/types').GroupPage} */
export const groups = { items: [{ name: 'staff' }, { name: 'sales' }, { name: 'finance' }, { name: 'compliance' }], next: null };
/** @type {import('../src/api/types').RegionPage} */
export const regions = { items: [{ name: 'jp-east' }, { name: 'eu-central' }], next: null };

/** @param {string} text @returns {import('../src/api/types').Validation} */
export function validation(text) {
  const at = text.split('\n').findIndex((line) => /then: (?!allow|block|warn|monitor|inspect|tunnel)/.test(line));
  return at < 0 ? { valid: true, problems: [], normal: {} } : { valid: false, problems: [{ path: 'access[0].then', line: at + 1, column: 5, code: 'unknown-action', message: 'There is no such action. Use allow, monitor, warn or block.', messageJa: 'この処理はありません。allow、monitor、warn、blockのいずれかを使ってください。' }], normal: null };
}
