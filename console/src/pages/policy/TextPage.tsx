import { SegmentedControl } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, useRef, useState } from 'react';
import { queries } from '../../api/queries';
import { useDisplay } from '../../app/display';
import { useMay } from '../../app/me';
import { useText } from '../../i18n';
import { LockedCard, Loading, StateCard } from '../../parts/StateCard';
import type { EditorHandle, Mark } from '../../policy/Editor';
import { PolicyBar } from './PolicyBar';
import { Problems } from './Problems';
import { useEditing, type Editing } from './useEditing';
import styles from './policy.module.css';

const Editor = lazy(() => import('../../policy/Editor'));
const Merge = lazy(() => import('../../policy/Merge'));
const AFTER_TYPING_MS = 400;

/** The same document as text, checked while it is typed. */
export function TextPage() {
  const t = useText();
  const editing = useEditing();
  if (!useMay('policy.read')) return <LockedCard text={t('error.permission', { permission: 'policy.read', roles: t('role.administrator') })} />;
  return (
    <>
      <PolicyBar title={t('nav.text')} editing={editing} />
      {editing.text === undefined ? editing.live.error === null ? <Loading rows={12} height={480} /> : <StateCard problem={editing.live.error} retry={() => void editing.live.refetch()} /> : <Desk editing={editing} text={editing.text} />}
    </>
  );
}

function Desk({ editing, text }: { editing: Editing; text: string }) {
  const t = useText();
  const write = useMay('policy.write');
  const { language } = useDisplay();
  const [view, setView] = useState('edit');
  const [settled] = useDebouncedValue(text, AFTER_TYPING_MS);
  const checked = useQuery({ ...queries.validation(settled), enabled: settled.trim() !== '' });
  const editor = useRef<EditorHandle>(null);
  const problems = useMemo(() => (settled === text ? (checked.data?.problems ?? []) : []), [checked.data, settled, text]);
  const marks = useMemo(() => problems.filter((problem) => problem.line != null).map((problem): Mark => ({ line: problem.line ?? 1, column: problem.column ?? undefined, message: language === 'ja' ? (problem.messageJa ?? problem.message) : problem.message })), [problems, language]);
  return (
    <>
      <div className={styles.bar}>
        <SegmentedControl size="xs" aria-label={t('text.view')} value={view} onChange={setView} data={[{ value: 'edit', label: t('text.edit') }, { value: 'diff', label: t('text.diff') }]} />
        <span className="muted small">{t('text.keys')}</span>
      </div>
      <div className={styles.side}>
        <Suspense fallback={<Loading rows={12} height={480} />}>
          {view === 'edit' ? <Editor ref={editor} value={text} change={(next) => editing.edit(next, true)} marks={marks} label={t('nav.text')} readOnly={!write} /> : <Merge before={editing.base?.text ?? ''} after={text} labels={{ before: t('text.inForce'), after: t('text.draft'), folded: t('text.folded') }} />}
        </Suspense>
        <aside aria-label={t('publish.checks')}>
          <h2>{t('publish.checks')}</h2>
          {checked.error !== null ? (
            <StateCard problem={checked.error} retry={() => void checked.refetch()} />
          ) : settled !== text || checked.isPending ? (
            <p className="muted small">{t('text.checking')}</p>
          ) : problems.length === 0 ? (
            <p className={styles.proved}>{t('publish.compiles')}</p>
          ) : (
            <>
              <p className="small">{t('policy.problems', { count: problems.length })}</p>
              <Problems
                problems={problems}
                go={(place) => {
                  setView('edit');
                  editor.current?.goTo(place.line ?? 1);
                }}
              />
            </>
          )}
        </aside>
      </div>
    </>
  );
}
