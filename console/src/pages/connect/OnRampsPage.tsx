import { Button, Checkbox, CopyButton, Modal, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post, remove, send } from '../../api/call';
import { queries } from '../../api/queries';
import type { NewOnRamp, OnRamp } from '../../api/types';
import { useMay } from '../../app/me';
import { useText } from '../../i18n';
import { Loaded } from '../../parts/Loaded';
import { PageHead } from '../../parts/PageHead';
import { Plain } from '../../parts/Plain';
import { EmptyCard, LockedCard, StateCard } from '../../parts/StateCard';
import { saveFile } from '../../parts/saveFile';
import { toast } from '../../parts/toast';
import settings from '../settings/settings.module.css';
import styles from './connect.module.css';

/** Where does traffic come in, and how does a device get there? */
export function OnRampsPage() {
  const t = useText();
  const may = useMay('settings.read');
  const write = useMay('settings.write');
  const onRamps = useQuery({ ...queries.onRamps(), enabled: may });
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<OnRamp>();
  if (!may) return <LockedCard text={t('error.permission', { permission: 'settings.read', roles: t('role.administrator') })} />;
  return (
    <>
      <PageHead title={t('nav.onRamps')} says={onRamps.data === undefined ? undefined : t('onRamps.says', { count: onRamps.data.items.length })}>
        {write ? (
          <Button size="xs" onClick={() => setAdding(true)}>
            {t('onRamps.new')}
          </Button>
        ) : null}
      </PageHead>
      <Loaded query={onRamps} rows={4}>
        {(data) => (
          <>
            {data.items.length === 0 ? <EmptyCard title={t('onRamps.none')} text={t('onRamps.none.text')} /> : <Table items={data.items} remove={write ? setRemoving : undefined} />}
            <Connect proxy={data.proxy} />
          </>
        )}
      </Loaded>
      {adding ? <Add close={() => setAdding(false)} /> : null}
      {removing === undefined ? null : <Remove onRamp={removing} close={() => setRemoving(undefined)} />}
    </>
  );
}

function Table({ items, remove: choose }: { items: readonly OnRamp[]; remove: ((onRamp: OnRamp) => void) | undefined }) {
  const t = useText();
  return (
    <table className={settings.table}>
      <thead>
        <tr>
          <th scope="col">{t('policy.name')}</th>
          <th scope="col">{t('onRamps.source')}</th>
          <th scope="col">{t('onRamps.identity')}</th>
          {choose === undefined ? null : (
            <th scope="col">
              <span className="hidden">{t('policy.acts')}</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.id}>
            <th scope="row">
              <Plain text={item.name} />
            </th>
            <td>
              <code>{item.source}</code>
            </td>
            <td data-heading={t('onRamps.identity')}>{t(item.signIn ? 'onRamps.signIn.yes' : 'onRamps.signIn.no')}</td>
            {choose === undefined ? null : (
              <td className={settings.end}>
                <Button size="compact-xs" variant="default" onClick={() => choose(item)}>
                  {t('act.remove')}
                </Button>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Add({ close }: { close: () => void }) {
  const t = useText();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [source, setSource] = useState('');
  const [signIn, setSignIn] = useState(true);
  const ready = name.trim() !== '' && source.trim() !== '';
  const add = useMutation({
    mutationFn: () => post<OnRamp>('/on-ramps', { name: name.trim(), source: source.trim(), signIn } satisfies NewOnRamp),
    onSuccess: async (made) => {
      await client.invalidateQueries({ queryKey: ['on-ramps'] });
      toast.done(t('onRamps.added', { name: made.name }));
      close();
    },
  });
  return (
    <Modal opened onClose={close} title={t('onRamps.new')} size="lg" closeButtonProps={{ 'aria-label': t('act.close') }}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) add.mutate();
        }}
      >
        <TextInput label={t('policy.name')} maxLength={100} value={name} onChange={(event) => setName(event.currentTarget.value)} data-autofocus />
        <TextInput label={t('onRamps.source')} description={t('onRamps.source.hint')} maxLength={64} spellCheck={false} value={source} onChange={(event) => setSource(event.currentTarget.value)} />
        <Checkbox label={t('onRamps.signIn')} checked={signIn} onChange={(event) => setSignIn(event.currentTarget.checked)} />
        {add.error === null ? null : <StateCard problem={add.error} />}
        <div className={settings.foot}>
          <Button variant="default" onClick={close}>
            {t('act.cancel')}
          </Button>
          <Button type="submit" disabled={!ready} loading={add.isPending}>
            {t('onRamps.add')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function Remove({ onRamp, close }: { onRamp: OnRamp; close: () => void }) {
  const t = useText();
  const client = useQueryClient();
  const act = useMutation({
    mutationFn: () => remove(`/on-ramps/${encodeURIComponent(onRamp.id)}`),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['on-ramps'] });
      toast.done(t('onRamps.removed', { name: onRamp.name }));
      close();
    },
  });
  return (
    <Modal opened onClose={close} title={t('onRamps.remove.title', { name: onRamp.name })} closeButtonProps={{ 'aria-label': t('act.close') }}>
      <div className="stack">
        <p>{t('onRamps.remove.text', { source: onRamp.source })}</p>
        {act.error === null ? null : <StateCard problem={act.error} />}
        <div className={settings.foot}>
          <Button variant="default" onClick={close} data-autofocus>
            {t('act.cancel')}
          </Button>
          <Button color="red" loading={act.isPending} onClick={() => act.mutate()}>
            {t('act.remove')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

/** Two steps for one device. */
function Connect({ proxy }: { proxy: string | null }) {
  const t = useText();
  const download = useMutation({ mutationFn: async () => saveFile(await send('/inspection-ca', { accept: 'application/x-pem-file' }), 'sekisho-inspection-ca.pem'), onError: (failure) => toast.problem(failure, t) });
  return (
    <section className={styles.connect}>
      <h2>{t('connect.device')}</h2>
      <ol className={styles.steps}>
        <li>
          <p>{t('connect.proxy')}</p>
          {proxy === null ? (
            <p className="muted">{t('connect.proxy.none')}</p>
          ) : (
            <p className="row wrap">
              <code className={styles.address}>{proxy}</code>
              <CopyButton value={proxy}>
                {({ copied, copy }) => (
                  <Button size="xs" variant="default" onClick={copy}>
                    {t(copied ? 'act.copied' : 'act.copy')}
                  </Button>
                )}
              </CopyButton>
            </p>
          )}
        </li>
        <li>
          <p>{t('connect.ca')}</p>
          <Button size="xs" variant="default" loading={download.isPending} onClick={() => download.mutate()}>
            {t('connect.ca.download')}
          </Button>
          <p className="muted small measure">{t('connect.ca.hint')}</p>
        </li>
      </ol>
    </section>
  );
}
