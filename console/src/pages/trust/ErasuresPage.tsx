import { Button, SegmentedControl } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { queries } from '../../api/queries';
import type { Erasure } from '../../api/types';
import { serviceNow, useMay, useMe } from '../../app/me';
import { useText } from '../../i18n';
import { Countdown } from '../../parts/Countdown';
import { DataTable, type TableColumn } from '../../parts/DataTable';
import { PageHead } from '../../parts/PageHead';
import { Side } from '../../parts/Side';
import { EmptyCard, LockedCard, Loading, StateCard } from '../../parts/StateCard';
import { StateTag } from '../../parts/StateTag';
import { TimeText } from '../../parts/TimeText';
import { WhoText } from '../../parts/Who';
import { clockOf, isEnded, overdue, toneOf } from './erasure';
import { ErasureRequest } from './ErasureRequest';
import { ErasureView } from './ErasureView';

const SHOWN = ['open', 'ended', 'all'] as const;
type Shown = (typeof SHOWN)[number];

/** Who wants to be erased, how far is it, and which deadline is near? */
export function ErasuresPage() {
  const t = useText();
  if (!useMay('erasure.read')) return <LockedCard text={t('error.permission', { permission: 'erasure.read', roles: [t('role.administrator'), t('role.auditor')].join(t('list.comma')) })} />;
  return <Erasures />;
}

function Erasures() {
  const t = useText();
  const me = useMe();
  const write = useMay('erasure.write');
  const search = useSearch({ from: '/trust/erasures' });
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const erasures = useInfiniteQuery(queries.erasures());
  const all = useMemo(() => erasures.data?.pages.flatMap((page) => page.items) ?? [], [erasures.data]);
  const shown = SHOWN.includes(search.show as Shown) ? (search.show as Shown) : 'open';
  const rows = all.filter((one) => shown === 'all' || isEnded(one) === (shown === 'ended'));
  const open = all.filter((one) => !isEnded(one)).length;
  const late = overdue(all, serviceNow(me));
  const go = (change: { open?: string; show?: string }) => void navigate({ to: '/trust/erasures', search: { show: change.show ?? search.show, open: change.open } });
  const columns: TableColumn<Erasure>[] = [
    { id: 'subject', heading: t('erasure.subject'), width: 'minmax(150px, 1fr)', card: 'title', cell: (row) => <Subject erasure={row} /> },
    { id: 'state', heading: t('erasure.state'), width: '190px', card: 'lead', cell: (row) => <StateTag tone={toneOf(row)} text={row.heldBy !== null && stoppedByHold(row) ? t('erasure.held') : t(`erasure.state.${row.state}`)} /> },
    { id: 'clock', heading: t('erasure.clock'), width: 'minmax(210px, 1fr)', cell: (row) => <Clock erasure={row} /> },
    { id: 'received', heading: t('erasure.received'), width: '150px', cell: (row) => <TimeText at={row.received} show="hour" /> },
    { id: 'intake', heading: t('erasure.intake'), width: '120px', cell: (row) => t(`erasure.intake.${row.intake}`) },
  ];
  const says = erasures.isSuccess ? [t('erasure.says', { count: open }), ...(late > 0 ? [t('erasure.late', { count: late })] : [])].join(t('sentence.gap')) : undefined;
  const lastDone = all.find((one) => one.done !== null)?.done;
  return (
    <>
      <PageHead title={t('nav.erasures')} says={says}>
        {write ? (
          <Button size="xs" onClick={() => setAsking(true)}>
            {t('erasure.new')}
          </Button>
        ) : null}
      </PageHead>
      {all.length === 0 ? null : <SegmentedControl size="xs" mb="md" aria-label={t('erasure.show')} value={shown} onChange={(value) => go({ show: value })} data={SHOWN.map((value) => ({ value, label: t(`erasure.show.${value}`) }))} />}
      {erasures.error !== null ? <StateCard problem={erasures.error} retry={() => void erasures.refetch()} /> : null}
      {erasures.isPending ? <Loading rows={6} /> : null}
      {erasures.isSuccess && rows.length === 0 ? <EmptyCard title={t(all.length === 0 ? 'erasure.none' : 'erasure.none.shown')} text={lastDone == null ? t('erasure.none.text') : undefined}>{lastDone == null ? undefined : <p className="muted">{t('erasure.last')} <TimeText at={lastDone} show="date" /></p>}</EmptyCard> : null}
      {rows.length === 0 ? null : <DataTable rows={rows} columns={columns} label={t('nav.erasures')} idOf={(row) => row.id} open={(row) => go({ open: row.id })} opened={search.open} more={() => { if (erasures.hasNextPage && !erasures.isFetchingNextPage) void erasures.fetchNextPage(); }} />}
      <Side opened={search.open !== undefined} close={() => go({})} width={680} title={t('erasure.title')}>
        {search.open === undefined ? null : <ErasureView id={search.open} />}
      </Side>
      {asking ? <ErasureRequest close={(made) => { setAsking(false); if (made !== undefined) go({ open: made, show: 'open' }); }} /> : null}
    </>
  );
}

/** Whether a hold stops all of it: once it was approved beside the hold, what the hold does not keep goes on. */
const stoppedByHold = (erasure: Erasure): boolean => !isEnded(erasure) && erasure.state !== 'approved' && erasure.state !== 'running';

/** Whom a request is about. */
export function Subject({ erasure }: { erasure: Erasure }) {
  const t = useText();
  if (erasure.subject.kind === 'person') return <WhoText who={erasure.subject.person} />;
  return erasure.subject.kind === 'customer' ? <strong>{t('erasure.subject.customer')}</strong> : <span>{t('erasure.subject.unknown')}</span>;
}

/** The deadline that counts now, and what has to be done by then. */
export function Clock({ erasure }: { erasure: Erasure }) {
  const t = useText();
  const clock = clockOf(erasure);
  if (clock === undefined) return erasure.done === null ? <span className="muted">{'–'}</span> : <span className="muted"><TimeText at={erasure.done} show="hour" /></span>;
  return (
    <span className="row wrap">
      <span className="muted">{t(`erasure.clock.${clock.what}`)}</span> <Countdown at={clock.at} />
    </span>
  );
}
