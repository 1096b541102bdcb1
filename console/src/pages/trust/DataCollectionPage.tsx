import { SegmentedControl, TextInput } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { createContext, useContext, useMemo, useState } from 'react';
import { queries } from '../../api/queries';
import type { DataCollection, StoredField } from '../../api/types';
import { useDisplay } from '../../app/display';
import { useMay } from '../../app/me';
import { useOptionalText, useText } from '../../i18n';
import { Loaded } from '../../parts/Loaded';
import { PageHead } from '../../parts/PageHead';
import { EmptyCard, LockedCard } from '../../parts/StateCard';
import { TimeText } from '../../parts/TimeText';
import styles from './data.module.css';

/** Purposes in Japanese; in English the register itself is the text. */
const japanese = () => queryOptions({ queryKey: ['purposes', 'ja'], queryFn: async (): Promise<Readonly<Record<string, string>>> => (await import('../../i18n/purposes.ja.json')).default, staleTime: Infinity });
const Purposes = createContext<Readonly<Record<string, string>>>({});
const CLASSES = ['personal', 'possibly-personal', 'not-personal', 'secret'] as const;

/** What is stored about whom, why, and for how long? */
export function DataCollectionPage() {
  const t = useText();
  const may = useMay('register.read');
  const { language } = useDisplay();
  const register = useQuery({ ...queries.dataCollection(), enabled: may });
  const purposes = useQuery({ ...japanese(), enabled: language === 'ja' });
  if (!may) return <LockedCard text={t('error.permission', { permission: 'register.read', roles: t('role.administrator') })} />;
  const items = register.data?.items;
  const off = items?.filter((item) => !item.collected).length ?? 0;
  return (
    <>
      <PageHead title={t('nav.data')} says={items === undefined ? undefined : [t('data.says', { count: items.length, personal: items.filter((item) => item.class === 'personal').length }), t('data.off', { count: off })].join(t('sentence.gap'))} />
      <Purposes.Provider value={language === 'ja' ? (purposes.data ?? {}) : {}}>
        <Loaded query={register} rows={12}>
          {(data) => <Register register={data} />}
        </Loaded>
      </Purposes.Provider>
    </>
  );
}

function Register({ register }: { register: DataCollection }) {
  const t = useText();
  const optional = useOptionalText();
  const purposes = useContext(Purposes);
  const [shown, setShown] = useState<string>('all');
  const [text, setText] = useState('');
  const wanted = text.trim().toLowerCase();
  const stores = useMemo(() => {
    const found = register.items.filter((item) => (shown === 'all' || item.class === shown) && (wanted === '' || `${item.store} ${item.name} ${item.purpose} ${purposes[`${item.store}.${item.name}`] ?? ''}`.toLowerCase().includes(wanted)));
    const groups = new Map<string, StoredField[]>();
    found.forEach((item) => groups.set(item.store, [...(groups.get(item.store) ?? []), item]));
    return [...groups];
  }, [register, shown, wanted, purposes]);
  return (
    <>
      <div className={styles.bar}>
        <SegmentedControl size="xs" aria-label={t('data.class')} value={shown} onChange={setShown} data={[{ value: 'all', label: t('data.all') }, ...CLASSES.map((name) => ({ value: name, label: t(`data.class.${name}`) }))]} />
        <TextInput size="xs" aria-label={t('data.find')} placeholder={t('data.find')} value={text} onChange={(event) => setText(event.currentTarget.value)} />
      </div>
      {stores.length === 0 ? <EmptyCard title={t('data.none')} /> : null}
      {stores.map(([store, fields]) => (
        <section key={store} className={styles.store}>
          <h2>
            {optional(`data.store.${store}`) ?? store} <span className="muted num">{fields.length}</span>
          </h2>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{t('data.field')}</th>
                <th scope="col">{t('data.purpose')}</th>
                <th scope="col">{t('data.class')}</th>
                <th scope="col">{t('data.retention')}</th>
                <th scope="col">{t('data.switch')}</th>
                <th scope="col">{t('data.lastSeen')}</th>
              </tr>
            </thead>
            <tbody>
              {fields.map((field) => (
                <Row key={field.name} field={field} />
              ))}
            </tbody>
          </table>
        </section>
      ))}
    </>
  );
}

function Row({ field }: { field: StoredField }) {
  const t = useText();
  const purpose = useContext(Purposes)[`${field.store}.${field.name}`];
  return (
    <tr>
      <th scope="row">
        <code>{field.name}</code>
      </th>
      <td className={styles.purpose} lang={purpose === undefined ? 'en' : undefined}>
        {purpose ?? field.purpose}
      </td>
      <td data-heading={t('data.class')}>
        <span className={styles.class} data-class={field.class}>
          {t(`data.class.${field.class}`)}
        </span>
      </td>
      <td data-heading={t('data.retention')}>{t(`data.retention.${field.retention}`)}</td>
      <td data-heading={t('data.switch')}>{field.switch === 'always' ? <span className="muted">{t('data.always')}</span> : t(field.collected ? 'data.collected' : 'event.notCollected')}</td>
      <td data-heading={t('data.lastSeen')}>{field.lastSeen === null ? <span className="muted">{'–'}</span> : <TimeText at={field.lastSeen} show="hour" />}</td>
    </tr>
  );
}
