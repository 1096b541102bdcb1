import { Button, SegmentedControl } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useMay } from '../../app/me';
import { useText } from '../../i18n';
import { EmptyCard, LockedCard, Loading, StateCard } from '../../parts/StateCard';
import { toast } from '../../parts/toast';
import { freeName, insertRule, moveRule, removeRule, replaceRule, type PolicyView } from '../../policy/document';
import { ListsTable } from './ListsTable';
import { PolicyBar } from './PolicyBar';
import type { RuleTarget } from './RuleForm';
import { RulesTable } from './RulesTable';
import { STARTERS } from './starters';
import { useEditing, type Editing } from './useEditing';
import styles from './policy.module.css';

const RuleForm = lazy(() => import('./RuleForm'));

/** What is allowed for whom, in which order? */
export function RulesPage() {
  const t = useText();
  const editing = useEditing();
  if (!useMay('policy.read')) return <LockedCard text={t('error.permission', { permission: 'policy.read', roles: t('role.administrator') })} />;
  return (
    <>
      <PolicyBar title={t('nav.rules')} editing={editing} />
      <Body editing={editing} />
    </>
  );
}

function Body({ editing }: { editing: Editing }) {
  const t = useText();
  const write = useMay('policy.write');
  const [readable, setReadable] = useState<PolicyView>();
  const current = editing.reading !== undefined && 'view' in editing.reading ? editing.reading.view : undefined;
  useEffect(() => {
    if (current !== undefined) setReadable(current);
  }, [current]);
  if (editing.live.error !== null && !editing.missing && editing.text === undefined) return <StateCard problem={editing.live.error} retry={() => void editing.live.refetch()} />;
  if (editing.reading === undefined) return <Loading rows={8} />;
  if (editing.missing && editing.text === '') {
    return (
      <EmptyCard title={t('policy.none')} text={t('policy.empty')}>
        {write ? STARTERS.map((starter) => <Button key={starter.name} variant="default" size="xs" onClick={() => editing.edit(starter.text)}>{t(`starter.${starter.name}`)}</Button>) : null}
      </EmptyCard>
    );
  }
  if ('unreadable' in editing.reading) {
    return (
      <>
        <p className={styles.unreadable} role="alert">
          <span className="grow">{t('policy.unreadable', { line: editing.reading.unreadable.line })}</span>
          <Link to="/policy/text">{t('policy.fix')}</Link>
        </p>
        {readable === undefined ? null : <div className={styles.greyed}><Parts view={readable} editing={editing} frozen /></div>}
      </>
    );
  }
  const { view } = editing.reading;
  return <Parts view={view} editing={editing} frozen={!write} />;
}

function Parts({ view, editing, frozen }: { view: PolicyView; editing: Editing; frozen: boolean }) {
  const t = useText();
  const search = useSearch({ from: '/policy' });
  const navigate = useNavigate();
  const [target, setTarget] = useState<RuleTarget>();
  const part = search.part === 'decryption' || search.part === 'lists' ? search.part : 'access';
  const attempt = (change: () => string) => {
    try {
      editing.edit(change());
    } catch {
      toast.done(t('policy.byHand'));
    }
  };
  const text = editing.text ?? '';
  return (
    <>
      <div className={styles.bar}>
        <SegmentedControl
          size="xs"
          aria-label={t('policy.part')}
          value={part}
          onChange={(value) => void navigate({ to: '/policy', search: { part: value === 'access' ? undefined : value } })}
          data={[
            { value: 'access', label: `${t('policy.part.access')} ${view.access.length}` },
            { value: 'decryption', label: `${t('policy.part.decryption')} ${view.decryption.length}` },
            { value: 'lists', label: `${t('policy.part.lists')} ${view.lists.length}` },
          ]}
        />
        {frozen || part === 'lists' ? null : (
          <Button size="xs" variant="default" leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />} onClick={() => setTarget({ part, index: undefined, rule: undefined })}>
            {t('policy.add')}
          </Button>
        )}
      </div>
      {part === 'lists' ? (
        <ListsTable lists={view.lists} />
      ) : (
        <RulesTable
          part={part}
          rules={view[part]}
          chosen={search.rule}
          frozen={frozen}
          before={editing.base?.text ?? ''}
          move={(from, to) => attempt(() => moveRule(text, part, from, to))}
          remove={(index) => attempt(() => removeRule(text, part, index))}
          edit={(rule) => setTarget({ part, index: rule.index, rule })}
        />
      )}
      <Suspense>
      {target === undefined ? null : (
        <RuleForm
          target={target}
          lists={view.lists.map((list) => list.name)}
          suggestName={(wanted: string) => freeName(view, target.part, wanted)}
          save={(draft) => {
            attempt(() => (target.index === undefined ? insertRule(text, target.part, Math.max(0, view[target.part].length - 1), draft) : replaceRule(text, target.part, target.index, draft)));
            setTarget(undefined);
          }}
          close={() => setTarget(undefined)}
        />
      )}
      </Suspense>
    </>
  );
}
