import { Button, Checkbox, Drawer, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { isProblem, send } from '../../api/call';
import { queries, type Tagged } from '../../api/queries';
import type { Settings } from '../../api/types';
import { useMay } from '../../app/me';
import { useText, type Text } from '../../i18n';
import { Facts } from '../../parts/Facts';
import { Loaded } from '../../parts/Loaded';
import { PageHead } from '../../parts/PageHead';
import { LockedCard, StateCard } from '../../parts/StateCard';
import { toast } from '../../parts/toast';
import styles from './settings.module.css';
import changeStyles from '../../parts/changes.module.css';

/** What the customer chose about itself. */
export function SettingsPage() {
  const t = useText();
  const read = useMay('settings.read');
  const settings = useQuery({ ...queries.settings(), enabled: read });
  if (!read) return <LockedCard text={t('error.permission', { permission: 'settings.read', roles: t('role.administrator') })} />;
  return (
    <>
      <PageHead title={t('nav.settings')} says={t('settings.says')} />
      <Loaded query={settings} rows={8}>
        {(data) => <Form key={data.tag} base={data} />}
      </Loaded>
    </>
  );
}

function Form({ base }: { base: Tagged<Settings> }) {
  const t = useText();
  const write = useMay('settings.write');
  const calendar = useMay('licence.read');
  const [wanted, setWanted] = useState<Settings>(base.value);
  const [reviewing, setReviewing] = useState(false);
  const set = (change: Partial<Settings>) => setWanted({ ...wanted, ...change });
  const changed = changes(base.value, wanted, t).length > 0;
  const valid = wanted.name.trim() !== '';
  return (
    <form
      className={`stack ${styles.narrow}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (changed && valid) setReviewing(true);
      }}
    >
      <TextInput label={t('settings.name')} description={t('settings.name.hint')} maxLength={200} readOnly={!write} value={wanted.name} onChange={(event) => set({ name: event.currentTarget.value })} />
      <TextInput label={t('settings.contact')} description={t('settings.contact.hint')} maxLength={200} readOnly={!write} value={wanted.contact} onChange={(event) => set({ contact: event.currentTarget.value })} />
      <Checkbox label={t('settings.showNames')} disabled={!write} checked={wanted.showNames} onChange={(event) => set({ showNames: event.currentTarget.checked })} />
      <div>
        <Facts rows={[[t('settings.retention'), <span key="days" className="num">{wanted.logRetentionDays}</span>]]} />
        {calendar ? (
          <Link to="/trust/calendar" className={styles.alone}>
            {t('retention.change')}
          </Link>
        ) : null}
      </div>
      <NativeSelect label={t('settings.unavailable')} disabled={!write} value={wanted.logUnavailable} onChange={(event) => set({ logUnavailable: event.currentTarget.value as Settings['logUnavailable'] })} data={(['refuse', 'gap'] as const).map((value) => ({ value, label: t(`settings.unavailable.${value}`) }))} />
      <TextInput label={t('settings.zone')} description={t('settings.zone.hint')} maxLength={64} readOnly={!write} value={wanted.timeZone} onChange={(event) => set({ timeZone: event.currentTarget.value })} />
      {write ? (
        <div className="foot">
          <Button type="submit" disabled={!changed || !valid}>
            {t('settings.review')}
          </Button>
        </div>
      ) : null}
      {reviewing ? <Review base={base} wanted={wanted} close={() => setReviewing(false)} /> : null}
    </form>
  );
}

interface Change {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

function changes(before: Settings, after: Settings, t: Text): Change[] {
  const yes = (value: boolean) => t(value ? 'settings.yes' : 'settings.no');
  const rows: Change[] = [
    { name: t('settings.name'), before: before.name, after: after.name.trim() },
    { name: t('settings.contact'), before: before.contact, after: after.contact.trim() },
    { name: t('settings.showNames'), before: yes(before.showNames), after: yes(after.showNames) },
    { name: t('settings.unavailable'), before: t(`settings.unavailable.${before.logUnavailable}`), after: t(`settings.unavailable.${after.logUnavailable}`) },
    { name: t('settings.zone'), before: before.timeZone, after: after.timeZone.trim() },
  ];
  return rows.filter((row) => row.before !== row.after);
}

/** Before and after, then one button; how long the log is kept is changed on its own page, because shortening it deletes. */
function Review({ base, wanted, close }: { base: Tagged<Settings>; wanted: Settings; close: () => void }) {
  const t = useText();
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: () => send('/settings', { method: 'PUT', json: { ...wanted, name: wanted.name.trim(), contact: wanted.contact.trim(), timeZone: wanted.timeZone.trim() }, headers: base.tag === undefined ? {} : { 'If-Match': base.tag } }),
    onSuccess: async () => {
      toast.done(t('settings.saved'));
      close();
      await client.invalidateQueries({ queryKey: ['settings'] });
      await client.invalidateQueries({ queryKey: ['me'] });
    },
    onError: (failure) => {
      if (!isProblem(failure) || failure.status !== 412) return;
      toast.done(t('settings.conflict'));
      close();
      void client.invalidateQueries({ queryKey: ['settings'] });
    },
  });
  return (
    <Drawer opened onClose={close} size="min(560px, 100%)" title={t('settings.title')} closeButtonProps={{ 'aria-label': t('act.close') }}>
      <div className="stack">
        <dl className={changeStyles.changes}>
          {changes(base.value, wanted, t).map((change) => (
            <div key={change.name}>
              <dt>{change.name}</dt>
              <dd>
                <del>{change.before === '' ? '–' : change.before}</del> {'→'} <ins>{change.after === '' ? '–' : change.after}</ins>
              </dd>
            </div>
          ))}
        </dl>
        {save.error === null ? null : <StateCard problem={save.error} />}
        <div className="foot">
          <Button variant="default" onClick={close}>
            {t('act.cancel')}
          </Button>
          <Button loading={save.isPending} onClick={() => save.mutate()}>
            {t('settings.save')}
          </Button>
        </div>
      </div>
    </Drawer>
  );
}
