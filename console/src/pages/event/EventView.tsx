import { Button, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { queries } from '../../api/queries';
import type { EventDetail } from '../../api/types';
import { useFormat } from '../../app/format';
import { useMay } from '../../app/me';
import { useOptionalText, useText } from '../../i18n';
import { useCategoryName } from '../../parts/category';
import { Facts } from '../../parts/Facts';
import { Loaded } from '../../parts/Loaded';
import { OutcomeBadge } from '../../parts/Outcome';
import { outcomeOf } from '../../parts/outcome';
import { Person } from '../../parts/Person';
import { Plain, withoutQuery } from '../../parts/Plain';
import { TimeText } from '../../parts/TimeText';
import { stepsOfEvent, type StepId } from '../../parts/trace';
import { TracePicture } from '../../parts/TracePicture';
import type { QuickWish } from '../policy/quick';
import styles from './event.module.css';

/** Why this outcome, step by step? */
export function EventView({ id, wish }: { id: string; wish: (wish: QuickWish) => void }) {
  const detail = useQuery(queries.event(id));
  return (
    <Loaded query={detail} rows={8} height={480}>
      {(data) => <Known detail={data} wish={wish} />}
    </Loaded>
  );
}

function Known({ detail, wish }: { detail: EventDetail; wish: (wish: QuickWish) => void }) {
  const t = useText();
  const format = useFormat();
  const write = useMay('policy.write');
  const test = useMay('policy.read');
  const { event, trace, timing } = detail;
  return (
    <article className={styles.event}>
      <header>
        <p className={styles.headline}>
          <OutcomeBadge outcome={outcomeOf(event)} />
          <Address event={event} />
        </p>
        <p className={styles.meta}>
          <TimeText at={event.time} /> <span className="nowrap">{format.zoneName}</span>
          {timing.decide == null ? null : <span className="nowrap">{t('event.decidedIn', { time: format.micros(timing.decide) })}</span>}
          {trace.version === null ? null : <span className="nowrap">{t('event.version', { v: trace.version })}</span>}
        </p>
        <div className={styles.acts}>
          {write ? (
            <>
              <Button size="xs" variant="default" onClick={() => wish({ host: event.host, action: 'allow' })}>
                {t('quick.allow')}
              </Button>
              <Button size="xs" variant="default" onClick={() => wish({ host: event.host, action: 'block' })}>
                {t('quick.block')}
              </Button>
            </>
          ) : null}
          {test ? (
            <Button size="xs" variant="default" component={Link} to="/policy/test" search={{ url: withoutQuery(event.url).replace('…', ''), method: event.method, user: event.user ?? undefined } as never}>
              {t('event.testNow')}
            </Button>
          ) : null}
        </div>
      </header>
      <Tabs defaultValue="trace" keepMounted={false}>
        <Tabs.List>
          {(['trace', 'request', 'tls', 'timing', 'raw'] as const).map((tab) => (
            <Tabs.Tab key={tab} value={tab}>
              {t(`event.tab.${tab}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="trace" pt="md">
          <TraceTab detail={detail} />
        </Tabs.Panel>
        <Tabs.Panel value="request" pt="md">
          <RequestTab detail={detail} />
        </Tabs.Panel>
        <Tabs.Panel value="tls" pt="md">
          <TlsTab detail={detail} />
        </Tabs.Panel>
        <Tabs.Panel value="timing" pt="md">
          <TimingTab detail={detail} />
        </Tabs.Panel>
        <Tabs.Panel value="raw" pt="md">
          <pre className={styles.raw} tabIndex={0}>
            {JSON.stringify(detail, null, 2)}
          </pre>
        </Tabs.Panel>
      </Tabs>
    </article>
  );
}

function Address({ event }: { event: EventDetail['event'] }) {
  const t = useText();
  const [whole, setWhole] = useState(false);
  const cut = withoutQuery(event.url);
  return (
    <span className={`mono ${styles.address}`}>
      <Plain text={whole ? event.url : cut} />{' '}
      {cut === event.url ? null : (
        <button type="button" className={`plain ${styles.link}`} aria-expanded={whole} onClick={() => setWhole(!whole)}>
          {t(whole ? 'event.hideQuery' : 'event.showQuery')}
        </button>
      )}
    </span>
  );
}

function TraceTab({ detail }: { detail: EventDetail }) {
  const t = useText();
  const { trace, event } = detail;
  const optional = useOptionalText();
  const facts = (id: StepId): ReactNode => <StepFacts id={id} detail={detail} />;
  return (
    <div className="stack">
      {event.reason === '' || event.reason === 'blocked-by-rule' ? null : <p>{optional(`errors.${event.reason}`) ?? event.reason}</p>}
      {trace.state === 'bundle-gone' ? <p className="muted">{t('trace.gone')}</p> : null}
      {trace.agrees === false ? <p className="caution">{t('trace.disagrees')}</p> : null}
      <TracePicture steps={stepsOfEvent(detail)} facts={facts} />
    </div>
  );
}

function StepFacts({ id, detail }: { id: StepId; detail: EventDetail }) {
  const t = useText();
  const optional = useOptionalText();
  const { event, facts, unknownFacts, request, connection } = detail;
  if (id === 'onRamp') return <Facts rows={[[t('field.onRamp'), event.onRamp], [t('field.clientIp'), mono(event.clientIp)], [t('field.node'), request.node]]} />;
  if (id === 'identity') return <Facts rows={[[t('column.who'), <Person key="who" pseudonym={event.pseudonym} name={event.userName} />], [t('field.identityMethod'), optional(`identity.${request.identityMethod}`) ?? request.identityMethod], [t('field.groups'), event.groups.join(t('list.comma'))]]} />;
  if (id === 'result') return <Facts rows={[[t('field.status'), event.status === 0 ? t('event.clientLeft') : String(event.status)], [t('field.destination'), mono(connection.destination)], [t('column.rule'), event.rule]]} />;
  const read = id === 'destination' ? ['destination', 'host', 'port'] : id === 'decryption' ? ['host', 'category', 'list', 'group'] : Object.keys(facts);
  const rows = read.filter((name) => facts[name] !== undefined).map((name): [string, ReactNode] => [optional(`fact.${name}`) ?? name, (facts[name] ?? []).length === 0 ? '–' : mono((facts[name] ?? []).join(', '))]);
  const missing = unknownFacts.filter((name) => read.includes(name));
  return <Facts title={t('trace.facts')} rows={[...rows, ...missing.map((name): [string, ReactNode] => [optional(`fact.${name}`) ?? name, <span key={name} className="muted">{t('trace.notStored')}</span>])]} />;
}

function mono(text: string): ReactNode {
  return text === '' ? '–' : <code><Plain text={text} /></code>;
}

function RequestTab({ detail }: { detail: EventDetail }) {
  const t = useText();
  const format = useFormat();
  const category = useCategoryName();
  const { event, request, notCollected } = detail;
  const stored = (field: string, value: string): ReactNode => (notCollected.includes(field) ? <span className="muted">{t('event.notCollected')}</span> : mono(value));
  return (
    <Facts
      rows={[
        [t('field.method'), mono(event.method)],
        [t('field.host'), stored('host', event.host)],
        [t('field.port'), String(request.port)],
        [t('field.path'), stored('path', request.path)],
        [t('field.query'), notCollected.includes('query') ? <span key="q" className="muted">{t('event.notCollected')}</span> : request.query === '' ? '–' : <Hidden text={request.query} />],
        [t('column.category'), event.categories.length === 0 ? t('category.none') : event.categories.map(category).join(t('list.comma'))],
        [t('field.lists'), event.lists.join(t('list.comma')) || '–'],
        [t('field.userAgent'), stored('user_agent', event.userAgent)],
        [t('field.referrer'), stored('referrer', request.referrer)],
        [t('field.contentType'), mono(request.contentType)],
        [t('field.requestBytes'), format.bytes(event.requestBytes)],
        [t('field.responseBytes'), format.bytes(event.responseBytes)],
        [t('field.protocols'), mono([request.clientProtocol, request.upstreamProtocol].filter((text) => text !== '').join(' → '))],
        [t('field.clientIp'), stored('client_address', event.clientIp === '' ? '' : `${event.clientIp}:${request.clientPort}`)],
        [t('field.groups'), event.groups.join(t('list.comma')) || '–'],
      ]}
    />
  );
}

/** Personal detail that is shown when somebody asks for it. */
function Hidden({ text }: { text: string }) {
  const t = useText();
  const [shown, setShown] = useState(false);
  return shown ? (
    <>{mono(text)}</>
  ) : (
    <button type="button" className={`plain ${styles.link}`} onClick={() => setShown(true)}>
      {t('event.showQuery')}
    </button>
  );
}

function TlsTab({ detail }: { detail: EventDetail }) {
  const t = useText();
  const optional = useOptionalText();
  const { connection } = detail;
  const side = (version: string, cipher: string) => mono([version, cipher].filter((text) => text !== '').join(' · '));
  return (
    <Facts
      rows={[
        [t('field.tlsMode'), t(`tls.${connection.mode}`)],
        [t('field.sni'), mono(connection.sni)],
        [t('field.connectHost'), mono(connection.connectHost)],
        [t('field.clientTls'), side(connection.clientTls, connection.clientCipher)],
        [t('field.upstreamTls'), side(connection.upstreamTls, connection.upstreamCipher)],
        [t('field.alpn'), mono(connection.alpn)],
        [t('field.certificateFault'), connection.certificateFault === '' ? '–' : (optional(`errors.${connection.certificateFault}`) ?? connection.certificateFault)],
        [t('field.certificateHash'), mono(connection.certificateHash)],
        [t('field.destination'), mono(connection.destination)],
      ]}
    />
  );
}

function TimingTab({ detail }: { detail: EventDetail }) {
  const t = useText();
  const format = useFormat();
  const total = Math.max(1, detail.timing.total ?? 1);
  const rows = (['identity', 'resolve', 'decide', 'connect', 'tls', 'firstByte', 'total'] as const).map((name) => ({ name, micros: detail.timing[name] }));
  return (
    <table className={styles.timing}>
      <thead>
        <tr>
          <th scope="col">{t('timing.step')}</th>
          <th scope="col">{t('timing.time')}</th>
          <th scope="col">
            <span className="hidden">{t('timing.share')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, micros }) => (
          <tr key={name}>
            <th scope="row">{t(`timing.${name}`)}</th>
            <td className="num">{micros === null ? t('timing.notVisited') : format.micros(micros)}</td>
            <td>
              <span className={styles.share} style={{ width: `${Math.min(100, ((micros ?? 0) / total) * 100)}%` }} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
