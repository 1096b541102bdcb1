import { Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post, remove } from '../../api/call';
import { queries } from '../../api/queries';
import type { CreatedToken, NewToken, Role, Token } from '../../api/types';
import { useMay, useMe } from '../../app/me';
import { useText } from '../../i18n';
import { Loaded } from '../../parts/Loaded';
import { OneTimeSecret } from '../../parts/OneTimeSecret';
import { PageHead } from '../../parts/PageHead';
import { EmptyCard, LockedCard, StateCard } from '../../parts/StateCard';
import { TimeText } from '../../parts/TimeText';
import { toast } from '../../parts/toast';
import styles from './settings.module.css';

const ROLES: readonly Role[] = ['administrator', 'auditor', 'read-only', 'responder', 'collector'];
const DAYS = [7, 30, 90, 365];

/** Which programs may call the API, and with which role? */
export function TokensPage() {
  const t = useText();
  const read = useMay('tokens.write');
  const write = useMay('tokens.write');
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<Token>();
  const tokens = useQuery({ ...queries.tokens(), enabled: read });
  if (!read) return <LockedCard text={t('error.permission', { permission: 'tokens.write', roles: t('role.administrator') })} />;
  return (
    <>
      <PageHead title={t('nav.tokens')} says={tokens.data === undefined ? undefined : t('tokens.says', { count: tokens.data.items.length })}>
        {write ? (
          <Button size="xs" onClick={() => setMaking(true)}>
            {t('tokens.new')}
          </Button>
        ) : null}
      </PageHead>
      <Loaded query={tokens} rows={4}>
        {(data) =>
          data.items.length === 0 ? (
            <EmptyCard title={t('tokens.none')} text={t('tokens.none.text')} />
          ) : (
            <table className={styles.table}>
              <thead>
                <tr>
                  <th scope="col">{t('tokens.name')}</th>
                  <th scope="col">{t('tokens.role')}</th>
                  <th scope="col">{t('tokens.created')}</th>
                  <th scope="col">{t('tokens.expires')}</th>
                  {write ? (
                    <th scope="col">
                      <span className="hidden">{t('policy.acts')}</span>
                    </th>
                  ) : null}
                </tr>
              </thead>
              <tbody>
                {data.items.map((token) => (
                  <tr key={token.id}>
                    <th scope="row">{token.name}</th>
                    <td>{t(`role.${token.role}`)}</td>
                    <td data-heading={t('tokens.created')}>
                      <TimeText at={token.created} show="date" />
                    </td>
                    <td data-heading={t('tokens.expires')}>{token.expires === null ? '–' : <TimeText at={token.expires} show="date" />}</td>
                    {write ? (
                      <td className={styles.end}>
                        <Button size="compact-xs" variant="default" onClick={() => setRevoking(token)}>
                          {t('tokens.revoke')}
                        </Button>
                      </td>
                    ) : null}
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </Loaded>
      {making ? <NewTokenForm close={() => setMaking(false)} /> : null}
      {revoking === undefined ? null : <Revoke token={revoking} close={() => setRevoking(undefined)} />}
    </>
  );
}

function NewTokenForm({ close }: { close: () => void }) {
  const t = useText();
  const me = useMe();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('read-only');
  const [days, setDays] = useState(90);
  const make = useMutation({
    mutationFn: () => post<CreatedToken>('/tokens', { name: name.trim(), role, expires: new Date(Date.now() + days * 86_400_000).toISOString() } satisfies NewToken),
    onSuccess: () => client.invalidateQueries({ queryKey: ['tokens'] }),
  });
  const made = make.data;
  return (
    <Modal opened onClose={close} title={t('tokens.new')} size="lg" closeOnClickOutside={made === undefined} closeButtonProps={{ 'aria-label': t('act.close') }}>
      {made === undefined ? (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() !== '') make.mutate();
          }}
        >
          <TextInput label={t('tokens.name')} description={t('tokens.name.hint')} maxLength={100} value={name} onChange={(event) => setName(event.currentTarget.value)} data-autofocus />
          <NativeSelect label={t('tokens.role')} value={role} onChange={(event) => setRole(event.currentTarget.value as Role)} data={ROLES.filter((one) => me.role === 'administrator' || one === me.role).map((one) => ({ value: one, label: t(`role.${one}`) }))} />
          <NativeSelect label={t('tokens.expires')} value={String(days)} onChange={(event) => setDays(Number(event.currentTarget.value))} data={DAYS.map((count) => ({ value: String(count), label: t('tokens.days', { count }) }))} />
          {make.error === null ? null : <StateCard problem={make.error} />}
          <div className="foot">
            <Button variant="default" onClick={close}>
              {t('act.cancel')}
            </Button>
            <Button type="submit" disabled={name.trim() === ''} loading={make.isPending}>
              {t('tokens.make')}
            </Button>
          </div>
        </form>
      ) : (
        <OneTimeSecret says={t('tokens.once')} value={made.secret} close={close} />
      )}
    </Modal>
  );
}

function Revoke({ token, close }: { token: Token; close: () => void }) {
  const t = useText();
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => remove(`/tokens/${encodeURIComponent(token.id)}`),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['tokens'] });
      toast.done(t('tokens.revoked', { name: token.name }));
      close();
    },
  });
  return (
    <Modal opened onClose={close} title={t('tokens.revoke.title', { name: token.name })} closeButtonProps={{ 'aria-label': t('act.close') }}>
      <div className="stack">
        <p>{t('tokens.revoke.text')}</p>
        {revoke.error === null ? null : <StateCard problem={revoke.error} />}
        <div className="foot">
          <Button variant="default" onClick={close} data-autofocus>
            {t('act.cancel')}
          </Button>
          <Button color="red" loading={revoke.isPending} onClick={() => revoke.mutate()}>
            {t('tokens.revoke')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
