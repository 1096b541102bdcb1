import { Button, SegmentedControl } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { change } from '../../api/call';
import { queries } from '../../api/queries';
import type { Erasure, ErasureIdentity } from '../../api/types';
import { useFormat } from '../../app/format';
import { serviceNow, useMay, useMe } from '../../app/me';
import { useText } from '../../i18n';
import { Counts } from '../../parts/Counts';
import { Facts } from '../../parts/Facts';
import { Irreversible } from '../../parts/Irreversible';
import { Loaded } from '../../parts/Loaded';
import { PersonPicker } from '../../parts/PersonPicker';
import { Plain } from '../../parts/Plain';
import { ReasonDialog } from '../../parts/ReasonDialog';
import { StateCard } from '../../parts/StateCard';
import { StateTag } from '../../parts/StateTag';
import { Timeline } from '../../parts/Timeline';
import { toast } from '../../parts/toast';
import { WhoText } from '../../parts/Who';
import { actsOf, isEnded, momentsOf, toneOf, type ErasureAct } from './erasure';
import { subjectOf } from './ErasureRequest';
import { ErasureMailPart } from './ErasureMailPart';
import { Clock, Subject } from './ErasuresPage';
import styles from './trust.module.css';

/** One request: how far it is, by when, what it would erase, and what can be done now. */
export function ErasureView({ id }: { id: string }) {
  const erasure = useQuery(queries.erasure(id));
  return (
    <Loaded query={erasure} rows={8}>
      {(data) => <View erasure={data} />}
    </Loaded>
  );
}

function View({ erasure }: { erasure: Erasure }) {
  const t = useText();
  const me = useMe();
  const ended = isEnded(erasure);
  const preview = useQuery({ ...queries.erasurePreview(erasure.id), enabled: !ended && erasure.state !== 'running' && erasure.subject.kind !== 'unknown' });
  return (
    <div className="stack">
      <p className="row wrap">
        <Subject erasure={erasure} />
        <StateTag tone={toneOf(erasure)} text={t(`erasure.state.${erasure.state}`)} />
        <Clock erasure={erasure} />
      </p>
      {erasure.heldBy === null || ended ? null : <Held id={erasure.heldBy} rest={erasure.state === 'approved' || erasure.state === 'running'} />}
      <p className="measure">{t(`erasure.next.${erasure.state}`)}</p>
      <Acts erasure={erasure} />
      <Timeline label={t('erasure.way')} moments={momentsOf(erasure, serviceNow(me), (state) => t(`erasure.step.${state}`))} />
      <Facts
        rows={[
          [t('erasure.intake'), t(`erasure.intake.${erasure.intake}`)],
          [t('erasure.requestedBy'), <WhoText key="by" who={erasure.requestedBy} />],
          [t('erasure.identityCheck'), erasure.identityCheck === '' ? '' : <Plain text={erasure.identityCheck} />],
          [t('erasure.approvedBy'), erasure.approvedBy === null ? '' : <WhoText key="second" who={erasure.approvedBy} />],
          [t('erasure.receipt'), erasure.receipt === null ? '' : <Link key="receipt" to="/trust/receipts" search={{ open: erasure.receipt }}>{t('erasure.receipt.open')}</Link>],
        ]}
      />
      {erasure.intake === 'mail' && erasure.state !== 'done' ? <ErasureMailPart id={erasure.id} /> : null}
      {ended || erasure.state === 'running' || erasure.subject.kind === 'unknown' ? null : (
        <Loaded query={preview} rows={4}>
          {(data) => <Counts counts={data.stores} caption={t('erasure.preview')} />}
        </Loaded>
      )}
    </div>
  );
}

/** The legal hold that stops it, or the part of it that the hold keeps: why and until when. */
function Held({ id, rest }: { id: string; rest: boolean }) {
  const t = useText();
  const format = useFormat();
  const may = useMay('hold.read');
  const hold = useQuery({ ...queries.hold(id), enabled: may });
  return (
    <p className="caution">
      {hold.data === undefined ? t(rest ? 'erasure.heldBy.rest' : 'erasure.heldBy') : t(rest ? 'erasure.heldBy.rest.until' : 'erasure.heldBy.until', { reason: hold.data.reason, time: format.instant(hold.data.expires) })}{' '}
      {may ? <Link to="/trust/holds" search={{ open: id }}>{t('erasure.heldBy.open')}</Link> : null}
    </p>
  );
}

/** What can be done now; whoever asked sees why somebody else has to approve. */
function Acts({ erasure }: { erasure: Erasure }) {
  const t = useText();
  const me = useMe();
  const client = useQueryClient();
  const write = useMay('erasure.write');
  const [asking, setAsking] = useState<ErasureAct>();
  const act = useMutation({
    mutationFn: ({ name, json }: { name: ErasureAct; json?: unknown }) => change<Erasure>('POST', `/erasures/${encodeURIComponent(erasure.id)}/${name}`, erasure.version, json),
    onSuccess: async (now, { name }) => {
      client.setQueryData(queries.erasure(erasure.id).queryKey, now);
      toast.done(t(`erasure.did.${name}`));
      setAsking(undefined);
      await client.invalidateQueries({ queryKey: ['erasures', 'list'] });
      await client.invalidateQueries({ queryKey: ['attention'] });
    },
    onError: () => void client.invalidateQueries({ queryKey: queries.erasure(erasure.id).queryKey }),
  });
  const acts = actsOf(erasure, serviceNow(me));
  const second = acts.some((name) => name.startsWith('approve'));
  if (!write || acts.length === 0) return null;
  const mine = erasure.requestedBy !== null && erasure.requestedBy.user === me.user;
  const begin = (name: ErasureAct) => {
    act.reset();
    if (name === 'acknowledge' || name === 'cancel') act.mutate({ name });
    else setAsking(name);
  };
  const dialog = { busy: act.isPending, problem: act.error, close: () => setAsking(undefined) };
  return (
    <div className={styles.doing}>
      <div className={styles.acts}>
        {acts.map((name, i) => (
          <Button key={name} size="xs" variant={i === 0 ? 'filled' : 'default'} color={name.startsWith('approve') ? 'red' : undefined} disabled={name.startsWith('approve') && mine} loading={act.isPending && asking === undefined && act.variables.name === name} onClick={() => begin(name)}>
            {t(`erasure.act.${name}`)}
          </Button>
        ))}
      </div>
      {mine && second ? <p className="muted small">{t('erasure.second')}</p> : null}
      {act.error !== null && asking === undefined ? <StateCard problem={act.error} /> : null}
      {asking === 'extend' || asking === 'refuse' ? <ReasonDialog {...dialog} title={t(`erasure.act.${asking}`)} says={t(`erasure.${asking}.says`)} label={t('erasure.reason')} act={t(`erasure.act.${asking}`)} run={(reason) => act.mutate({ name: asking, json: { reason } })} /> : null}
      {asking === 'identify' ? <Identify {...dialog} erasure={erasure} run={(json) => act.mutate({ name: 'identify', json })} /> : null}
      {asking === 'approve' || asking === 'approve-rest' ? <Approve {...dialog} erasure={erasure} name={asking} run={() => act.mutate({ name: asking })} /> : null}
    </div>
  );
}

interface DialogProperties {
  readonly erasure: Erasure;
  readonly busy: boolean;
  readonly problem: unknown;
  readonly close: () => void;
}

/** Whom a request is about, and how that was made sure. A mail names nobody before this. */
function Identify({ erasure, busy, problem, close, run }: DialogProperties & { run: (identity: ErasureIdentity) => void }) {
  const t = useText();
  const unknown = erasure.subject.kind === 'unknown';
  const [kind, setKind] = useState<'person' | 'customer'>('person');
  const [user, setUser] = useState('');
  const subject = !unknown ? subjectOf(erasure) : kind === 'customer' ? { kind } : { kind, user };
  return (
    <ReasonDialog title={t('erasure.act.identify')} says={t(unknown ? 'erasure.identify.unknown' : 'erasure.identify.says')} label={t('erasure.how')} act={t('erasure.act.identify')} busy={busy} problem={problem} close={close} ready={!unknown || kind === 'customer' || user !== ''} run={(how) => run({ subject, how })}>
      {!unknown ? null : (
        <>
          <SegmentedControl aria-label={t('erasure.subject')} value={kind} onChange={(value) => setKind(value as 'person' | 'customer')} data={[{ value: 'person', label: t('erasure.subject.person') }, { value: 'customer', label: t('erasure.subject.customer') }]} />
          {kind === 'person' ? <PersonPicker label={t('erasure.person')} hint={t('erasure.person.hint')} choose={setUser} /> : null}
        </>
      )}
    </ReasonDialog>
  );
}

/** The second person's step: the numbers, for the whole customer the word, and what follows. */
function Approve({ erasure, name, busy, problem, close, run }: DialogProperties & { name: 'approve' | 'approve-rest'; run: () => void }) {
  const t = useText();
  const preview = useQuery({ ...queries.erasurePreview(erasure.id), staleTime: 0 });
  const whole = erasure.subject.kind === 'customer';
  const word = t('erasure.word');
  const person = erasure.subject.person;
  const shown = person?.userName ?? '';
  const who = shown === '' ? (person?.pseudonym ?? '') : t('erasure.person.named', { name: shown, pseudonym: person?.pseudonym ?? '' });
  return (
    <Irreversible
      title={t(`erasure.act.${name}`)}
      what={whole ? t('erasure.customer.what') : t('erasure.person.what', { who })}
      word={word}
      sentence={t('irreversible.type', { word })}
      ready={preview.data !== undefined && !preview.isFetching}
      then={[t('erasure.approve.then'), ...(name === 'approve-rest' ? [t('erasure.approve-rest.then')] : [])].join(t('sentence.gap'))}
      act={t(`erasure.act.${name}`)}
      busy={busy}
      problem={problem}
      run={run}
      close={close}
    >
      <Loaded query={preview} rows={4}>
        {(data) => <Counts counts={data.stores} caption={t('erasure.preview')} />}
      </Loaded>
    </Irreversible>
  );
}
