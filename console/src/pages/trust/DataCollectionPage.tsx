import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { queries } from '../../api/queries';
import type { DataCollection, StoredField } from '../../api/types';
import { useDisplay } from '../../app/display';
import { useFormat } from '../../app/format';
import { useMay } from '../../app/me';
import { useChanges } from '../../app/useChanges';
import { useText } from '../../i18n';
import { Loaded } from '../../parts/Loaded';
import { PageHead } from '../../parts/PageHead';
import { EmptyCard, LockedCard } from '../../parts/StateCard';
import { changesOf, CHOOSABLE, draftOf, type CollectionDraft } from './collection';
import { CollectionReview } from './CollectionReview';
import { NoticeDialog } from './NoticeDialog';
import { japanesePurposes, Purposes } from './purposes';
import { StoreSection } from './StoreSection';
import styles from './data.module.css';

const CLASSES = ['personal', 'possibly-personal', 'not-personal', 'secret'] as const;

/** What is stored about whom, why, and for how long? */
export function DataCollectionPage() {
  const t = useText();
  const format = useFormat();
  const may = useMay('register.read');
  const { language } = useDisplay();
  const [notice, setNotice] = useState(false);
  const register = useQuery({ ...queries.dataCollection(), enabled: may });
  const purposes = useQuery({ ...japanesePurposes(), enabled: language === 'ja' });
  if (!may) return <LockedCard text={t('error.permission', { permission: 'register.read', roles: t('role.administrator') })} />;
  const items = register.data?.items;
  const stored = items?.filter((item) => item.collected) ?? [];
  const off = (items?.length ?? 0) - stored.length;
  const since = register.data?.since;
  return (
    <>
      <PageHead title={t('nav.data')} says={items === undefined ? undefined : [t('data.says', { count: stored.length, personal: stored.filter((item) => item.class === 'personal').length }), t('data.off', { count: off }), ...(since == null ? [] : [t('data.since', { time: format.instant(since) })])].join(t('sentence.gap'))}>
        <Button size="xs" variant="default" onClick={() => setNotice(true)}>
          {t('notice.show')}
        </Button>
      </PageHead>
      <Purposes.Provider value={language === 'ja' ? (purposes.data ?? {}) : {}}>
        <Loaded query={register} rows={12}>
          {(data) => <Register key={data.version} register={data} purposes={language === 'ja' ? (purposes.data ?? {}) : {}} />}
        </Loaded>
      </Purposes.Provider>
      {notice ? <NoticeDialog close={() => setNotice(false)} /> : null}
    </>
  );
}

interface Group {
  readonly id: string;
  readonly store: string;
  readonly module: string | null;
  readonly fields: StoredField[];
}

/** Fields by store, those of the log by module; what can be chosen comes first, what is about people before the rest. */
function groupsOf(items: readonly StoredField[]): Group[] {
  const groups = new Map<string, Group>();
  for (const field of items) {
    const module = field.store === CHOOSABLE ? field.module : null;
    const id = `${field.store} ${module ?? ''}`;
    const group = groups.get(id) ?? { id, store: field.store, module, fields: [] };
    group.fields.push(field);
    groups.set(id, group);
  }
  const personal = (group: Group) => group.fields.filter((field) => field.class === 'personal').length;
  return [...groups.values()].sort((a, b) => Number(a.module === null) - Number(b.module === null) || (a.module === null ? 0 : personal(b) - personal(a)));
}

function Register({ register, purposes }: { register: DataCollection; purposes: Readonly<Record<string, string>> }) {
  const t = useText();
  const changeable = useChanges();
  const write = useMay('register.write') && changeable;
  const [shown, setShown] = useState<string>('all');
  const [text, setText] = useState('');
  const [draft, setDraft] = useState<CollectionDraft>(() => draftOf(register));
  const [reviewing, setReviewing] = useState(false);
  const wanted = text.trim().toLowerCase();
  const groups = useMemo(() => {
    const found = register.items.filter((item) => (shown === 'all' || item.class === shown) && (wanted === '' || `${item.store} ${item.name} ${item.purpose} ${purposes[`${item.store}.${item.name}`] ?? ''}`.toLowerCase().includes(wanted)));
    return groupsOf(found);
  }, [register, shown, wanted, purposes]);
  const changes = changesOf(register, draft);
  return (
    <>
      <div className={styles.bar}>
        <SegmentedControl size="xs" aria-label={t('data.class')} value={shown} onChange={setShown} data={[{ value: 'all', label: t('data.all') }, ...CLASSES.map((name) => ({ value: name, label: t(`data.class.${name}`) }))]} />
        <TextInput size="xs" aria-label={t('data.find')} placeholder={t('data.find')} value={text} onChange={(event) => setText(event.currentTarget.value)} />
      </div>
      {groups.length === 0 ? <EmptyCard title={t('data.none')} /> : null}
      {groups.map((group) => (
        <StoreSection key={group.id} store={group.store} module={group.module} fields={group.fields} draft={draft} edit={write ? setDraft : undefined} />
      ))}
      {changes.length === 0 ? null : (
        <div className={styles.changed} role="status">
          <span className="grow">{t('data.changed', { count: changes.length })}</span>
          <Button size="xs" variant="default" onClick={() => setDraft(draftOf(register))}>
            {t('act.undo')}
          </Button>
          <Button size="xs" onClick={() => setReviewing(true)}>
            {t('settings.review')}
          </Button>
        </div>
      )}
      {reviewing ? <CollectionReview register={register} draft={draft} close={() => setReviewing(false)} /> : null}
    </>
  );
}
