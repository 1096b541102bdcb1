import { Button, Drawer } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { queries } from '../../api/queries';
import type { PolicyVersion } from '../../api/types';
import { useMay } from '../../app/me';
import { useText } from '../../i18n';
import { DataTable, type TableColumn } from '../../parts/DataTable';
import { Loaded } from '../../parts/Loaded';
import { PageHead } from '../../parts/PageHead';
import { EmptyCard, LockedCard, Loading, StateCard } from '../../parts/StateCard';
import { TimeText } from '../../parts/TimeText';
import { useDraft } from '../../policy/draft';
import { LineDiff } from '../../policy/LineDiff';
import styles from './policy.module.css';

/** Who published what, when and why; each version can come back as a draft. */
export function VersionsPage() {
  const t = useText();
  if (!useMay('policy.read')) return <LockedCard text={t('error.permission', { permission: 'policy.read', roles: t('role.administrator') })} />;
  return <Versions />;
}

function Versions() {
  const t = useText();
  const search = useSearch({ from: '/policy/versions' });
  const navigate = useNavigate();
  const versions = useInfiniteQuery(queries.policyVersions());
  const rows = versions.data?.pages.flatMap((page) => page.items) ?? [];
  const columns: TableColumn<PolicyVersion>[] = [
    { id: 'version', heading: t('versions.version'), width: '110px', card: 'title', cell: (row) => <span className="num nowrap">{row.live ? <strong>{t('versions.live', { v: row.version })}</strong> : `v${row.version}`}</span> },
    { id: 'time', heading: t('column.time'), width: '170px', card: 'lead', cell: (row) => <TimeText at={row.published} show="hour" /> },
    { id: 'by', heading: t('versions.by'), width: 'minmax(120px, 1fr)', cell: (row) => <span className="mono cut">{row.byName ?? row.by?.slice(0, 14) ?? '–'}</span> },
  ];
  const open = search.version === undefined ? undefined : Number(search.version);
  return (
    <>
      <PageHead title={t('nav.versions')} says={t('versions.says')} />
      {versions.error !== null && rows.length === 0 ? <StateCard problem={versions.error} retry={() => void versions.refetch()} /> : null}
      {versions.isPending ? <Loading rows={6} /> : null}
      {versions.isSuccess && rows.length === 0 ? <EmptyCard title={t('policy.none')} text={t('policy.empty')} /> : null}
      {rows.length === 0 ? null : <DataTable rows={rows} columns={columns} label={t('nav.versions')} idOf={(row) => String(row.version)} open={(row) => void navigate({ to: '/policy/versions', search: { version: String(row.version) } })} opened={search.version} more={() => { if (versions.hasNextPage && !versions.isFetchingNextPage) void versions.fetchNextPage(); }} />}
      <Drawer opened={open !== undefined} onClose={() => void navigate({ to: '/policy/versions', search: {} })} size="min(720px, 100%)" title={t('versions.title', { v: open ?? 0 })} closeButtonProps={{ 'aria-label': t('act.close') }}>
        {open === undefined || !Number.isInteger(open) ? null : <Version version={open} />}
      </Drawer>
    </>
  );
}

function Version({ version }: { version: number }) {
  const t = useText();
  const navigate = useNavigate();
  const drafting = useDraft();
  const live = useQuery(queries.policy());
  const write = useMay('policy.write');
  const document = useQuery(queries.policyVersion(version));
  return (
    <Loaded query={document} rows={8}>
      {(old) => (
        <div className="stack">
          <h2>{t('versions.diff')}</h2>
          <LineDiff before={old.text} after={live.data?.text ?? ''} />
          {write ? (
            <div className={styles.stepFoot}>
              <Button
                disabled={live.data === undefined || old.text === live.data.text}
                onClick={() => {
                  if (live.data === undefined) return;
                  drafting.discard();
                  drafting.change(live.data, old.text);
                  void navigate({ to: '/policy' });
                }}
              >
                {t('versions.restore')}
              </Button>
            </div>
          ) : null}
        </div>
      )}
    </Loaded>
  );
}
