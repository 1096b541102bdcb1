import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { send } from '../../api/call';
import { queries } from '../../api/queries';
import type { My } from '../../api/types';
import { useFormat } from '../../app/format';
import { serviceNow, useMay, useMe } from '../../app/me';
import { useText } from '../../i18n';
import { Facts } from '../../parts/Facts';
import { Irreversible } from '../../parts/Irreversible';
import { Loaded } from '../../parts/Loaded';
import { PageHead } from '../../parts/PageHead';
import { Plain } from '../../parts/Plain';
import { saveFile } from '../../parts/saveFile';
import { LockedCard } from '../../parts/StateCard';
import { StateTag } from '../../parts/StateTag';
import { TimeText } from '../../parts/TimeText';
import { Timeline } from '../../parts/Timeline';
import { toast } from '../../parts/toast';
import { isEnded, momentsOf, toneOf } from '../trust/erasure';
import { MyEvents } from './MyEvents';
import { MyFields } from './MyFields';
import { MyLooks } from './MyLooks';
import styles from './privacy.module.css';

/** What is stored about me, who looked, and how do I get it or have it erased? */
export function PrivacyPage() {
  const t = useText();
  const may = useMay('own.data');
  const my = useQuery({ ...queries.my(), enabled: may });
  if (!may) return <LockedCard text={t('my.nothing')} />;
  return (
    <>
      <PageHead title={t('nav.privacy')} says={my.data === undefined ? undefined : t('my.says', { count: my.data.logRetentionDays })}>
        <Export />
      </PageHead>
      <Loaded query={my} rows={8}>
        {(data) => <About my={data} />}
      </Loaded>
      <MyLooks />
      <MyEvents />
    </>
  );
}

/** Everything that is stored about me, as one file. */
function Export() {
  const t = useText();
  const save = useMutation({ mutationFn: async () => saveFile(await send('/my/export', { accept: 'application/x-ndjson' }), 'sekisho-my-data.ndjson'), onError: (failure) => toast.problem(failure, t) });
  return (
    <Button size="xs" leftSection={<IconDownload size={16} stroke={1.75} aria-hidden />} loading={save.isPending} onClick={() => save.mutate()}>
      {t('my.export')}
    </Button>
  );
}

function About({ my }: { my: My }) {
  const t = useText();
  return (
    <div className={styles.columns}>
      <section>
        <h2>{t('my.me')}</h2>
        <Facts
          rows={[
            [t('account.pseudonym'), <span key="pseudonym" className="mono">{my.pseudonym}</span>],
            [t('account.login'), <Plain key="login" text={my.login} />],
            [t('people.name'), my.name === '' ? '' : <Plain key="name" text={my.name} />],
            [t('my.email'), my.email === '' ? '' : <Plain key="email" text={my.email} />],
            [t('tokens.role'), t(`role.${my.role}`)],
            [t('field.groups'), my.groups.join(t('list.comma'))],
            [t('my.since'), <TimeText key="since" at={my.created} show="date" />],
            [t('my.password'), t(my.hasPassword ? 'my.password.yes' : 'my.password.no')],
            [t('account.sessions'), <Link key="sessions" to="/account">{t('my.sessions', { count: my.sessions })}</Link>],
            [t('my.contact'), my.contact === '' ? '' : <Plain key="contact" text={my.contact} />],
          ]}
        />
      </section>
      <MyErasure my={my} />
      <MyFields fields={my.fields} days={my.logRetentionDays} />
    </div>
  );
}

/** My own erasure: asked for here, decided by two persons, with the clock that the law sets. */
function MyErasure({ my }: { my: My }) {
  const t = useText();
  const format = useFormat();
  const me = useMe();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const ask = useMutation({
    mutationFn: () => send('/my/erasure', { method: 'POST' }),
    onSuccess: async () => {
      setAsking(false);
      toast.done(t('my.erasure.asked'));
      await client.invalidateQueries({ queryKey: ['my'] });
    },
  });
  const { erasure } = my;
  const word = t('erasure.word');
  const open = erasure !== null && !isEnded(erasure);
  return (
    <section>
      <h2>{t('my.erasure')}</h2>
      {erasure === null ? null : (
        <>
          <p className="row wrap">
            <StateTag tone={toneOf(erasure)} text={t(`erasure.state.${erasure.state}`)} /> {open ? <span className="muted">{t('my.erasure.by', { time: format.date(erasure.dueBy) })}</span> : null}
          </p>
          <Timeline label={t('erasure.way')} moments={momentsOf(erasure, serviceNow(me), (state) => t(`erasure.step.${state}`))} />
        </>
      )}
      {open ? null : (
        <>
          <p className="muted measure">{t('my.erasure.says')}</p>
          <p className={styles.act}>
            <Button size="xs" variant="default" onClick={() => setAsking(true)}>
              {t('my.erasure.ask')}
            </Button>
          </p>
        </>
      )}
      {asking ? (
        <Irreversible title={t('my.erasure.ask')} what={t('my.erasure.what')} ready word={word} then={t('my.erasure.then')} act={t('my.erasure.ask')} busy={ask.isPending} problem={ask.error} run={() => ask.mutate()} close={() => setAsking(false)}>
          <Facts rows={[[t('my.erasure.person'), t('my.erasure.person.text')], [t('data.store.events'), t('my.erasure.events.text', { count: my.logRetentionDays })], [t('nav.audit'), t('my.erasure.audit.text')]]} />
        </Irreversible>
      ) : null}
    </section>
  );
}
