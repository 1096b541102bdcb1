import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useMay } from '../../app/me';
import { useText } from '../../i18n';
import { PageHead } from '../../parts/PageHead';
import { TimeText } from '../../parts/TimeText';
import type { Editing } from './useEditing';

const Publish = lazy(() => import('./Publish'));

/** Title, what is in force, whether there is a draft, and the acts that the table and the text share. */
export function PolicyBar({ title, editing }: { title: string; editing: Editing }) {
  const t = useText();
  const write = useMay('policy.write');
  const test = useMay('policy.read');
  const [publishing, setPublishing] = useState(false);
  const { base, text, dirty } = editing;
  const version = base?.tag?.replaceAll('"', '');
  return (
    <>
      <PageHead
        title={title}
        says={
          <>
            {base === undefined ? null : version === undefined ? t('policy.none') : t('policy.version', { v: version })} {base?.published === undefined ? null : <TimeText at={new Date(base.published).toISOString()} show="hour" />}
            {dirty ? <strong> {t('policy.draft')}</strong> : null}
          </>
        }
      >
        {dirty || editing.canUndo ? (
          <>
            <Button size="xs" variant="subtle" onClick={editing.discard}>
              {t('policy.discard')}
            </Button>
            <Button size="xs" variant="default" onClick={editing.undo} disabled={!editing.canUndo}>
              {t('act.undo')}
            </Button>
          </>
        ) : null}
        {test ? (
          <Button size="xs" variant="default" component={Link} to="/policy/test">
            {t('nav.test')}
          </Button>
        ) : null}
        {write ? (
          <Button size="xs" disabled={!dirty} onClick={() => setPublishing(true)}>
            {t('policy.publish')}
          </Button>
        ) : null}
      </PageHead>
      <Suspense>
      {publishing && base !== undefined && text !== undefined ? (
        <Publish
          base={base}
          text={text}
          rebase={editing.rebase}
          done={() => {
            editing.discard();
            setPublishing(false);
          }}
          close={() => setPublishing(false)}
        />
      ) : null}
      </Suspense>
    </>
  );
}
