import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { queries } from '../../api/queries';
import type { AuditEntry } from '../../api/types';
import { useMay } from '../../app/me';
import { useOptionalText, useText } from '../../i18n';
import { ActorText } from '../../parts/ActorText';
import { DataTable, type TableColumn } from '../../parts/DataTable';
import { PageHead } from '../../parts/PageHead';
import { EmptyCard, LockedCard, Loading, StateCard } from '../../parts/StateCard';
import { TimeText } from '../../parts/TimeText';
import { ObjectText } from './ObjectText';

/** Who changed or read what? */
export function AuditPage() {
  const t = useText();
  if (!useMay('audit.read')) return <LockedCard text={t('error.permission', { permission: 'audit.read', roles: t('role.administrator') })} />;
  return <Audit />;
}

function Audit() {
  const t = useText();
  const optional = useOptionalText();
  const audit = useInfiniteQuery(queries.audit());
  const rows = useMemo(() => audit.data?.pages.flatMap((page) => page.items) ?? [], [audit.data]);
  const columns = useMemo(
    (): TableColumn<AuditEntry>[] => [
      { id: 'time', heading: t('column.time'), width: '170px', card: 'lead', cell: (entry) => <TimeText at={entry.time} /> },
      { id: 'actor', heading: t('audit.actor'), width: 'minmax(130px, 190px)', cell: (entry) => <div className="cut"><ActorText actor={entry.actor} /></div> },
      { id: 'action', heading: t('audit.action'), width: 'minmax(150px, 240px)', card: 'title', cell: (entry) => <div className="cut" title={entry.action}>{optional(`audit.action.${entry.action}`) ?? optional(`look.action.${entry.action}`) ?? <code>{entry.action}</code>}</div> },
      { id: 'object', heading: t('audit.object'), width: 'minmax(110px, 1fr)', cell: (entry) => <div className="cut" title={entry.object}><ObjectText entry={entry} /></div> },
    ],
    [t, optional],
  );
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = audit;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetchingNextPage]);
  return (
    <>
      <PageHead title={t('nav.audit')} says={t('audit.says')} />
      {audit.error !== null ? <StateCard problem={audit.error} retry={() => void audit.refetch()} /> : null}
      {audit.isPending ? <Loading rows={10} /> : null}
      {audit.isSuccess && rows.length === 0 ? <EmptyCard title={t('audit.empty')} text={t('audit.empty.text')} /> : null}
      {rows.length === 0 ? null : <DataTable rows={rows} columns={columns} label={t('nav.audit')} idOf={(entry) => entry.id} more={more} foot={isFetchingNextPage ? <Loading rows={2} /> : hasNextPage ? null : t('list.end')} />}
    </>
  );
}
