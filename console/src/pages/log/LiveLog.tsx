import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { addressOf } from '../../api/call';
import type { Coverage, Event } from '../../api/types';
import { useFormat } from '../../app/format';
import { useText } from '../../i18n';
import { CoverageNote } from '../../parts/CoverageNote';
import { DataTable, type TableColumn } from '../../parts/DataTable';
import { EmptyCard } from '../../parts/StateCard';
import { filtersIn, type Scope } from '../../query/filters';
import styles from './log.module.css';

const KEPT = 500;
const SHOWN_EVERY_MS = 250;
const FOR_MS = 15 * 60_000;

type Ended = 'time-limit' | 'signed-out' | 'stopping' | 'failed';

interface Stream {
  readonly rows: readonly Event[];
  readonly waiting: number;
  readonly ended: Ended | undefined;
  readonly sampled: { readonly shown: number; readonly seen: number } | undefined;
  readonly coverage: Coverage | undefined;
}

const NOTHING: Stream = { rows: [], waiting: 0, ended: undefined, sampled: undefined, coverage: undefined };

/** Events as they come. It waits while somebody points at a row or has scrolled away, and ends after 15 minutes. */
export function LiveLog({ scope, columns, menu, open, opened }: { scope: Scope; columns: TableColumn<Event>[]; menu: (event: Event) => ReactNode; open: (event: Event) => void; opened: string | undefined }) {
  const t = useText();
  const format = useFormat();
  const [held, setHeld] = useState(false);
  const [turn, setTurn] = useState(0);
  const stream = useLive(scope, held || opened !== undefined, turn);
  return (
    <>
      <div className={styles.live} role="status">
        <span className={styles.dot} data-held={held || stream.ended !== undefined} aria-hidden />
        <span>{stream.ended !== undefined ? t(`log.live.ended.${stream.ended}`) : held ? t('log.live.held', { count: stream.waiting }) : t('log.live.running')}</span>
        {stream.sampled === undefined ? null : <span className="muted">{t('log.live.sampled', { shown: format.number(stream.sampled.shown), seen: format.number(stream.sampled.seen) })}</span>}
        {stream.ended === undefined ? null : (
          <button type="button" className="plain" onClick={() => setTurn((before) => before + 1)}>
            <span className={styles.again}>{t('log.live.again')}</span>
          </button>
        )}
      </div>
      <CoverageNote coverage={stream.coverage} />
      {stream.rows.length === 0 ? <EmptyCard title={t('log.live.waiting')} text={t('log.live.waiting.text')} /> : <DataTable rows={stream.rows} columns={columns} label={t('log.live.start')} idOf={(event) => event.id} open={open} opened={opened} menu={menu} hold={setHeld} />}
    </>
  );
}

function useLive(scope: Scope, held: boolean, turn: number): Stream {
  const [stream, setStream] = useState<Stream>(NOTHING);
  const client = useQueryClient();
  const stopped = useRef(held);
  useEffect(() => {
    stopped.current = held;
  }, [held]);
  const address = addressOf('/events/live', Object.fromEntries(filtersIn(scope).map(({ name, value }) => [name, value])));
  useEffect(() => {
    setStream(NOTHING);
    let waiting: Event[] = [];
    const source = new EventSource(address);
    const end = (ended: Ended) => {
      source.close();
      setStream((before) => ({ ...before, ended }));
    };
    source.addEventListener('event', (message) => {
      waiting = [JSON.parse(message.data as string) as Event, ...waiting].slice(0, KEPT);
    });
    source.addEventListener('sampled', (message) => setStream((before) => ({ ...before, sampled: JSON.parse(message.data as string) as Stream['sampled'] })));
    source.addEventListener('incomplete', (message) => setStream((before) => ({ ...before, coverage: JSON.parse(message.data as string) as Coverage })));
    source.addEventListener('end', (message) => end((JSON.parse(message.data as string) as { reason: Ended }).reason));
    source.onerror = () => {
      if (source.readyState !== EventSource.CLOSED) return;
      // The browser does not say why; asking who is signed in does, and leads to the sign-in page if nobody is.
      void client.invalidateQueries({ queryKey: ['me'] });
      end('failed');
    };
    const shower = setInterval(() => {
      const still = stopped.current || window.scrollY > 240;
      setStream((before) => {
        if (still || waiting.length === 0) return before.waiting === waiting.length ? before : { ...before, waiting: waiting.length };
        const rows = [...waiting, ...before.rows].slice(0, KEPT);
        waiting = [];
        return { ...before, rows, waiting: 0 };
      });
    }, SHOWN_EVERY_MS);
    const limit = setTimeout(() => end('time-limit'), FOR_MS);
    return () => {
      source.close();
      clearInterval(shower);
      clearTimeout(limit);
    };
  }, [address, turn, client]);
  return stream;
}
