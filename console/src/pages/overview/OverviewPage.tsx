import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { queries } from '../../api/queries';
import { useFormat } from '../../app/format';
import { useMay } from '../../app/me';
import { useText } from '../../i18n';
import { ConnectLink } from '../../parts/ConnectLink';
import { CoverageNote } from '../../parts/CoverageNote';
import { OutcomeMark, outcomeKey } from '../../parts/Outcome';
import { PageHead } from '../../parts/PageHead';
import { ScopeBar } from '../../parts/ScopeBar';
import { EmptyCard, LockedCard, Loading, StateCard } from '../../parts/StateCard';
import { STACK_OUTCOMES, useSeries, type Series } from '../../parts/series';
import { between, filtersIn, queryOf, stepOf, type Period, type Scope } from '../../query/filters';
import { usePeriod, useScope } from '../../query/useScope';
import { SeriesTable } from './SeriesTable';
import { Needs, Protects, useSentence } from './status';
import { Tiles } from './Tiles';
import { Top } from './Top';
import styles from './overview.module.css';

const OutcomeChart = lazy(() => import('../../parts/OutcomeChart'));

/** Is everything protected, and what needs me? */
export function OverviewPage() {
  const t = useText();
  if (!useMay('events.read')) return <LockedCard text={t('error.permission', { permission: 'events.read', roles: t('role.administrator') })} />;
  return <Overview />;
}

function Overview() {
  const t = useText();
  const format = useFormat();
  const { scope, setScope } = useScope();
  const period = usePeriod(scope, 0);
  const series = useSeries(scope, period);
  const all = useQuery(queries.stats({ ...queryOf(scope, period), measure: 'requests' }));
  const sentence = useSentence();
  const status = useMay('events.read');
  const empty = all.data?.total === 0 && filtersIn(scope).length === 0;
  return (
    <>
      <PageHead title={t('nav.overview')} says={sentence} />
      <ScopeBar scope={scope} setScope={setScope}>
        <span className="muted small">{t('overview.zone', { zone: format.zoneName })}</span>
      </ScopeBar>
      <CoverageNote coverage={all.data?.coverage} retry={() => void all.refetch()} />
      <div className={styles.page}>
        {status ? <Needs /> : null}
        <Tiles scope={scope} period={period} />
        {empty ? (
          <section className={styles.chart}>
            <EmptyCard title={t('empty.log.title')} text={t('empty.log')}>
              <ConnectLink />
            </EmptyCard>
          </section>
        ) : (
          <>
            <OverTime series={series} scope={scope} period={period} choose={(from, to) => setScope(between(scope, from, to))} />
            <Tops scope={scope} period={period} />
          </>
        )}
        {status ? <Protects /> : null}
      </div>
    </>
  );
}

function OverTime({ series, scope, period, choose }: { series: Series; scope: Scope; period: Period; choose: (from: string, to: string) => void }) {
  const t = useText();
  const format = useFormat();
  const [view, setView] = useState('chart');
  const step = stepOf(period);
  const peak = series.columns.reduce<(typeof series.columns)[number] | undefined>((best, column) => ((column.values.blocked ?? 0) > (best?.values.blocked ?? 0) ? column : best), undefined);
  const finding = peak === undefined ? t(step === 'hour' ? 'overview.chart.hour' : 'overview.chart.day') : t('overview.chart.peak', { count: peak.values.blocked ?? 0, time: step === 'hour' ? format.hour(peak.from) : format.date(peak.from) });
  return (
    <section className={styles.chart} aria-labelledby="over-time">
      <div className={styles.sectionHead}>
        <h2 id="over-time">{series.pending ? t(step === 'hour' ? 'overview.chart.hour' : 'overview.chart.day') : finding}</h2>
        <SegmentedControl size="xs" aria-label={t('chart.view')} value={view} onChange={setView} data={[{ value: 'chart', label: t('chart.chart') }, { value: 'table', label: t('chart.table') }]} />
      </div>
      <ul className={styles.legend} aria-hidden={view === 'table'}>
        {STACK_OUTCOMES.filter((outcome) => series.columns.some((column) => (column.values[outcome] ?? 0) > 0)).map((outcome) => (
          <li key={outcome}>
            <OutcomeMark outcome={outcome} />
            {t(outcomeKey(outcome))}
          </li>
        ))}
      </ul>
      <div className={styles.canvas}>
        {series.problem !== null ? (
          <StateCard problem={series.problem} retry={series.retry} />
        ) : series.pending ? (
          <Loading rows={7} height={260} />
        ) : view === 'table' ? (
          <SeriesTable columns={series.columns} scope={scope} step={step} />
        ) : (
          <Suspense fallback={<Loading rows={7} height={260} />}>
            <OutcomeChart columns={series.columns} order={STACK_OUTCOMES} step={step} choose={choose} />
          </Suspense>
        )}
      </div>
    </section>
  );
}

function Tops({ scope, period }: { scope: Scope; period: Period }) {
  const t = useText();
  return (
    <div className={styles.tops}>
      <Top title={t('overview.top.hosts')} none={t('overview.top.hosts.none')} by="host" action="block" scope={scope} period={period} />
      <Top title={t('overview.top.categories')} none={t('overview.top.categories.none')} by="category" scope={scope} period={period} />
      <Top title={t('overview.top.rules')} none={t('overview.top.rules.none')} by="rule" action="block" scope={scope} period={period} />
    </div>
  );
}
