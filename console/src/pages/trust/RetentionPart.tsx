import { Button, Modal, NumberInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { isProblem, send } from '../../api/call';
import { queries } from '../../api/queries';
import type { Retention, Settings } from '../../api/types';
import { useFormat } from '../../app/format';
import { serviceNow, useMay, useMe } from '../../app/me';
import { useChanges } from '../../app/useChanges';
import { useText } from '../../i18n';
import { Facts } from '../../parts/Facts';
import { Irreversible } from '../../parts/Irreversible';
import { Loaded } from '../../parts/Loaded';
import { StateCard } from '../../parts/StateCard';
import { TimeText } from '../../parts/TimeText';
import { toast } from '../../parts/toast';
import { keptFrom } from './calendar';
import styles from './calendar.module.css';
import { useFocusBack } from '../../parts/useFocusBack';

/** How long events are kept, what is the oldest, what was deleted last. */
export function RetentionPart() {
  const t = useText();
  const retention = useQuery(queries.retention());
  const changes = useChanges();
  const write = useMay('settings.write') && changes;
  const [changing, setChanging] = useState(false);
  return (
    <section className={styles.part} id="retention">
      <div className={styles.partHead}>
        <h2>{t('data.retention')}</h2>
        <span className="grow" />
        {write && retention.data !== undefined ? (
          <Button size="xs" variant="default" onClick={() => setChanging(true)}>
            {t('retention.change')}
          </Button>
        ) : null}
      </div>
      <Loaded query={retention} rows={4}>
        {(data) => <Now retention={data} />}
      </Loaded>
      {changing && retention.data !== undefined ? <Change retention={retention.data} close={() => setChanging(false)} /> : null}
    </section>
  );
}

function Now({ retention }: { retention: Retention }) {
  const t = useText();
  const format = useFormat();
  const receipts = useMay('erasure.read');
  const holds = useMay('hold.read');
  const { last } = retention;
  const days = last === null ? null : <TimeText at={last.time} show="hour" />;
  return (
    <Facts
      rows={[
        [t('retention.days'), t('retention.days.value', { count: retention.days, longest: retention.longest })],
        [t('retention.oldest'), retention.oldest === null ? t('retention.oldest.none') : format.day(retention.oldest)],
        [t('retention.last'), last === null ? t('retention.last.none') : receipts ? <Link key="last" to="/trust/receipts" search={{ open: last.id }}>{days}</Link> : days],
        [t('nav.holds'), holds ? <Link key="holds" to="/trust/holds">{t('retention.holds', { count: retention.holds })}</Link> : t('retention.holds', { count: retention.holds })],
      ]}
    />
  );
}

function Change({ retention, close }: { retention: Retention; close: () => void }) {
  const t = useText();
  useFocusBack();
  const client = useQueryClient();
  const settings = useQuery(queries.settings());
  const [wanted, setWanted] = useState(retention.days);
  const [sure, setSure] = useState(false);
  const save = useMutation({
    mutationFn: async () => {
      const base = settings.data;
      if (base === undefined) throw new Error('the settings are not known yet');
      return send('/settings', { method: 'PUT', json: { ...base.value, logRetentionDays: wanted } satisfies Settings, headers: base.tag === undefined ? {} : { 'If-Match': base.tag } });
    },
    onSuccess: async () => {
      toast.done(t('retention.saved', { before: retention.days, after: wanted }));
      close();
      await Promise.all([client.invalidateQueries({ queryKey: ['settings'] }), client.invalidateQueries({ queryKey: ['retention'] })]);
    },
    onError: (failure) => {
      if (isProblem(failure) && failure.status === 412) void client.invalidateQueries({ queryKey: ['settings'] });
    },
  });
  const inside = Number.isInteger(wanted) && wanted >= 1 && wanted <= retention.longest;
  const valid = inside && wanted !== retention.days;
  if (sure) return <Shorter retention={retention} wanted={wanted} busy={save.isPending} problem={save.error} run={() => save.mutate()} close={close} />;
  return (
    <Modal opened onClose={close} title={t('retention.change.title')} closeButtonProps={{ 'aria-label': t('act.close') }}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!valid || settings.data === undefined || save.isPending) return;
          if (wanted < retention.days) setSure(true);
          else save.mutate();
        }}
      >
        <NumberInput label={t('retention.days')} description={t('retention.hint', { longest: retention.longest })} min={1} max={retention.longest} allowDecimal={false} value={Number.isNaN(wanted) ? '' : wanted} error={inside ? undefined : t('retention.fault', { longest: retention.longest })} onChange={(value) => setWanted(value === '' ? Number.NaN : Number(value))} data-autofocus />
        {inside ? <p className="muted measure">{t(wanted < retention.days ? 'retention.shorter.hint' : 'retention.longer.hint')}</p> : null}
        {settings.error === null ? null : <StateCard problem={settings.error} />}
        {save.error === null ? null : <StateCard problem={save.error} />}
        <div className={styles.save}>
          <Button variant="default" onClick={close}>
            {t('act.cancel')}
          </Button>
          <Button type="submit" disabled={!valid || settings.data === undefined} loading={save.isPending}>
            {t(wanted < retention.days ? 'retention.next' : 'settings.save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** Shorter means deleted: the number of events first, then the number of days typed again. */
function Shorter({ retention, wanted, busy, problem, run, close }: { retention: Retention; wanted: number; busy: boolean; problem: unknown; run: () => void; close: () => void }) {
  const t = useText();
  const format = useFormat();
  const now = serviceNow(useMe());
  const [cut] = useState(() => keptFrom(wanted, now));
  const nothing = retention.oldest === null || Date.parse(retention.oldest) >= Date.parse(cut);
  const counted = useQuery({ ...queries.stats({ measure: 'requests', from: new Date(Date.parse(retention.oldest ?? cut)).toISOString(), to: cut }), enabled: !nothing });
  const total = nothing ? 0 : counted.data?.total;
  return (
    <Irreversible title={t('retention.shorter.title', { before: retention.days, after: wanted })} what={t('settings.shorter', { days: wanted })} ready={total !== undefined} word={String(wanted)} sentence={t('irreversible.type', { word: String(wanted) })} then={retention.holds > 0 ? t('retention.shorter.holds', { count: retention.holds }) : undefined} act={t('retention.shorter.act')} busy={busy} problem={problem} run={run} close={close}>
      {counted.error === null ? (
        <p role="status">
          <strong className="num">{total === undefined ? t('state.loading') : t('retention.shorter.count', { count: total, number: format.number(total), time: format.instant(cut, 'UTC') })}</strong>
        </p>
      ) : (
        <StateCard problem={counted.error} retry={() => void counted.refetch()} />
      )}
      {counted.data?.coverage.complete === false ? <p className="muted">{t('partial', { n: counted.data.coverage.unreadable, m: counted.data.coverage.segments })}</p> : null}
    </Irreversible>
  );
}
