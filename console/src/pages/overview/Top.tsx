import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { queries } from '../../api/queries';
import { useFormat } from '../../app/format';
import { useText } from '../../i18n';
import { useCategoryName } from '../../parts/category';
import { Loaded } from '../../parts/Loaded';
import { Plain } from '../../parts/Plain';
import { queryOf, searchOf, withFilter, type Period, type Scope } from '../../query/filters';
import styles from './overview.module.css';

const SHOWN = 8;

/** The largest groups, each a link to exactly those events. */
export function Top({ title, none, by, action, scope, period }: { title: string; none: string; by: 'host' | 'category' | 'rule'; action?: string; scope: Scope; period: Period }) {
  const t = useText();
  const format = useFormat();
  const category = useCategoryName();
  const narrowed = action === undefined || scope.action !== undefined ? scope : withFilter(scope, 'action', action);
  const stats = useQuery(queries.stats({ ...queryOf(narrowed, period), measure: 'requests', by, limit: SHOWN * 2 }));
  return (
    <section className={styles.top}>
      <h2>{title}</h2>
      <Loaded query={stats} rows={SHOWN} height={240}>
        {(data) => {
          const groups = data.groups.filter((group) => group.key !== '' && group.value > 0 && !group.key.includes(':')).slice(0, SHOWN);
          const most = Math.max(1, ...groups.map((group) => group.value));
          if (groups.length === 0) return <p className="muted">{none}</p>;
          return (
            <ol>
              {groups.map((group) => (
                <li key={group.key}>
                  <Link to="/log" search={searchOf(withFilter(narrowed, by, group.key))} className={styles.entry}>
                    <span className={styles.share} style={{ width: `${(group.value / most) * 100}%` }} aria-hidden />
                    <span className={`cut ${by === 'host' ? 'mono' : ''}`}>
                      <Plain text={by === 'category' ? category(group.key) : group.key} />
                    </span>
                    <span className="num">
                      {format.short(group.value)} <span className="hidden">{t('requests', { count: group.value })}</span>
                    </span>
                  </Link>
                </li>
              ))}
            </ol>
          );
        }}
      </Loaded>
    </section>
  );
}
