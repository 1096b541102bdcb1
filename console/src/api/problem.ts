/** One thing that is wrong with what was sent, and where. */
export interface Place {
  readonly message: string;
  readonly at?: string;
  readonly line?: number;
  readonly column?: number;
}

/** An answer of the API that is not the one asked for (RFC 9457), or none at all (`code` is then `offline`). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail: string | undefined,
    readonly reference: string | undefined,
    readonly places: readonly Place[],
    readonly more: Readonly<Record<string, unknown>>,
  ) {
    super(`${code}: ${title}`);
    this.name = 'Problem';
  }
}

/** Whether a failure says that one entry of a form is wrong, and nothing else; the form then says so in its own words. */
export function isAt(failure: unknown, path: string): boolean {
  return failure instanceof Problem && failure.places.length === 1 && failure.places[0]?.at === path;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const whole = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

function placeOf(value: unknown): Place {
  if (typeof value === 'string') return { message: value };
  const row = (value ?? {}) as Record<string, unknown>;
  return {
    message: text(row['message']) ?? text(row['detail']) ?? text(row['title']) ?? '',
    at: text(row['path']) ?? text(row['field']) ?? text(row['pointer']) ?? text(row['place']),
    line: whole(row['line']),
    column: whole(row['column']),
  };
}

/** Reads a problem from an answer, whatever a proxy on the way made of it. */
export async function problemOf(answer: Response): Promise<Problem> {
  let body: Record<string, unknown> = {};
  try {
    body = (await answer.json()) as Record<string, unknown>;
  } catch {
    body = {};
  }
  const listed = body['problems'] ?? body['errors'];
  const reference = text(body['reference']) ?? text(body['instance']) ?? answer.headers.get('x-request-id') ?? undefined;
  const places = Array.isArray(listed) ? listed.map(placeOf) : [];
  const fallback = answer.status === 401 ? 'not-signed-in' : 'internal';
  return new Problem(answer.status, text(body['code']) ?? fallback, text(body['title']) ?? answer.statusText, text(body['detail']), reference, places, body);
}

export function offline(): Problem {
  return new Problem(0, 'offline', 'offline', undefined, undefined, [], {});
}
