import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { send } from '../../api/call';
import { queries } from '../../api/queries';
import type { Receipt } from '../../api/types';
import { useMay } from '../../app/me';
import { useOptionalText, useText } from '../../i18n';
import { CopyLine } from '../../parts/CopyLine';
import { DataTable, type TableColumn } from '../../parts/DataTable';
import { Loaded } from '../../parts/Loaded';
import { PageHead } from '../../parts/PageHead';
import { saveFile } from '../../parts/saveFile';
import { Side } from '../../parts/Side';
import { EmptyCard, LockedCard, Loading, StateCard } from '../../parts/StateCard';
import { TimeText } from '../../parts/TimeText';
import { toast } from '../../parts/toast';
import { CHAIN_FILE, KEY_FILE, stepOf, verifyLine } from './receipt';
import { ReceiptView, StatedBy } from './ReceiptView';
import styles from './trust.module.css';

/** What did the installation state, and how can somebody who does not trust it check that? */
export function ReceiptsPage() {
  const t = useText();
  if (!useMay('erasure.read')) return <LockedCard text={t('error.permission', { permission: 'erasure.read', roles: [t('role.administrator'), t('role.auditor')].join(t('list.comma')) })} />;
  return <Receipts />;
}

function Receipts() {
  const t = useText();
  const optional = useOptionalText();
  const search = useSearch({ from: '/trust/receipts' });
  const navigate = useNavigate();
  const receipts = useInfiniteQuery(queries.receipts());
  const rows = useMemo(() => receipts.data?.pages.flatMap((page) => page.items) ?? [], [receipts.data]);
  const opened = rows.find((row) => row.id === search.open);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = receipts;
  // A link names one receipt; older pages are read until it is found.
  const seeking = search.open !== undefined && opened === undefined && hasNextPage;
  useEffect(() => {
    if (seeking && !isFetchingNextPage) void fetchNextPage();
  }, [seeking, isFetchingNextPage, fetchNextPage]);
  const go = (open?: string) => void navigate({ to: '/trust/receipts', search: { open } });
  const columns: TableColumn<Receipt>[] = [
    { id: 'number', heading: t('receipt.number'), width: '90px', end: true, card: 'none', cell: (row) => <span className="num">{row.number}</span> },
    { id: 'kind', heading: t('receipt.kind'), width: 'minmax(180px, 1fr)', card: 'title', cell: (row) => optional(stepOf(row) ?? '') ?? optional(`receipt.kind.${row.kind}`) ?? <code>{row.kind}</code> },
    { id: 'time', heading: t('column.time'), width: '170px', card: 'lead', cell: (row) => <TimeText at={row.time} show="hour" /> },
    { id: 'by', heading: t('receipt.statedBy'), width: 'minmax(160px, 1fr)', cell: (row) => <div className="cut"><StatedBy text={row.statedBy} /></div> },
    { id: 'controls', heading: t('receipt.controls'), width: '150px', cell: (row) => <span className="mono">{row.controls.join(' ')}</span> },
  ];
  const newest = rows[0]?.number;
  return (
    <>
      <PageHead title={t('nav.receipts')} says={newest === undefined ? undefined : t('receipt.says', { count: newest })}>
        {rows.length === 0 ? null : <Save path="/receipts/chain" file={CHAIN_FILE} label={t('receipt.chain')} />}
      </PageHead>
      {receipts.error !== null ? <StateCard problem={receipts.error} retry={() => void receipts.refetch()} /> : null}
      {receipts.isPending ? <Loading rows={6} /> : null}
      {receipts.isSuccess && rows.length === 0 ? <EmptyCard title={t('receipt.none')} text={t('receipt.none.text')} /> : null}
      {rows.length === 0 ? null : <DataTable rows={rows} columns={columns} label={t('nav.receipts')} idOf={(row) => row.id} open={(row) => go(row.id)} opened={search.open} total={newest} more={() => { if (hasNextPage && !isFetchingNextPage) void fetchNextPage(); }} foot={hasNextPage ? null : t('list.end')} />}
      {receipts.isSuccess ? <Checking /> : null}
      <Side opened={search.open !== undefined} close={() => go()} width={720} title={opened === undefined ? t('receipt.title') : t('receipt.title.number', { number: opened.number })}>
        {search.open === undefined ? null : opened !== undefined ? <ReceiptView receipt={opened} /> : seeking || receipts.isPending ? <Loading rows={6} /> : <EmptyCard title={t('errors.not-found')} />}
      </Side>
    </>
  );
}

/** A file of the API, saved under a name that says nothing about anybody. */
export function Save({ path, file, label, accept = 'application/json' }: { path: string; file: string; label: string; accept?: string }) {
  const t = useText();
  const save = useMutation({ mutationFn: async () => saveFile(await send(path, { accept }), file), onError: (failure) => toast.problem(failure, t) });
  return (
    <Button size="xs" variant="default" leftSection={<IconDownload size={16} stroke={1.75} aria-hidden />} loading={save.isPending} onClick={() => save.mutate()}>
      {label}
    </Button>
  );
}

/** The key's fingerprint and the line to check the whole chain: none of it needs this service. */
function Checking() {
  const t = useText();
  const key = useQuery(queries.receiptKey());
  return (
    <section className={styles.checking}>
      <h2>{t('receipt.check.title')}</h2>
      <p className="muted measure">{t('receipt.check.says')}</p>
      <Loaded query={key} rows={2}>
        {(data) => (
          <>
            <h3>{t('receipt.fingerprint', { algorithm: data.algorithm })}</h3>
            <CopyLine value={data.fingerprint} label={t('receipt.fingerprint', { algorithm: data.algorithm })} />
            <p className="muted small measure">{t('receipt.fingerprint.says')}</p>
            <div className={styles.acts}>
              <Save path="/receipts/key" file={KEY_FILE} accept="application/x-pem-file" label={t('receipt.key.save')} />
            </div>
          </>
        )}
      </Loaded>
      <h3>{t('receipt.command.chain')}</h3>
      <CopyLine value={verifyLine(CHAIN_FILE)} label={t('receipt.command.chain')} />
    </section>
  );
}
