import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { queries } from '../../api/queries';
import { useText } from '../../i18n';
import { CoverageNote } from '../../parts/CoverageNote';
import { OutcomeBadge } from '../../parts/Outcome';
import { outcomeOf } from '../../parts/outcome';
import { Plain } from '../../parts/Plain';
import { Loading, StateCard } from '../../parts/StateCard';
import { TimeText } from '../../parts/TimeText';
import styles from './privacy.module.css';

/** My own requests as they are stored, newest first. */
export function MyEvents() {
  const t = useText();
  const events = useInfiniteQuery(queries.myEvents());
  const rows = events.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className={styles.section}>
      <h2>{t('my.events')}</h2>
      {events.error === null ? null : <StateCard problem={events.error} retry={() => void events.refetch()} />}
      <CoverageNote coverage={events.data?.pages.at(-1)?.coverage} />
      {events.isPending ? <Loading rows={5} /> : null}
      {events.isSuccess && rows.length === 0 ? <p className="muted">{t('my.events.none')}</p> : null}
      {rows.length === 0 ? null : (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('column.time')}</th>
              <th scope="col">{t('column.outcome')}</th>
              <th scope="col">{t('column.address')}</th>
              <th scope="col">{t('column.rule')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((event) => (
              <tr key={event.id}>
                <td className={styles.narrow}>
                  <TimeText at={event.time} show="hour" />
                </td>
                <td className={styles.narrow}>
                  <OutcomeBadge outcome={outcomeOf(event)} />
                </td>
                <th scope="row" className={styles.address}>
                  <Plain text={event.url} />
                </th>
                <td data-heading={t('column.rule')}>{event.rule === '' ? '–' : <Plain text={event.rule} />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {events.hasNextPage ? (
        <p className={styles.more}>
          <Button size="xs" variant="default" loading={events.isFetchingNextPage} onClick={() => void events.fetchNextPage()}>
            {t('my.more')}
          </Button>
        </p>
      ) : null}
    </section>
  );
}
