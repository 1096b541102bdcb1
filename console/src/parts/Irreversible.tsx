import { Button, Modal, Textarea, TextInput } from '@mantine/core';
import { IconAlertOctagon } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useText } from '../i18n';
import { mayRun } from './mayRun';
import { StateCard } from './StateCard';
import styles from './irreversible.module.css';
import { useFocusBack } from './useFocusBack';

const REASON_MAX = 200;

interface Properties {
  readonly title: string;
  /** What will be gone, in a sentence. */
  readonly what: string;
  /** The numbers of the dry run. */
  readonly children: ReactNode;
  /** Whether the numbers are there; nothing can be sent before. */
  readonly ready: boolean;
  /** The word to type; none where a second person still has to approve a single request. */
  readonly word?: string;
  readonly sentence?: string;
  /** Whether a reason is asked for, and with which label. */
  readonly reason?: string;
  /** Who has to agree, and how long it can be taken back. */
  readonly then?: string;
  readonly act: string;
  readonly busy: boolean;
  readonly problem: unknown;
  readonly run: (reason: string) => void;
  readonly close: () => void;
}

/** The way of everything that cannot be undone: numbers first, then the shown word, then a reason; who else has to agree is said. */
export function Irreversible({ title, what, children, ready, word, sentence, reason, then, act, busy, problem, run, close }: Properties) {
  const t = useText();
  useFocusBack();
  const [typed, setTyped] = useState('');
  const [why, setWhy] = useState('');
  const confirmed = mayRun({ ready, word, typed, needsReason: reason !== undefined, why });
  return (
    <Modal opened onClose={close} title={title} size="lg" closeOnClickOutside={false} closeButtonProps={{ 'aria-label': t('act.close') }}>
      <form
        className="stack"
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          if (confirmed && !busy) run(why.trim());
        }}
      >
        <p className={styles.what}>
          <IconAlertOctagon size={20} stroke={1.75} aria-hidden />
          <span>{what}</span>
        </p>
        {children}
        {reason === undefined ? null : <Textarea label={reason} description={t('irreversible.reason.hint', { max: REASON_MAX })} maxLength={REASON_MAX} autosize minRows={2} value={why} onChange={(event) => setWhy(event.currentTarget.value)} />}
        {word === undefined ? null : <TextInput label={sentence ?? t('irreversible.type', { word })} autoComplete="off" spellCheck={false} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />}
        {then === undefined ? null : <p className="muted measure">{then}</p>}
        {problem === null || problem === undefined ? null : <StateCard problem={problem} />}
        <div className="foot">
          <Button variant="default" onClick={close} data-autofocus>
            {t('act.cancel')}
          </Button>
          <Button type="submit" color="red" disabled={!confirmed} loading={busy}>
            {act}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
