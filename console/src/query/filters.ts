/**
 * What the log is asked for. The address holds it all, so that back, reload, a shared link and the next page keep it.
 * Names are the API's; each holds at most one value, as there.
 */
export const FILTERS = ['host', 'url', 'user', 'action', 'category', 'rule'] as const;
export type FilterName = (typeof FILTERS)[number];

export const RANGES = { '1h': 1, '24h': 24, '7d': 7 * 24, '30d': 30 * 24, '181d': 181 * 24 } as const;
export type Range = keyof typeof RANGES;
export const ACTIONS = ['allow', 'monitor', 'warn', 'block', 'tunnel', 'inspect'] as const;

export interface Scope {
  readonly range: Range;
  /** RFC 3339; both or neither. They win over the range. */
  readonly from?: string;
  readonly to?: string;
  readonly host?: string;
  readonly url?: string;
  readonly user?: string;
  readonly action?: string;
  readonly category?: string;
  readonly rule?: string;
}

export const WHOLE: Scope = { range: '24h' };
const LONGEST = 2048;

function instant(text: string | undefined): string | undefined {
  return text !== undefined && /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined;
}

/** Reads the filters of an address; what is not a filter, or no sensible one, is left out. */
export function scopeOf(search: Readonly<Record<string, unknown>>): Scope {
  const text = (name: string): string | undefined => {
    const value = search[name];
    return typeof value === 'string' && value.trim() !== '' && value.length <= LONGEST ? value.trim() : undefined;
  };
  const range = text('range');
  const from = instant(text('from'));
  const to = instant(text('to'));
  const scope: Record<string, string> = { range: range !== undefined && range in RANGES ? range : WHOLE.range };
  if (from !== undefined && to !== undefined && Date.parse(from) < Date.parse(to)) {
    scope['from'] = from;
    scope['to'] = to;
  }
  for (const name of FILTERS) {
    const value = text(name);
    if (value === undefined || (name === 'action' && !(ACTIONS as readonly string[]).includes(value))) continue;
    scope[name] = value;
  }
  return scope as unknown as Scope;
}

/** The members of an address that say this scope; the usual range is left out. */
export function searchOf(scope: Scope): Record<string, string> {
  const search: Record<string, string> = {};
  if (scope.from !== undefined && scope.to !== undefined) {
    search['from'] = scope.from;
    search['to'] = scope.to;
  }
  if (scope.range !== WHOLE.range) search['range'] = scope.range;
  for (const name of FILTERS) {
    const value = scope[name];
    if (value !== undefined) search[name] = value;
  }
  return search;
}

export function withFilter(scope: Scope, name: FilterName, value: string | undefined): Scope {
  const { [name]: _dropped, ...rest } = scope;
  return value === undefined || value === '' ? (rest as Scope) : ({ ...rest, [name]: value } as Scope);
}

export function withRange(scope: Scope, range: Range): Scope {
  const { from: _from, to: _to, ...rest } = scope;
  return { ...rest, range };
}

export function between(scope: Scope, from: string, to: string): Scope {
  return { ...scope, from, to };
}

export function filtersIn(scope: Scope): { name: FilterName; value: string }[] {
  return FILTERS.flatMap((name) => (scope[name] === undefined ? [] : [{ name, value: scope[name] }]));
}

export interface Period {
  readonly from: string;
  readonly to: string;
}

/** The period that a scope means at a moment (milliseconds), ends on whole seconds. */
export function periodOf(scope: Scope, now: number): Period {
  if (scope.from !== undefined && scope.to !== undefined) return { from: scope.from, to: scope.to };
  const end = Math.ceil(now / 1000) * 1000;
  return { from: new Date(end - RANGES[scope.range] * 3_600_000).toISOString(), to: new Date(end).toISOString() };
}

/** The parameters of the API for a scope and its period. */
export function queryOf(scope: Scope, period: Period): Record<string, string> {
  const query: Record<string, string> = { from: period.from, to: period.to };
  for (const { name, value } of filtersIn(scope)) query[name] = value;
  return query;
}

/** Whether a period is best counted by the hour or by the day. */
export function stepOf(period: Period): 'hour' | 'day' {
  return Date.parse(period.to) - Date.parse(period.from) > 8 * 24 * 3_600_000 ? 'day' : 'hour';
}
