import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { change, send } from '../../api/call';
import { queries } from '../../api/queries';
import type { Hold } from '../../api/types';
import { useFormat } from '../../app/format';
import { useMay, useMe } from '../../app/me';
import { useText } from '../../i18n';
import { Countdown } from '../../parts/Countdown';
import { Facts } from '../../parts/Facts';
import { Irreversible } from '../../parts/Irreversible';
import { Loaded } from '../../parts/Loaded';
import { Plain } from '../../parts/Plain';
import { saveFile } from '../../parts/saveFile';
import { StateCard } from '../../parts/StateCard';
import { StateTag } from '../../parts/StateTag';
import { TimeText } from '../../parts/TimeText';
import { toast } from '../../parts/toast';
import { WhoText } from '../../parts/Who';
import { HOLD_TONES, holdActs, type HoldAct } from './hold';
import styles from './trust.module.css';

const NEAR_DAYS = 30;

/** One hold: what it keeps, why, who asked and who approved, and how it ends. */
export function HoldView({ id }: { id: string }) {
  const hold = useQuery(queries.hold(id));
  return (
    <Loaded query={hold} rows={7}>
      {(data) => <View hold={data} />}
    </Loaded>
  );
}

function View({ hold }: { hold: Hold }) {
  const t = useText();
  const live = hold.state === 'requested' || hold.state === 'active';
  return (
    <div className="stack">
      <p className="row wrap">
        <StateTag tone={HOLD_TONES[hold.state]} text={t(`hold.state.${hold.state}`)} />
        {live ? <Countdown at={hold.expires} near={NEAR_DAYS} /> : null}
      </p>
      <p className="measure">
        <Plain text={hold.reason} />
      </p>
      <p className="muted measure">{t(hold.state === 'active' && hold.releaseRequestedBy !== null ? 'hold.next.releasing' : `hold.next.${hold.state}`)}</p>
      <Acts hold={hold} />
      <HoldFacts hold={hold} />
    </div>
  );
}

function HoldFacts({ hold }: { hold: Hold }) {
  const t = useText();
  const format = useFormat();
  return (
    <Facts
      rows={[
        [t('hold.days'), t('hold.span', { from: format.day(hold.from), to: format.day(hold.to) })],
        [t('hold.person'), hold.person === null ? t('hold.everybody') : <WhoText key="person" who={hold.person} />],
        [t('hold.expires'), <TimeText key="expires" at={hold.expires} show="instant" />],
        [t('hold.requestedBy'), <WhoText key="by" who={hold.requestedBy} />],
        [t('hold.approvedBy'), hold.approvedBy === null ? '' : <WhoText key="second" who={hold.approvedBy} />],
        ...(hold.releaseRequestedBy === null ? [] : [[t('hold.releaseBy'), <WhoText key="release" who={hold.releaseRequestedBy} />] satisfies [string, React.ReactNode]]),
        [t('hold.placed'), hold.placed === null ? '' : <TimeText key="placed" at={hold.placed} show="instant" />],
      ]}
    />
  );
}

function Acts({ hold }: { hold: Hold }) {
  const t = useText();
  const me = useMe();
  const client = useQueryClient();
  const write = useMay('hold.write');
  const [releasing, setReleasing] = useState(false);
  const act = useMutation({
    mutationFn: (name: HoldAct) => change<Hold>('POST', `/holds/${encodeURIComponent(hold.id)}/${name}`, hold.version),
    onSuccess: async (now, name) => {
      client.setQueryData(queries.hold(hold.id).queryKey, now);
      toast.done(name === 'release' && now.state === 'active' ? t('hold.did.asked') : t(`hold.did.${name}`));
      setReleasing(false);
      await client.invalidateQueries({ queryKey: ['holds'], exact: true });
      await client.invalidateQueries({ queryKey: ['retention'] });
    },
    onError: () => void client.invalidateQueries({ queryKey: queries.hold(hold.id).queryKey }),
  });
  const save = useMutation({
    mutationFn: async () => saveFile(await send(`/holds/${encodeURIComponent(hold.id)}/export`, { accept: 'application/x-ndjson' }), `sekisho-hold-${hold.id.slice(0, 8)}.ndjson`),
    onError: (failure) => toast.problem(failure, t),
  });
  const acts = write ? holdActs(hold) : [];
  const mine = hold.requestedBy !== null && hold.requestedBy.user === me.user;
  const asked = hold.releaseRequestedBy !== null && hold.releaseRequestedBy.user === me.user;
  const word = t('hold.word');
  return (
    <div className={styles.doing}>
      <div className={styles.acts}>
        {acts.map((name, i) => (
          <Button key={name} size="xs" variant={i === 0 && name !== 'release' ? 'filled' : 'default'} disabled={(name === 'approve' && mine) || (name === 'release' && asked)} loading={act.isPending && !releasing && act.variables === name} onClick={() => (name === 'release' ? setReleasing(true) : act.mutate(name))}>
            {t(name === 'refuse' && mine ? 'hold.act.withdraw' : name === 'release' && hold.releaseRequestedBy !== null ? 'hold.act.confirm' : `hold.act.${name}`)}
          </Button>
        ))}
        {hold.state === 'active' ? (
          <Button size="xs" variant="default" leftSection={<IconDownload size={16} stroke={1.75} aria-hidden />} loading={save.isPending} onClick={() => save.mutate()}>
            {t('hold.export')}
          </Button>
        ) : null}
      </div>
      {(mine && acts.includes('approve')) || asked ? <p className="muted small">{t('erasure.second')}</p> : null}
      {act.error !== null && !releasing ? <StateCard problem={act.error} /> : null}
      {releasing ? (
        <Irreversible title={t('hold.act.release')} what={t('hold.release.what')} word={word} sentence={t('irreversible.type', { word })} ready then={t('hold.release.then')} act={t('hold.act.release')} busy={act.isPending} problem={act.error} run={() => act.mutate('release')} close={() => setReleasing(false)}>
          <HoldFacts hold={hold} />
        </Irreversible>
      ) : null}
    </div>
  );
}
