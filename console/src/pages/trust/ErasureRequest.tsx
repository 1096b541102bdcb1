import { Button, Modal, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { change, post } from '../../api/call';
import { isAt } from '../../api/problem';
import { queries } from '../../api/queries';
import type { Erasure, ErasureIdentity, ErasureSubject, NewErasure } from '../../api/types';
import { useText } from '../../i18n';
import { Counts } from '../../parts/Counts';
import { Loaded } from '../../parts/Loaded';
import { PersonPicker } from '../../parts/PersonPicker';
import { StateCard } from '../../parts/StateCard';
import styles from './trust.module.css';
import { useFocusBack } from '../../parts/useFocusBack';

const HOW_MAX = 200;

/** Asks for an erasure: whom, what would go by store, how it was made sure. Nothing is erased before a second person approves. */
export function ErasureRequest({ close }: { close: (made: string | undefined) => void }) {
  const t = useText();
  useFocusBack();
  const client = useQueryClient();
  const [made, setMade] = useState<Erasure>();
  const done = async (id: string | undefined) => {
    await client.invalidateQueries({ queryKey: ['erasures'] });
    close(id);
  };
  return (
    <Modal opened onClose={() => void done(made?.id)} title={t('erasure.new')} size="lg" closeOnClickOutside={made === undefined} closeButtonProps={{ 'aria-label': t('act.close') }}>
      {made === undefined ? <Whom close={() => close(undefined)} made={setMade} /> : <What erasure={made} done={(id) => void done(id)} />}
    </Modal>
  );
}

function Whom({ close, made }: { close: () => void; made: (erasure: Erasure) => void }) {
  const t = useText();
  const [kind, setKind] = useState<'person' | 'customer'>('person');
  const [user, setUser] = useState('');
  const [typed, setTyped] = useState('');
  const word = t('erasure.word');
  const ready = kind === 'person' ? user !== '' : typed.trim() === word;
  const ask = useMutation({
    mutationFn: () => post<Erasure>('/erasures', { subject: kind === 'person' ? { kind, user } : { kind } } satisfies NewErasure),
    onSuccess: made,
  });
  const nobody = isAt(ask.error, 'subject.user');
  return (
    <form
      className="stack"
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && !ask.isPending) ask.mutate();
      }}
    >
      <SegmentedControl aria-label={t('erasure.subject')} value={kind} onChange={(value) => setKind(value as 'person' | 'customer')} data={[{ value: 'person', label: t('erasure.subject.person') }, { value: 'customer', label: t('erasure.subject.customer') }]} />
      {kind === 'person' ? (
        <PersonPicker label={t('erasure.person')} hint={t('erasure.person.hint')} error={nobody ? t('picker.nobody') : undefined} choose={(chosen) => { setUser(chosen); ask.reset(); }} />
      ) : (
        <>
          <p className={styles.stop}>{t('erasure.customer.ask')}</p>
          <TextInput label={t('irreversible.type', { word })} autoComplete="off" spellCheck={false} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />
        </>
      )}
      <p className="muted measure">{t('erasure.new.says')}</p>
      {ask.error === null || nobody ? null : <StateCard problem={ask.error} />}
      <div className="foot">
        <Button variant="default" onClick={close}>
          {t('act.cancel')}
        </Button>
        <Button type="submit" color={kind === 'customer' ? 'red' : undefined} disabled={!ready} loading={ask.isPending}>
          {t('erasure.ask')}
        </Button>
      </div>
    </form>
  );
}

/** The numbers by store, and the note on how it was made sure that the person asks for itself. */
function What({ erasure, done }: { erasure: Erasure; done: (id: string | undefined) => void }) {
  const t = useText();
  const [how, setHow] = useState('');
  const preview = useQuery(queries.erasurePreview(erasure.id));
  const open = erasure.state === 'received' || erasure.state === 'acknowledged';
  const back = useMutation({ mutationFn: () => change<Erasure>('POST', `/erasures/${encodeURIComponent(erasure.id)}/cancel`, erasure.version), onSuccess: () => done(undefined) });
  const note = useMutation({
    mutationFn: () => change<Erasure>('POST', `/erasures/${encodeURIComponent(erasure.id)}/identify`, erasure.version, { subject: subjectOf(erasure), how: how.trim() } satisfies ErasureIdentity),
    onSuccess: () => done(erasure.id),
  });
  const problem = note.error ?? back.error;
  return (
    <form
      className="stack"
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        if (how.trim() !== '' && !note.isPending) note.mutate();
      }}
    >
      <Loaded query={preview} rows={4}>
        {(data) => <Counts counts={data.stores} caption={t('erasure.preview')} />}
      </Loaded>
      {open ? <Textarea label={t('erasure.how')} description={t('erasure.how.hint')} maxLength={HOW_MAX} autosize minRows={2} value={how} onChange={(event) => setHow(event.currentTarget.value)} data-autofocus /> : null}
      <p className="muted measure">{t('erasure.made')}</p>
      {problem === null ? null : <StateCard problem={problem} />}
      <div className="foot">
        <Button variant="default" loading={back.isPending} onClick={() => back.mutate()}>
          {t('erasure.act.cancel')}
        </Button>
        {open ? (
          <Button type="submit" disabled={how.trim() === ''} loading={note.isPending}>
            {t('erasure.act.identify')}
          </Button>
        ) : (
          <Button onClick={() => done(erasure.id)}>{t('act.done')}</Button>
        )}
      </div>
    </form>
  );
}

/** The subject of a known request, as the API takes it. */
export function subjectOf(erasure: Erasure): ErasureSubject {
  const person = erasure.subject.person;
  return erasure.subject.kind === 'person' && person !== null ? { kind: 'person', user: person.user } : { kind: 'customer' };
}
