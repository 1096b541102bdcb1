import { useMemo } from 'react';
import type { Event } from '../../api/types';
import { useFormat } from '../../app/format';
import { useOptionalText, useText } from '../../i18n';
import { useCategoryName } from '../../parts/category';
import type { TableColumn } from '../../parts/DataTable';
import { OutcomeBadge } from '../../parts/Outcome';
import { outcomeOf } from '../../parts/outcome';
import { Person } from '../../parts/Person';
import { Plain, withoutQuery } from '../../parts/Plain';
import { TimeText } from '../../parts/TimeText';
import type { FilterName } from '../../query/filters';
import styles from './log.module.css';

/** What of an address follows the host, the query cut. */
export function pathOf(event: Event): string {
  const start = event.url.indexOf('://');
  const path = event.url.indexOf('/', start < 0 ? 0 : start + 3);
  return path < 0 ? '' : withoutQuery(event.url.slice(path));
}

/** The columns of the log. */
export function useColumns(filter: (name: FilterName, value: string) => void): TableColumn<Event>[] {
  const t = useText();
  const optional = useOptionalText();
  const format = useFormat();
  const category = useCategoryName();
  return useMemo(
    () => [
      { id: 'time', heading: t('column.time'), width: '158px', card: 'lead', cell: (event) => <TimeText at={event.time} /> },
      { id: 'outcome', heading: t('column.outcome'), width: '116px', card: 'lead', cell: (event) => <OutcomeBadge outcome={outcomeOf(event)} />, filter: (event) => filter('action', event.action) },
      { id: 'who', heading: t('column.who'), width: 'minmax(104px, 1fr)', cell: (event) => <div className="cut"><Person pseudonym={event.pseudonym} name={event.userName} /></div>, filter: (event) => { if (event.user !== null) filter('user', event.user); } },
      {
        id: 'address',
        heading: t('column.address'),
        width: 'minmax(200px, 4fr)',
        card: 'title',
        cell: (event) => (
          <div className={`mono cut ${styles.address}`} title={withoutQuery(event.url)}>
            <span className={styles.method}>{event.method === 'GET' ? '' : event.method}</span> <Plain text={event.host} />
            <span className="muted"><Plain text={pathOf(event)} /></span>
          </div>
        ),
        filter: (event) => filter('host', event.host),
      },
      { id: 'category', heading: t('column.category'), width: 'minmax(84px, 1.2fr)', cell: (event) => <div className="cut">{event.categories.length === 0 ? <span className="muted">{t('category.none')}</span> : event.categories.filter((id) => !id.includes(':')).map(category).join(t('list.comma'))}</div>, filter: (event) => { const first = event.categories[0]; if (first !== undefined) filter('category', first); } },
      { id: 'rule', heading: t('column.rule'), width: 'minmax(84px, 1.2fr)', cell: (event) => <div className="cut">{event.rule !== '' && (event.reason === '' || event.reason === 'blocked-by-rule') ? <Plain text={event.rule} /> : (optional(`reason.${event.reason}`) ?? (event.reason || event.rule || '–'))}</div>, filter: (event) => { if (event.rule !== '') filter('rule', event.rule); } },
      { id: 'size', heading: t('column.size'), width: '76px', end: true, card: 'none', cell: (event) => <span className="num nowrap">{event.bytes === 0 ? '–' : format.bytes(event.bytes)}</span> },
    ],
    [t, optional, format, category, filter],
  );
}
