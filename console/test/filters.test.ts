import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACTIONS, FILTERS, periodOf, queryOf, RANGES, scopeOf, searchOf, withFilter, type Scope } from '../src/query/filters';
import { columnsOf, stepsOf } from '../src/parts/series';

const text = fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }).map((value) => value.trim()).filter((value) => value !== '');
const instants = fc.tuple(fc.integer({ min: 0, max: 4_000_000_000_000 }), fc.integer({ min: 1, max: 40_000_000_000 })).map(([at, span]) => ({ from: new Date(at).toISOString(), to: new Date(at + span).toISOString() }));
const scopes: fc.Arbitrary<Scope> = fc
  .record({ range: fc.constantFrom(...(Object.keys(RANGES) as (keyof typeof RANGES)[])), host: text, url: text, user: text, category: text, rule: text, action: fc.constantFrom(...ACTIONS) }, { requiredKeys: ['range'] })
  .chain((scope) => fc.option(instants).map((fixed) => (fixed === null ? scope : { ...scope, ...fixed })));

/** What the router does with an address. */
const throughAddress = (search: Record<string, string>) => Object.fromEntries(new URLSearchParams(new URLSearchParams(search).toString()));

describe('The address holds the filters', () => {
  it('gives back every filter set that was written into it', () => {
    fc.assert(
      fc.property(scopes, (scope) => {
        const read = scopeOf(throughAddress(searchOf(scope)));
        expect(read).toEqual(scope);
        expect(searchOf(read)).toEqual(searchOf(scope));
      }),
      { numRuns: 200 },
    );
  });

  it('asks the API for exactly these filters and this period', () => {
    fc.assert(
      fc.property(scopes, fc.integer({ min: 1_000_000_000_000, max: 2_000_000_000_000 }), (scope, now) => {
        const period = periodOf(scope, now);
        const query = queryOf(scope, period);
        FILTERS.forEach((name) => expect(query[name]).toBe(scope[name]));
        expect(Date.parse(period.from)).toBeLessThan(Date.parse(period.to));
        expect(Object.keys(query).length).toBe(2 + FILTERS.filter((name) => scope[name] !== undefined).length);
      }),
      { numRuns: 200 },
    );
  });

  it('leaves out what is no filter, a value no filter can have, and half a period', () => {
    expect(scopeOf({ customer: 'x', action: 'destroy', range: '9y', from: '2026-01-01T00:00:00Z', host: '  ' })).toEqual({ range: '24h' });
    expect(scopeOf({ from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' })).toEqual({ range: '24h' });
  });

  it('notices a filter that is lost on the way', () => {
    // The negative control: an address that drops the host must not pass for the same filters.
    const scope: Scope = { range: '7d', host: 'play.example' };
    const { host: _lost, ...rest } = searchOf(scope);
    expect(scopeOf(throughAddress(rest))).not.toEqual(scope);
  });

  it('takes one filter away and keeps the others', () => {
    const scope = scopeOf({ host: 'a.example', action: 'block', range: '7d' });
    expect(withFilter(scope, 'host', undefined)).toEqual({ range: '7d', action: 'block' });
  });
});

describe('Columns over time', () => {
  it('have a place for each hour of the period and add up to what was counted', () => {
    fc.assert(
      fc.property(instants, fc.array(fc.nat(10_000), { minLength: 1, maxLength: 20 }), (period, values) => {
        const step = Date.parse(period.to) - Date.parse(period.from) > 8 * 86_400_000 ? 'day' : 'hour';
        const steps = stepsOf(period, step);
        const groups = steps.slice(0, values.length).map((one, i) => ({ key: one.from, value: values[i] ?? 0 }));
        const stats = { measure: 'requests', by: step, from: period.from, to: period.to, groups, total: 0, coverage: { segments: 0, unreadable: 0, complete: true } };
        const columns = columnsOf(period, step, [['blocked', stats]]);
        expect(columns.length).toBe(steps.length);
        expect(columns.reduce((sum, column) => sum + column.total, 0)).toBe(groups.reduce((sum, group) => sum + group.value, 0));
        expect(Date.parse(columns[0]?.from ?? '')).toBeLessThanOrEqual(Date.parse(period.from));
        expect(Date.parse(columns.at(-1)?.to ?? '')).toBeGreaterThanOrEqual(Date.parse(period.to));
      }),
      { numRuns: 100 },
    );
  });
});
