import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { queries } from '../../api/queries';
import type { Look } from '../../api/types';
import { useOptionalText, useText } from '../../i18n';
import { ActorText } from '../../parts/ActorText';
import { Loading, StateCard } from '../../parts/StateCard';
import { TimeText } from '../../parts/TimeText';
import styles from './privacy.module.css';

/** Who read events or names that may have been mine, what for, and whether the search named me. */
export function MyLooks() {
  const t = useText();
  const looks = useInfiniteQuery(queries.myLooks());
  const rows = looks.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className={styles.section}>
      <h2>{t('my.looks')}</h2>
      <p className="muted measure">{t('my.looks.says')}</p>
      {looks.error === null ? null : <StateCard problem={looks.error} retry={() => void looks.refetch()} />}
      {looks.isPending ? <Loading rows={3} /> : null}
      {looks.isSuccess && rows.length === 0 ? <p className="muted">{t('my.looks.none')}</p> : null}
      {rows.length === 0 ? null : (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('column.time')}</th>
              <th scope="col">{t('audit.actor')}</th>
              <th scope="col">{t('my.looks.what')}</th>
              <th scope="col">{t('data.purpose')}</th>
              <th scope="col">{t('my.looks.scope')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((look) => (
              <Row key={look.id} look={look} />
            ))}
          </tbody>
        </table>
      )}
      {looks.hasNextPage ? (
        <p className={styles.more}>
          <Button size="xs" variant="default" loading={looks.isFetchingNextPage} onClick={() => void looks.fetchNextPage()}>
            {t('my.more')}
          </Button>
        </p>
      ) : null}
    </section>
  );
}

function Row({ look }: { look: Look }) {
  const t = useText();
  const optional = useOptionalText();
  const filters = look.filters.map((filter) => optional(`filter.${filter}`) ?? filter).join(t('list.comma'));
  return (
    <tr>
      <td className={styles.narrow}>
        <TimeText at={look.time} show="hour" />
      </td>
      <th scope="row">
        <ActorText actor={look.actor} />
      </th>
      <td data-heading={t('my.looks.what')}>
        {optional(`look.action.${look.action}`) ?? <code>{look.action}</code>}
        {look.count > 1 ? <span className="muted num"> {t('my.looks.count', { count: look.count })}</span> : null}
      </td>
      <td data-heading={t('data.purpose')}>{t(`look.purpose.${look.purpose}`)}</td>
      <td data-heading={t('my.looks.scope')}>
        {look.scope === 'me' ? <strong>{t('look.scope.me')}</strong> : t('look.scope.everybody')}
        {filters === '' ? null : <span className="muted small"> {t('my.looks.filters', { filters })}</span>}
      </td>
    </tr>
  );
}
