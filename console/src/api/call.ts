import { offline, Problem, problemOf } from './problem';

const ROOT = '/api/v1';

export type Query = Readonly<Record<string, string | number | undefined>>;

interface Sending {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly query?: Query;
  readonly json?: unknown;
  readonly yaml?: string;
  readonly accept?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

let csrf: string | null = null;
let signedOut: () => void = () => undefined;

/** The token of the session that calls; every call that changes something carries it. */
export function setCsrf(token: string | null): void {
  csrf = token;
}

/** What happens when the service does not know the caller any more. */
export function onSignedOut(act: () => void): void {
  signedOut = act;
}

export function addressOf(path: string, query: Query = {}): string {
  const written = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') written.set(name, String(value));
  }
  const tail = written.toString();
  return ROOT + path + (tail === '' ? '' : '?' + tail);
}

function headersOf(sending: Sending): Headers {
  const headers = new Headers(sending.headers);
  headers.set('Accept', sending.accept ?? 'application/json');
  if (sending.json !== undefined) headers.set('Content-Type', 'application/json');
  if (sending.yaml !== undefined) headers.set('Content-Type', 'application/yaml');
  if ((sending.method ?? 'GET') !== 'GET' && csrf !== null) headers.set('X-Sekisho-Csrf', csrf);
  return headers;
}

/** Sends one call; anything but success is thrown as a {@link Problem}. */
export async function send(path: string, sending: Sending = {}): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(addressOf(path, sending.query), {
      method: sending.method ?? 'GET',
      headers: headersOf(sending),
      body: sending.yaml ?? (sending.json === undefined ? undefined : JSON.stringify(sending.json)),
      signal: sending.signal,
      credentials: 'same-origin',
      referrerPolicy: 'no-referrer',
    });
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === 'AbortError') throw failure;
    throw offline();
  }
  if (answer.ok) return answer;
  const problem = await problemOf(answer);
  if (answer.status === 401 && path !== '/session') signedOut();
  throw problem;
}

export async function read<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  return (await (await send(path, { query, signal })).json()) as T;
}

export async function post<T>(path: string, json: unknown, signal?: AbortSignal): Promise<T> {
  return (await (await send(path, { method: 'POST', json, signal })).json()) as T;
}

/** Changes something that has a version: refused with 412 if it is another one by now. */
export async function change<T>(method: 'POST' | 'PUT', path: string, version: number, json?: unknown): Promise<T> {
  return (await (await send(path, { method, json, headers: { 'If-Match': `"${version}"` } })).json()) as T;
}

export async function remove(path: string): Promise<void> {
  await send(path, { method: 'DELETE' });
}

export function isProblem(failure: unknown): failure is Problem {
  return failure instanceof Problem;
}
