import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { queries } from '../../api/queries';
import type { Hold } from '../../api/types';
import { useFormat } from '../../app/format';
import { useMay } from '../../app/me';
import { useText } from '../../i18n';
import { Countdown } from '../../parts/Countdown';
import { DataTable, type TableColumn } from '../../parts/DataTable';
import { Loaded } from '../../parts/Loaded';
import { PageHead } from '../../parts/PageHead';
import { Plain } from '../../parts/Plain';
import { Side } from '../../parts/Side';
import { EmptyCard, LockedCard } from '../../parts/StateCard';
import { StateTag } from '../../parts/StateTag';
import { WhoText } from '../../parts/Who';
import { HOLD_TONES } from './hold';
import { HoldRequest } from './HoldRequest';
import { HoldView } from './HoldView';

const NEAR_DAYS = 30;

/** What is kept beyond its retention, why, and until when? */
export function HoldsPage() {
  const t = useText();
  if (!useMay('hold.read')) return <LockedCard text={t('error.permission', { permission: 'hold.read', roles: [t('role.administrator'), t('role.auditor')].join(t('list.comma')) })} />;
  return <Holds />;
}

function Holds() {
  const t = useText();
  const format = useFormat();
  const write = useMay('hold.write');
  const search = useSearch({ from: '/trust/holds' });
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const holds = useQuery(queries.holds());
  const go = (open?: string) => void navigate({ to: '/trust/holds', search: { open } });
  const columns: TableColumn<Hold>[] = [
    { id: 'reason', heading: t('hold.reason'), width: 'minmax(180px, 2fr)', card: 'title', cell: (row) => <div className="cut"><Plain text={row.reason} /></div> },
    { id: 'state', heading: t('hold.state'), width: '190px', card: 'lead', cell: (row) => <StateTag tone={HOLD_TONES[row.state]} text={t(`hold.state.${row.state}`)} /> },
    { id: 'person', heading: t('hold.person'), width: 'minmax(120px, 1fr)', cell: (row) => (row.person === null ? t('hold.everybody') : <WhoText who={row.person} />) },
    { id: 'days', heading: t('hold.days'), width: 'minmax(210px, 1fr)', cell: (row) => <span className="num nowrap">{t('hold.span', { from: format.day(row.from), to: format.day(row.to) })}</span> },
    { id: 'expires', heading: t('hold.expires'), width: '150px', cell: (row) => (row.state === 'active' || row.state === 'requested' ? <Countdown at={row.expires} near={NEAR_DAYS} /> : <span className="muted">{'–'}</span>) },
  ];
  const active = holds.data?.items.filter((hold) => hold.state === 'active').length;
  return (
    <>
      <PageHead title={t('nav.holds')} says={active === undefined ? undefined : t('hold.says', { count: active })}>
        {write ? (
          <Button size="xs" onClick={() => setAsking(true)}>
            {t('hold.new')}
          </Button>
        ) : null}
      </PageHead>
      <Loaded query={holds} rows={5}>
        {(data) => (data.items.length === 0 ? <EmptyCard title={t('hold.none')} text={t('hold.none.text')} /> : <DataTable rows={data.items} columns={columns} label={t('nav.holds')} idOf={(row) => row.id} open={(row) => go(row.id)} opened={search.open} total={data.items.length} />)}
      </Loaded>
      <Side opened={search.open !== undefined} close={() => go()} width={640} title={t('hold.title')}>
        {search.open === undefined ? null : <HoldView id={search.open} />}
      </Side>
      {asking ? <HoldRequest close={(made) => { setAsking(false); if (made !== undefined) go(made); }} /> : null}
    </>
  );
}
