import { Button, Drawer, SegmentedControl } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { isProblem } from '../../api/call';
import { publish, queries, type PolicyText } from '../../api/queries';
import { useMay } from '../../app/me';
import { useText } from '../../i18n';
import { LineDiff } from '../../policy/LineDiff';
import { LockedCard, Loading, StateCard } from '../../parts/StateCard';
import { toast } from '../../parts/toast';
import { Changes } from './Changes';
import { Conflict } from './Conflict';
import { Problems } from './Problems';
import styles from './policy.module.css';

interface Properties {
  readonly base: PolicyText;
  readonly text: string;
  readonly title?: string;
  /** What the draft becomes when somebody else published meanwhile. */
  readonly rebase: (live: PolicyText, text: string) => void;
  readonly done: () => void;
  readonly close: () => void;
}

/** The diff, the checks, a reason, and the one button that makes it live. */
export default function Publish({ base, text, title, rebase, done, close }: Properties) {
  const t = useText();
  return (
    <Drawer opened onClose={close} size="min(720px, 100%)" title={title ?? t('publish.title')} closeButtonProps={{ 'aria-label': t('act.close') }}>
      {useMay('policy.write') ? <Steps base={base} text={text} rebase={rebase} done={done} close={close} /> : <LockedCard text={t('publish.readOnly')} />}
    </Drawer>
  );
}

function Steps({ base, text, rebase, done, close }: Omit<Properties, 'title'>) {
  const t = useText();
  const client = useQueryClient();
  const [view, setView] = useState<'rules' | 'text'>('text');
  const validation = useQuery(queries.validation(text));
  const diff = useQuery({ ...queries.diff(text, base.tag), enabled: validation.data?.valid === true });
  const sending = useMutation({
    mutationFn: () => publish(text, base.tag),
    onSuccess: async (version) => {
      await client.invalidateQueries({ queryKey: ['policy'] });
      toast.done(t(version.changed === false ? 'publish.same' : 'publish.live', { v: version.version }));
      done();
    },
  });
  if (isProblem(sending.error) && (sending.error.status === 412 || sending.error.status === 428)) {
    return (
      <Conflict
        base={base}
        mine={text}
        take={(live, merged) => {
          sending.reset();
          rebase(live, merged);
        }}
        close={close}
      />
    );
  }
  const ready = validation.data?.valid === true && text !== base.text;
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && !sending.isPending) sending.mutate();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.nativeEvent.isComposing && ready && !sending.isPending) sending.mutate();
      }}
    >
      <section>
        <div className={styles.stepHead}>
          <h2>{t('publish.diff')}</h2>
          <SegmentedControl size="xs" aria-label={t('publish.diff')} value={view} onChange={(value) => setView(value as 'rules' | 'text')} data={[{ value: 'text', label: t('publish.lines') }, { value: 'rules', label: t('publish.rules') }]} />
        </div>
        {view === 'text' ? <LineDiff before={base.text} after={text} /> : diff.data === undefined ? diff.error === null ? <Loading /> : <StateCard problem={diff.error} retry={() => void diff.refetch()} /> : <Changes diff={diff.data} />}
      </section>
      <section>
        <h2>{t('publish.checks')}</h2>
        {validation.error === null ? null : <StateCard problem={validation.error} retry={() => void validation.refetch()} />}
        {validation.isPending ? <Loading rows={1} /> : null}
        {validation.data === undefined ? null : validation.data.valid ? <p className={styles.proved}>{t('publish.compiles')}</p> : <Problems problems={validation.data.problems} />}
      </section>
      {sending.error === null ? null : <StateCard problem={sending.error} />}
      <div className={styles.stepFoot}>
        <Button variant="default" onClick={close}>
          {t('act.cancel')}
        </Button>
        <Button type="submit" disabled={!ready} loading={sending.isPending}>
          {t('publish.act')}
        </Button>
      </div>
    </form>
  );
}
