// @ts-check
// Serves the built console with sample answers, under the same Content-Security-Policy as the product. Development only.
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, relative } from 'node:path';
import * as sample from './sample.mjs';
import { trustAnswers } from './trust.mjs';

const OUT = new URL('../target/classes/console/', import.meta.url).pathname;
const REGISTER = readFileSync(new URL('../../kernel/src/main/resources/dev/sekisho/kernel/inventory/fields.tsv', import.meta.url), 'utf8');
const POLICY = "default-src 'self'; script-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; style-src 'self'";
const TYPES = /** @type {Record<string, string>} */ ({ '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json' });

/** All files, read once: a build that runs meanwhile changes nothing. */
const FILES = new Map(readdirSync(OUT, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => { const file = join(entry.parentPath, entry.name); return /** @type {const} */ (['/' + relative(OUT, file), readFileSync(file)]); }));

let policy = sample.policy;
let version = 42;

/** @typedef {import('node:http').IncomingMessage} Request @typedef {import('node:http').ServerResponse} Response */

/** @param {Response} response @param {unknown} value @param {number} [status] @param {Record<string, string>} [headers] */
function json(response, value, status = 200, headers = {}) {
  response.writeHead(status, { 'Content-Type': status >= 400 ? 'application/problem+json' : 'application/json', 'Cache-Control': 'no-store', ...headers });
  response.end(JSON.stringify(value));
}

/** @param {Response} response @param {number} status @param {string} code @param {object} [more] */
function problem(response, status, code, more = {}) {
  json(response, { type: `urn:sekisho:error:${code}`, title: code, status, code, detail: 'What happened and what to do.', reference: 'R-7K2M-4QPA', ...more }, status);
}

/** @param {Request} request @returns {Promise<string>} */
async function body(request) {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}

const TRUSTED = /^\/(licence|retention|erasures|holds|receipts|my|data-collection|operator\/customers|operator\/mails)(\/|$)/;

/** @param {Request} request @param {Response} response @param {URL} url @param {string} mode */
async function api(request, response, url, mode) {
  const path = url.pathname.slice('/api/v1'.length);
  const query = url.searchParams;
  if (path === '/me') return json(response, mode === 'operator' ? sample.operator : mode === 'browsing' ? sample.browsing : mode === 'reader' ? { ...sample.me, role: 'auditor', permissions: sample.me.permissions.filter((one) => one.endsWith('.read')) } : sample.me);
  if (mode === 'signed-out') return problem(response, 401, 'not-signed-in');
  if (mode === 'failing') return problem(response, 500, 'internal');
  if (mode === 'refusing') return problem(response, 403, 'not-permitted', { permission: 'events.read', roles: ['administrator', 'auditor'] });
  if (mode === 'slow') return undefined;
  if (mode === 'empty' && path === '/events') return json(response, { items: [], next: null, coverage: { segments: 0, unreadable: 0, complete: true } });
  if (mode === 'empty' && path === '/stats') return json(response, { ...sample.stats(new URLSearchParams('from=2030-01-01T00:00:00Z')), total: 0, groups: [] });
  if (mode === 'empty' && path === '/policy') return problem(response, 404, 'not-found');
  if (mode === 'locked' && !/^\/(licence|retention|erasures|holds|receipts|my|data-collection)/.test(path)) return problem(response, 403, 'licence-locked');
  const trusted = !TRUSTED.test(path) ? undefined : trustAnswers({ method: request.method ?? 'GET', path, query, mode, register: REGISTER, sent: request.method === 'GET' ? '' : await body(request) });
  if (trusted !== undefined) {
    if ('problem' in trusted) return problem(response, trusted.status, trusted.problem);
    if ('text' in trusted) {
      response.writeHead(200, { 'Content-Type': 'text/plain' });
      return void response.end(trusted.text);
    }
    return json(response, trusted.value, trusted.status, { ETag: '"1"' });
  }
  if (path === '/events/live') return live(request, response);
  if (path === '/events') return json(response, sample.page(query));
  if (path.startsWith('/events/')) {
    const found = sample.detail(decodeURIComponent(path.slice('/events/'.length)));
    return found === undefined ? problem(response, 404, 'not-found') : json(response, found);
  }
  if (path === '/stats') return json(response, sample.stats(query));
  if (path === '/policy' && request.method === 'GET') return text(response, policy, `"${version}"`);
  if (path === '/policy' && request.method === 'PUT') return publish(request, response);
  if (path === '/policy/validate') return json(response, sample.validation(JSON.parse(await body(request)).draft));
  if (path === '/policy/diff') return json(response, { base: version, changes: [{ section: 'access', name: 'block-play-example', kind: 'added', from: null, to: 0, before: null, after: { name: 'block-play-example', when: { host: ['play.example'] }, then: 'block' } }] });
  if (path === '/policy/test') return json(response, sample.test(JSON.parse(await body(request))));
  if (path === '/policy/versions') return json(response, { items: sample.versions, next: null });
  if (path.startsWith('/policy/versions/')) return text(response, sample.policy.replace('  - {name: watch-streaming, when: {category: [streaming]}, then: monitor}\n', ''), '"41"');
  if (path === '/categories') return json(response, sample.taxonomy);
  if (path === '/categories/lookup') return json(response, sample.lookup(query.get('url') ?? ''));
  const fixed = /** @type {Record<string, unknown>} */ ({ '/protection': sample.protection, '/attention': sample.attention, '/audit': sample.audit, '/tokens': sample.tokens, '/sessions': sample.sessions, '/on-ramps': sample.onRamps, '/people': sample.people, '/groups': sample.groups, '/settings': sample.settings, '/operator/regions': sample.regions });
  if (path in fixed && request.method === 'GET') return json(response, fixed[path], 200, { ETag: '"1"' });
  if (path === '/tokens') return json(response, { token: sample.tokens.items[0], secret: 'sks_7Q4KM2ABCDEFGHJKMNPQRSTVWX0123456789' }, 201);
  return problem(response, 404, 'not-found');
}

/** @param {Response} response @param {string} value @param {string} tag */
function text(response, value, tag) {
  response.writeHead(200, { 'Content-Type': 'application/yaml', ETag: tag, 'Last-Modified': new Date(sample.NOW - 50 * 3_600_000).toUTCString() });
  response.end(value);
}

/** @param {Request} request @param {Response} response */
async function publish(request, response) {
  const sent = await body(request);
  if (request.headers['x-sekisho-csrf'] !== 'c5rf') return problem(response, 403, 'csrf');
  if (sent.includes('conflict-please') && version === 42) {
    version = 43;
    policy = policy.replace('then: warn', 'then: block');
  }
  if (request.headers['if-match'] !== `"${version}"`) return problem(response, 412, 'precondition-failed', { version: `"${version}"` });
  policy = sent;
  version++;
  return json(response, { version, published: new Date(sample.NOW).toISOString(), by: null, byName: null, reason: null, bundle: '', live: true, changed: true });
}

/** @param {Request} request @param {Response} response */
function live(request, response) {
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  let at = 0;
  const timer = setInterval(() => {
    const event = { ...sample.events[at++ % 200], id: `L${Date.now()}${at}`, time: new Date(sample.NOW + at * 400).toISOString() };
    response.write(`event: event\nid: ${event.id}\ndata: ${JSON.stringify(event)}\n\n`);
  }, 120);
  request.on('close', () => clearInterval(timer));
}

/** @param {number} port */
export function serve(port) {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const mode = /mode=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
    response.setHeader('Content-Security-Policy', POLICY);
    response.setHeader('Referrer-Policy', 'no-referrer');
    if (url.pathname.startsWith('/api/v1/')) return void api(request, response, url, mode);
    const file = FILES.has(url.pathname) ? url.pathname : '/index.html';
    response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' });
    response.end(FILES.get(file));
  });
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const port = Number(process.env['PORT'] ?? 5199);
  await serve(port);
  console.log(`http://127.0.0.1:${port}`);
}
