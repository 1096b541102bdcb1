import { Button, Modal, Textarea } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useText } from '../i18n';
import { StateCard } from './StateCard';
import { useFocusBack } from './useFocusBack';

const MAX = 200;

/** Asks for a sentence before something is done that can be taken up again: what follows, the reason, one button. */
export function ReasonDialog({ title, says, label, act, busy, problem, run, close, children, ready = true }: { title: string; says?: string; label: string; act: string; busy: boolean; problem: unknown; run: (reason: string) => void; close: () => void; children?: ReactNode; ready?: boolean }) {
  const t = useText();
  useFocusBack();
  const [reason, setReason] = useState('');
  const filled = reason.trim() !== '' && ready;
  return (
    <Modal opened onClose={close} title={title} size="lg" closeButtonProps={{ 'aria-label': t('act.close') }}>
      <form
        className="stack"
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          if (filled && !busy) run(reason.trim());
        }}
      >
        {says === undefined ? null : <p className="measure">{says}</p>}
        {children}
        <Textarea label={label} description={t('irreversible.reason.hint', { max: MAX })} maxLength={MAX} autosize minRows={2} value={reason} onChange={(event) => setReason(event.currentTarget.value)} data-autofocus={children === undefined ? true : undefined} />
        {problem === null || problem === undefined ? null : <StateCard problem={problem} />}
        <div className="foot">
          <Button variant="default" onClick={close}>
            {t('act.cancel')}
          </Button>
          <Button type="submit" disabled={!filled} loading={busy}>
            {act}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
