import { Button, Modal, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../../api/call';
import { isAt } from '../../api/problem';
import { queries } from '../../api/queries';
import type { Hold, NewHold } from '../../api/types';
import { useFormat } from '../../app/format';
import { serviceNow, useMay, useMe } from '../../app/me';
import { useText } from '../../i18n';
import { PersonPicker } from '../../parts/PersonPicker';
import { StateCard } from '../../parts/StateCard';
import { holdFaults, spanOf } from './hold';
import styles from './trust.module.css';
import { useFocusBack } from '../../parts/useFocusBack';

const REASON_MAX = 200;

/** Asks for a hold: which days, whose events, why, and until when at most. It holds nothing before a second person approves. */
export function HoldRequest({ close }: { close: (made: string | undefined) => void }) {
  const t = useText();
  useFocusBack();
  const client = useQueryClient();
  const now = serviceNow(useMe());
  const [reason, setReason] = useState('');
  const [user, setUser] = useState('');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [ends, setEnds] = useState('');
  const faults = holdFaults({ reason, from, to, ends }, now);
  const today = new Date(now).toISOString().slice(0, 10);
  const ask = useMutation({
    mutationFn: () => post<Hold>('/holds', { reason: reason.trim(), from, to, expires: new Date(Date.parse(ends)).toISOString(), ...(user === '' ? {} : { user }) } satisfies NewHold),
    onSuccess: async (made) => {
      await client.invalidateQueries({ queryKey: ['holds'] });
      close(made.id);
    },
  });
  const nobody = isAt(ask.error, 'user');
  return (
    <Modal opened onClose={() => close(undefined)} title={t('hold.new')} size="lg" closeButtonProps={{ 'aria-label': t('act.close') }}>
      <form
        className="stack"
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          if (faults.length === 0 && !ask.isPending) ask.mutate();
        }}
      >
        <Textarea label={t('hold.reason')} description={t('irreversible.reason.hint', { max: REASON_MAX })} maxLength={REASON_MAX} autosize minRows={2} value={reason} onChange={(event) => setReason(event.currentTarget.value)} data-autofocus />
        <div className={styles.pair}>
          <TextInput type="date" label={t('hold.from')} max={to === '' ? today : to} value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
          <TextInput type="date" label={t('hold.to')} min={from} value={to} error={from !== '' && to !== '' && to < from ? t('hold.fault.days') : undefined} onChange={(event) => setTo(event.currentTarget.value)} />
        </div>
        <PersonPicker label={t('hold.person')} hint={t('hold.person.hint')} error={nobody ? t('picker.nobody') : undefined} choose={(chosen) => { setUser(chosen); ask.reset(); }} />
        <TextInput type="date" label={t('hold.ends')} description={t('hold.ends.hint')} min={today} value={ends} error={ends === '' ? undefined : faults.includes('ends') ? t('hold.fault.ends') : faults.includes('long') ? t('hold.fault.long') : undefined} onChange={(event) => setEnds(event.currentTarget.value)} />
        {faults.includes('days') || (user !== '' && !user.startsWith('u-')) ? null : <Reach from={from} to={to} user={user} />}
        <p className="muted measure">{t('hold.new.says')}</p>
        {ask.error === null || nobody ? null : <StateCard problem={ask.error} />}
        <div className="foot">
          <Button variant="default" onClick={() => close(undefined)}>
            {t('act.cancel')}
          </Button>
          <Button type="submit" disabled={faults.length > 0} loading={ask.isPending}>
            {t('hold.ask')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** How many events of these days are there now. */
function Reach({ from, to, user }: { from: string; to: string; user: string }) {
  const t = useText();
  const format = useFormat();
  const may = useMay('events.read');
  const counted = useQuery({ ...queries.stats({ measure: 'requests', ...spanOf(from, to), user: user === '' ? undefined : user }), enabled: may });
  return (
    <p className="num" role="status">
      {counted.data === undefined ? null : t('hold.reach', { count: counted.data.total, number: format.number(counted.data.total) })}
    </p>
  );
}
