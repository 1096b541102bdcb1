import { useQueries } from '@tanstack/react-query';
import { queries } from '../api/queries';
import type { Coverage, Stats } from '../api/types';
import { queryOf, stepOf, withFilter, type Period, type Scope } from '../query/filters';
import type { Outcome } from '../theme/tokens';
import { worst } from './CoverageNote';
import { OUTCOME_OF } from './outcome';

/** One hour or day, by outcome. */
export interface Column {
  readonly from: string;
  readonly to: string;
  readonly values: Readonly<Partial<Record<Outcome, number>>>;
  readonly total: number;
}

export interface Series {
  readonly columns: readonly Column[];
  readonly pending: boolean;
  readonly problem: unknown;
  readonly coverage: Coverage | undefined;
  readonly retry: () => void;
}

/** The outcomes that are counted apart, from the bottom of a column to its top. */
export const STACK = ['allow', 'tunnel', 'monitor', 'warn', 'block'] as const;
export const STACK_OUTCOMES: readonly Outcome[] = ['allowed', 'notInspected', 'monitored', 'warned', 'blocked'];
const HOUR_MS = 3_600_000;

/** Steps that cover a period, on whole hours or days of UTC, as the service counts. */
export function stepsOf(period: Period, step: 'hour' | 'day'): { from: string; to: string; key: number }[] {
  const size = step === 'hour' ? HOUR_MS : 24 * HOUR_MS;
  const steps = [];
  for (let at = Math.floor(Date.parse(period.from) / size) * size; at < Date.parse(period.to); at += size) {
    steps.push({ from: new Date(at).toISOString(), to: new Date(at + size).toISOString(), key: at });
  }
  return steps;
}

/** Puts the answers for each action beside each other. */
export function columnsOf(period: Period, step: 'hour' | 'day', answers: readonly (readonly [Outcome, Stats | undefined])[]): Column[] {
  const counted = answers.map(([outcome, stats]) => [outcome, new Map(stats?.groups.map((group) => [Date.parse(group.key), group.value]))] as const);
  return stepsOf(period, step).map(({ from, to, key }) => {
    const values: Partial<Record<Outcome, number>> = {};
    let total = 0;
    for (const [outcome, values_] of counted) {
      const value = values_.get(key) ?? 0;
      values[outcome] = value;
      total += value;
    }
    return { from, to, values, total };
  });
}

/** Requests by outcome over time, for the same filters as everything else on the page. */
export function useSeries(scope: Scope, period: Period, enabled = true): Series {
  const step = stepOf(period);
  const actions = STACK.filter((action) => scope.action === undefined || scope.action === action);
  return useQueries({
    queries: actions.map((action) => ({ ...queries.stats({ ...queryOf(withFilter(scope, 'action', action), period), measure: 'requests', by: step, limit: 1000 }), enabled })),
    combine: (results) => ({
      columns: columnsOf(period, step, actions.map((action, i) => [OUTCOME_OF[action], results[i]?.data])),
      pending: results.some((result) => result.isPending),
      problem: results.find((result) => result.error !== null)?.error ?? null,
      coverage: worst(results.map((result) => result.data?.coverage)),
      retry: () => results.forEach((result) => void result.refetch()),
    }),
  });
}
