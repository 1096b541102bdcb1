import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { queries } from '../../api/queries';
import type { Stats } from '../../api/types';
import { useFormat } from '../../app/format';
import { useText } from '../../i18n';
import { Figure } from '../../parts/Figure';
import { OutcomeMark } from '../../parts/Outcome';
import { Loading, StateCard } from '../../parts/StateCard';
import { queryOf, withFilter, type Period, type Scope } from '../../query/filters';
import type { Outcome } from '../../theme/tokens';
import styles from './overview.module.css';

const FEW = 5;

/** The numbers; each reads its own answer and leads to the events behind it. */
export function Tiles({ scope, period }: { scope: Scope; period: Period }) {
  const t = useText();
  const format = useFormat();
  const span = Date.parse(period.to) - Date.parse(period.from);
  const before: Period = { from: new Date(Date.parse(period.from) - span).toISOString(), to: period.from };
  const all = useCount(scope, period);
  return (
    <div className={styles.tiles}>
      <Tile title={t('tile.requests')} scope={scope} period={period} before={before} />
      <Tile title={t('tile.blocked')} outcome="blocked" scope={withFilter(scope, 'action', 'block')} period={period} before={before} whole={all.data?.total} active={scope.action === undefined || scope.action === 'block'} />
      <Tile title={t('tile.warned')} outcome="warned" scope={withFilter(scope, 'action', 'warn')} period={period} whole={all.data?.total} active={scope.action === undefined || scope.action === 'warn'} />
      <TileOf title={t('tile.users')} query={useQuery(queries.stats({ ...queryOf(scope, period), measure: 'users' }))}>
        {(stats) => <span className="num">{stats.total > 0 && stats.total < FEW ? t('tile.few') : format.short(stats.total)}</span>}
      </TileOf>
      <TileOf title={t('tile.bytes')} query={useQuery(queries.stats({ ...queryOf(scope, period), measure: 'bytes' }))}>
        {(stats) => <span className="num">{format.bytes(stats.total)}</span>}
      </TileOf>
    </div>
  );
}

function useCount(scope: Scope, period: Period) {
  return useQuery(queries.stats({ ...queryOf(scope, period), measure: 'requests' }));
}

function Tile({ title, scope, period, before, outcome, whole, active = true }: { title: string; scope: Scope; period: Period; before?: Period; outcome?: Outcome; whole?: number; active?: boolean }) {
  const t = useText();
  const format = useFormat();
  const now = useQuery({ ...queries.stats({ ...queryOf(scope, period), measure: 'requests' }), enabled: active });
  const then = useQuery({ ...queries.stats({ ...queryOf(scope, before ?? period), measure: 'requests' }), enabled: active && before !== undefined });
  if (!active) return null;
  const change = before === undefined || then.data === undefined || then.data.total === 0 || now.data === undefined ? undefined : now.data.total / then.data.total - 1;
  return (
    <TileOf title={title} outcome={outcome} query={now}>
      {(stats) => (
        <>
          <Figure value={stats.total} scope={scope} className={styles.figure} />
          <span className={styles.beside}>
            {whole === undefined || whole === 0 ? null : <span className="num">{format.percent(stats.total / whole)}</span>}
            {change === undefined ? null : (
              <span className="num" title={t('tile.change')}>
                {change === 0 ? '±' : change > 0 ? '▲' : '▼'} {format.percent(Math.abs(change))}
              </span>
            )}
          </span>
        </>
      )}
    </TileOf>
  );
}

function TileOf({ title, outcome, query, children }: { title: string; outcome?: Outcome; query: { data: Stats | undefined; error: unknown; refetch: () => unknown }; children: (stats: Stats) => ReactNode }) {
  return (
    <section className={styles.tile}>
      <h2>
        {outcome === undefined ? null : <OutcomeMark outcome={outcome} />}
        {title}
      </h2>
      {query.data !== undefined ? <p className={styles.value}>{children(query.data)}</p> : query.error != null ? <StateCard small problem={query.error} retry={() => void query.refetch()} /> : <Loading rows={1} height={42} />}
    </section>
  );
}
