import { Button, Drawer } from '@mantine/core';
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import { queries } from '../../api/queries';
import type { Event } from '../../api/types';
import { useFormat } from '../../app/format';
import { useKeys } from '../../app/keys';
import { useMay } from '../../app/me';
import { useText } from '../../i18n';
import { ConnectLink } from '../../parts/ConnectLink';
import { CoverageNote, worst } from '../../parts/CoverageNote';
import { DataTable } from '../../parts/DataTable';
import { Histogram } from '../../parts/Histogram';
import { OutcomeMark, outcomeKey } from '../../parts/Outcome';
import { PageHead } from '../../parts/PageHead';
import { ScopeBar } from '../../parts/ScopeBar';
import { EmptyCard, LockedCard, Loading, StateCard } from '../../parts/StateCard';
import { STACK_OUTCOMES, useSeries } from '../../parts/series';
import { between, filtersIn, queryOf, searchOf, withFilter, type FilterName } from '../../query/filters';
import { usePeriod, useScope } from '../../query/useScope';
import { EventView } from '../event/EventView';
import type { QuickWish } from '../policy/quick';
import { useColumns } from './columns';
import { ExportMenu } from './ExportMenu';
import { FilterBox } from './FilterBox';
import { LiveLog } from './LiveLog';
import { RowMenu } from './RowMenu';
import styles from './log.module.css';

const QuickRule = lazy(() => import('../policy/QuickRule'));
const NEWER_EVERY_MS = 20_000;

/** What is happening, and why was this blocked? */
export function LogPage() {
  const t = useText();
  const may = useMay('events.read');
  if (!may) return <LockedCard text={t('error.permission', { permission: 'events.read', roles: t('role.administrator') })} />;
  return <Log />;
}

function Log() {
  const t = useText();
  const format = useFormat();
  const navigate = useNavigate();
  const { scope, setScope } = useScope();
  const search = useSearch({ from: '/log' });
  const [turn, setTurn] = useState(0);
  const period = usePeriod(scope, turn);
  const query = queryOf(scope, period);
  const live = search.live === '1';
  const events = useInfiniteQuery({ ...queries.events(query), placeholderData: keepPreviousData, enabled: !live });
  const count = useQuery({ ...queries.stats({ ...query, measure: 'requests' }), placeholderData: keepPreviousData });
  const series = useSeries(scope, period);
  const [wish, setWish] = useState<QuickWish>();
  const rows = useMemo(() => events.data?.pages.flatMap((page) => page.items) ?? [], [events.data]);
  const filter = useCallback((name: FilterName, value: string) => setScope(withFilter(scope, name, value)), [scope, setScope]);
  const columns = useColumns(filter);
  const show = useCallback((id: string | undefined) => void navigate({ to: '/log', search: (before) => ({ ...before, open: id }), replace: search.open !== undefined && id !== undefined }), [navigate, search.open]);
  const step = useCallback(
    (by: number) => {
      const next = rows[rows.findIndex((row) => row.id === search.open) + by];
      if (search.open !== undefined && next !== undefined) show(next.id);
    },
    [rows, search.open, show],
  );
  useKeys({ '[': () => step(-1), ']': () => step(1) });
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = events;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetchingNextPage]);
  const total = count.data?.total;
  const menu = useCallback((event: Event) => <RowMenu event={event} filter={filter} open={() => show(event.id)} wish={setWish} />, [filter, show]);
  const says = total === undefined ? undefined : t('log.says', { count: total, zone: format.zoneName });
  const coverage = worst([...(events.data?.pages.map((page) => page.coverage) ?? []), count.data?.coverage]);
  return (
    <>
      <PageHead title={t('nav.log')} says={live ? t('log.live.says') : says}>
        <ExportMenu query={query} total={total} />
        <Button size="xs" variant={live ? 'filled' : 'default'} leftSection={live ? <IconPlayerStop size={16} stroke={1.75} aria-hidden /> : <IconPlayerPlay size={16} stroke={1.75} aria-hidden />} onClick={() => void navigate({ to: '/log', search: (before) => ({ ...before, live: live ? undefined : '1', open: undefined }) })}>
          {t(live ? 'log.live.stop' : 'log.live.start')}
        </Button>
      </PageHead>
      <ScopeBar scope={scope} setScope={setScope}>
        <FilterBox scope={scope} period={period} setScope={setScope} />
      </ScopeBar>
      {live ? (
        <LiveLog scope={scope} columns={columns} menu={menu} open={(event) => show(event.id)} opened={search.open} />
      ) : (
        <>
          <Summary series={series} scope={scope} />
          {series.problem === null ? <Histogram columns={series.columns} order={STACK_OUTCOMES} choose={(from, to) => setScope(between(scope, from, to))} /> : <StateCard problem={series.problem} retry={series.retry} />}
          <CoverageNote coverage={coverage} retry={() => void events.refetch()} />
          <Newer key={query['to']} query={query} fixed={scope.from !== undefined} show={() => setTurn((before) => before + 1)} />
          {events.error !== null && rows.length === 0 ? <StateCard problem={events.error} retry={() => void events.refetch()} /> : null}
          {events.isPending ? <Loading rows={12} cancel={() => void navigate({ to: '/' })} /> : null}
          {events.isSuccess && rows.length === 0 ? <Nothing query={query} clearLast={() => setScope(withoutLast(scope))} /> : null}
          {rows.length === 0 ? null : (
            <div style={{ opacity: events.isPlaceholderData ? 0.5 : 1 }}>
              <DataTable rows={rows} columns={columns} label={t('nav.log')} idOf={(event) => event.id} open={(event) => show(event.id)} opened={search.open} total={total} more={more} menu={menu} foot={<Foot pending={isFetchingNextPage} problem={events.error} retry={() => void fetchNextPage()} ended={!hasNextPage} shown={rows.length} />} />
            </div>
          )}
        </>
      )}
      <Drawer opened={search.open !== undefined} onClose={() => show(undefined)} size="min(880px, 100%)" withCloseButton title={<DrawerTitle id={search.open} />} closeButtonProps={{ 'aria-label': t('act.close') }}>
        {search.open === undefined ? null : (
          <div tabIndex={-1} data-autofocus className={styles.opened}>
            <EventView id={search.open} wish={setWish} />
          </div>
        )}
      </Drawer>
      <Suspense>{wish === undefined ? null : <QuickRule wish={wish} close={() => setWish(undefined)} />}</Suspense>
    </>
  );
}

function withoutLast(scope: ReturnType<typeof useScope>['scope']) {
  const last = filtersIn(scope).at(-1);
  return last === undefined ? { ...scope, range: '181d' as const, from: undefined, to: undefined } : withFilter(scope, last.name, undefined);
}

function DrawerTitle({ id }: { id: string | undefined }) {
  const t = useText();
  return (
    <span className="row">
      <span>{t('event.title')}</span>
      {id === undefined ? null : (
        <Link to="/events/$id" params={{ id }} className="small">
          {t('event.page')}
        </Link>
      )}
    </span>
  );
}

function Summary({ series, scope }: { series: ReturnType<typeof useSeries>; scope: ReturnType<typeof useScope>['scope'] }) {
  const t = useText();
  const format = useFormat();
  return (
    <p className={styles.summary}>
      {STACK_OUTCOMES.map((outcome, i) => {
        const sum = series.columns.reduce((all, column) => all + (column.values[outcome] ?? 0), 0);
        if (sum === 0) return null;
        return (
          <Link key={outcome} to="/log" search={searchOf(withFilter(scope, 'action', ['allow', 'tunnel', 'monitor', 'warn', 'block'][i]))} className={styles.legend}>
            <OutcomeMark outcome={outcome} />
            {t(outcomeKey(outcome))} <span className="num">{format.short(sum)}</span>
          </Link>
        );
      })}
    </p>
  );
}

function Newer({ query, fixed, show }: { query: Record<string, string>; fixed: boolean; show: () => void }) {
  const t = useText();
  const { from: _from, to, ...filters } = query;
  // What is newer than now cannot be asked for: the first question waits until there is something it could find.
  const [begun, setBegun] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setBegun(true), NEWER_EVERY_MS);
    return () => clearTimeout(timer);
  }, []);
  const newer = useQuery({ ...queries.stats({ ...filters, from: to, measure: 'requests' }), enabled: !fixed && begun, refetchInterval: NEWER_EVERY_MS, gcTime: 0 });
  const count = newer.data?.total ?? 0;
  if (fixed || count === 0) return null;
  return (
    <button type="button" className={styles.newer} onClick={show}>
      {t('log.newer', { count })}
    </button>
  );
}

function Nothing({ query, clearLast }: { query: Record<string, string>; clearLast: () => void }) {
  const t = useText();
  const { from, to, ...filters } = query;
  const names = Object.keys(filters);
  const rest = Object.fromEntries(Object.entries(filters).slice(0, -1));
  const around = useQuery(queries.stats(names.length > 0 ? { ...rest, from, to, measure: 'requests' } : { measure: 'requests' }));
  const there = around.data?.total;
  if (names.length === 0 && (there ?? 0) === 0) {
    return (
      <EmptyCard title={t('empty.log.title')} text={t('empty.log')}>
        <ConnectLink />
      </EmptyCard>
    );
  }
  return (
    <EmptyCard title={t('empty.filter.title')} text={names.length > 0 ? t('empty.filter', { count: there ?? 0 }) : t('empty.period', { count: there ?? 0 })}>
      <Button size="xs" variant="default" onClick={clearLast}>
        {t(names.length > 0 ? 'scope.clearLast' : 'scope.all')}
      </Button>
    </EmptyCard>
  );
}

function Foot({ pending, problem, retry, ended, shown }: { pending: boolean; problem: unknown; retry: () => void; ended: boolean; shown: number }) {
  const t = useText();
  if (problem !== null) return <StateCard problem={problem} retry={retry} />;
  if (pending) return <Loading rows={2} />;
  return ended ? <p>{t('log.end', { count: shown })}</p> : null;
}
