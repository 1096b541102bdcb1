import { Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { change, isProblem } from '../../api/call';
import { queries } from '../../api/queries';
import type { Customer, LicenceKind, LicenceTerms, OperatorLicence } from '../../api/types';
import { useFormat } from '../../app/format';
import { serviceNow, useMe } from '../../app/me';
import { useText } from '../../i18n';
import { Countdown } from '../../parts/Countdown';
import { Facts } from '../../parts/Facts';
import { Loaded } from '../../parts/Loaded';
import { PageHead } from '../../parts/PageHead';
import { Plain } from '../../parts/Plain';
import { EmptyCard, LockedCard, StateCard } from '../../parts/StateCard';
import { StateTag, type Tone } from '../../parts/StateTag';
import { TimeText } from '../../parts/TimeText';
import { toast } from '../../parts/toast';
import { nextStep } from '../trust/calendar';
import styles from '../settings/settings.module.css';
import { faultsOf, termsAfter } from './licences';
import { useFocusBack } from '../../parts/useFocusBack';

const NEAR_DAYS = 30;
const TONES: Readonly<Record<OperatorLicence['state'], Tone>> = { active: 'running', grace: 'look', locked: 'late', deleting: 'late' };

/** Which licences end, which are locked, and what will be deleted when? */
export function LicencesPage() {
  const t = useText();
  const operator = useMe().kind === 'operator';
  const customers = useQuery({ ...queries.customers(), enabled: operator });
  const [renewing, setRenewing] = useState<Customer>();
  if (!operator) return <LockedCard text={t('error.permission', { permission: 'operator', roles: t('role.operator') })} />;
  const ended = customers.data?.items.filter((customer) => customer.licence.state !== 'active').length;
  return (
    <>
      <PageHead title={t('nav.licences')} says={ended === undefined ? undefined : t('licences.says', { count: ended })} />
      <Loaded query={customers} rows={4}>
        {(data) =>
          data.items.length === 0 ? (
            <EmptyCard title={t('customers.none')} text={t('customers.none.text')} />
          ) : (
            <table className={styles.table}>
              <thead>
                <tr>
                  <th scope="col">{t('customers.name')}</th>
                  <th scope="col">{t('customers.handle')}</th>
                  <th scope="col">{t('licences.kind')}</th>
                  <th scope="col">{t('licences.state')}</th>
                  <th scope="col">{t('licences.expires')}</th>
                  <th scope="col">{t('licences.next')}</th>
                  <th scope="col">
                    <span className="hidden">{t('policy.acts')}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {data.items.map((customer) => (
                  <Row key={customer.handle} customer={customer} renew={() => setRenewing(customer)} />
                ))}
              </tbody>
            </table>
          )
        }
      </Loaded>
      {renewing === undefined ? null : <Renew customer={renewing} close={() => setRenewing(undefined)} />}
    </>
  );
}

function Row({ customer, renew }: { customer: Customer; renew: () => void }) {
  const t = useText();
  const format = useFormat();
  const now = serviceNow(useMe());
  const { licence } = customer;
  const next = nextStep(licence.steps, now);
  return (
    <tr>
      <th scope="row">
        <Plain text={customer.name} />
      </th>
      <td>
        <code>{customer.handle}</code>
      </td>
      <td data-heading={t('licences.kind')}>{t(`calendar.kind.${licence.kind}`)}</td>
      <td>
        <StateTag tone={TONES[licence.state]} text={t(`calendar.state.${licence.state}`)} />
      </td>
      <td data-heading={t('licences.expires')} className="num nowrap">
        {format.day(licence.expires)}
      </td>
      <td data-heading={t('licences.next')}>
        {licence.deleted !== null ? (
          <>
            {t('licences.deleted')} <TimeText at={licence.deleted} show="date" />
          </>
        ) : next === undefined ? (
          <span className="muted">{'–'}</span>
        ) : (
          <>
            {t(`calendar.step.${next.what}`)} <Countdown at={next.at} near={NEAR_DAYS} />
          </>
        )}
      </td>
      <td className={styles.end}>
        {licence.state === 'deleting' ? null : (
          <Button size="xs" variant="default" onClick={renew} aria-label={t('licences.renew.of', { name: customer.name })}>
            {t('licences.renew')}
          </Button>
        )}
      </td>
    </tr>
  );
}

/** Renews, or turns a trial into a full licence. Nothing here shortens a clock. */
function Renew({ customer, close }: { customer: Customer; close: () => void }) {
  const t = useText();
  useFocusBack();
  const format = useFormat();
  const client = useQueryClient();
  const { licence } = customer;
  const [kind, setKind] = useState<LicenceKind>(licence.kind);
  const [expires, setExpires] = useState(() => termsAfter(licence.expires));
  const fault = faultsOf(licence, { kind, expires });
  const save = useMutation({
    mutationFn: () => change<OperatorLicence>('PUT', `/operator/customers/${encodeURIComponent(customer.handle)}/licence`, licence.version, { kind, expires } satisfies LicenceTerms),
    onSuccess: async (now) => {
      await client.invalidateQueries({ queryKey: ['operator', 'customers'] });
      toast.done(t('licences.renewed', { date: format.day(now.expires) }));
      close();
    },
    onError: (failure) => {
      if (isProblem(failure) && failure.status === 412) void client.invalidateQueries({ queryKey: ['operator', 'customers'] });
    },
  });
  return (
    <Modal opened onClose={close} title={t('licences.renew.of', { name: customer.name })} size="lg" closeButtonProps={{ 'aria-label': t('act.close') }}>
      <form
        className="stack"
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          if (fault === undefined && !save.isPending) save.mutate();
        }}
      >
        <NativeSelect label={t('licences.kind')} value={kind} disabled={licence.kind === 'full'} onChange={(event) => setKind(event.currentTarget.value as LicenceKind)} data={(['trial', 'full'] as const).map((value) => ({ value, label: t(`calendar.kind.${value}`) }))} />
        <TextInput type="date" label={t('licences.expires')} description={t('licences.expires.hint')} min={licence.expires} value={expires} error={fault === 'earlier' ? t('licences.fault.earlier') : undefined} onChange={(event) => setExpires(event.currentTarget.value)} data-autofocus />
        <Facts rows={[[t('licences.before'), `${t(`calendar.kind.${licence.kind}`)} · ${format.day(licence.expires)}`], [t('licences.after'), fault === undefined ? <strong key="after">{`${t(`calendar.kind.${kind}`)} · ${format.day(expires)}`}</strong> : '']]} />
        <p className="muted measure">{t('licences.renew.says')}</p>
        {save.error === null ? null : <StateCard problem={save.error} />}
        <div className="foot">
          <Button variant="default" onClick={close}>
            {t('act.cancel')}
          </Button>
          <Button type="submit" disabled={fault !== undefined} loading={save.isPending}>
            {t(licence.kind === 'trial' && kind === 'full' ? 'licences.convert' : 'licences.renew')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
