import { Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../../api/call';
import { queries } from '../../api/queries';
import type { CreatedCustomer, NewCustomer } from '../../api/types';
import { useFormat } from '../../app/format';
import { useMe } from '../../app/me';
import { useText } from '../../i18n';
import { Loaded } from '../../parts/Loaded';
import { OneTimeSecret } from '../../parts/OneTimeSecret';
import { PageHead } from '../../parts/PageHead';
import { Plain } from '../../parts/Plain';
import { EmptyCard, LockedCard, StateCard } from '../../parts/StateCard';
import { TimeText } from '../../parts/TimeText';
import styles from '../settings/settings.module.css';

/** The provider's page: customers, without sight of their data. */
export function CustomersPage() {
  const t = useText();
  const operator = useMe().kind === 'operator';
  const [adding, setAdding] = useState(false);
  const customers = useQuery({ ...queries.customers(), enabled: operator });
  if (!operator) return <LockedCard text={t('error.permission', { permission: 'operator', roles: t('role.operator') })} />;
  return (
    <>
      <PageHead title={t('nav.customers')} says={customers.data === undefined ? undefined : t('customers.says', { count: customers.data.items.length })}>
        <Button size="xs" onClick={() => setAdding(true)}>
          {t('customers.new')}
        </Button>
      </PageHead>
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
                  <th scope="col">{t('frame.region')}</th>
                  <th scope="col">{t('tokens.created')}</th>
                </tr>
              </thead>
              <tbody>
                {data.items.map((customer) => (
                  <tr key={customer.handle}>
                    <th scope="row">
                      <Plain text={customer.name} />
                    </th>
                    <td>
                      <code>{customer.handle}</code>
                    </td>
                    <td>
                      <code>{customer.region}</code>
                    </td>
                    <td data-heading={t('tokens.created')}>
                      <TimeText at={customer.created} show="date" />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </Loaded>
      {adding ? <Add close={() => setAdding(false)} /> : null}
    </>
  );
}

function Add({ close }: { close: () => void }) {
  const t = useText();
  const format = useFormat();
  const client = useQueryClient();
  const regions = useQuery(queries.regions());
  const [name, setName] = useState('');
  const [region, setRegion] = useState('');
  const chosen = region === '' ? (regions.data?.items[0]?.name ?? '') : region;
  const ready = name.trim() !== '' && chosen !== '';
  const add = useMutation({
    mutationFn: () => post<CreatedCustomer>('/operator/customers', { name: name.trim(), region: chosen } satisfies NewCustomer),
    onSuccess: () => client.invalidateQueries({ queryKey: ['operator', 'customers'] }),
  });
  const made = add.data;
  return (
    <Modal opened onClose={close} title={t('customers.new')} size="lg" closeOnClickOutside={made === undefined} closeButtonProps={{ 'aria-label': t('act.close') }}>
      {made === undefined ? (
        <form
          className="stack"
          autoComplete="off"
          onSubmit={(event) => {
            event.preventDefault();
            if (ready) add.mutate();
          }}
        >
          <TextInput label={t('customers.name')} maxLength={200} value={name} onChange={(event) => setName(event.currentTarget.value)} data-autofocus />
          <NativeSelect label={t('frame.region')} description={t('customers.region.hint')} value={chosen} onChange={(event) => setRegion(event.currentTarget.value)} data={(regions.data?.items ?? []).map((item) => item.name)} />
          {add.error === null ? null : <StateCard problem={add.error} />}
          <div className="foot">
            <Button variant="default" onClick={close}>
              {t('act.cancel')}
            </Button>
            <Button type="submit" disabled={!ready} loading={add.isPending}>
              {t('customers.add')}
            </Button>
          </div>
        </form>
      ) : (
        <OneTimeSecret says={t('customers.invitation', { time: format.exact(made.invitation.expires) })} value={new URL(made.invitation.path, location.origin).href} close={close} />
      )}
    </Modal>
  );
}
