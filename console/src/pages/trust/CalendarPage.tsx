import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { queries } from '../../api/queries';
import type { Licence } from '../../api/types';
import { useFormat } from '../../app/format';
import { serviceNow, useMay, useMe } from '../../app/me';
import { useText } from '../../i18n';
import { Countdown } from '../../parts/Countdown';
import { ExportAll } from '../../parts/ExportAll';
import { Loaded } from '../../parts/Loaded';
import { PageHead } from '../../parts/PageHead';
import { LockedCard } from '../../parts/StateCard';
import { StateTag, type Tone } from '../../parts/StateTag';
import { Works } from '../../parts/Works';
import { nextStep, phasesOf, progressOf, type Phase } from './calendar';
import { LockedTrafficChoice } from './LockedTraffic';
import { RetentionPart } from './RetentionPart';
import styles from './calendar.module.css';

const NEAR_DAYS = 30;
const TONES: Readonly<Record<Licence['state'], Tone>> = { active: 'running', grace: 'look', locked: 'late', deleting: 'late' };

/** What will be deleted, and when? */
export function CalendarPage() {
  const t = useText();
  const may = useMay('licence.read');
  const exports = useMay('events.read');
  const licence = useQuery({ ...queries.licence(), enabled: may });
  if (!may) return <LockedCard text={t('error.permission', { permission: 'licence.read', roles: [t('role.administrator'), t('role.auditor')].join(t('list.comma')) })} />;
  return (
    <>
      <PageHead title={t('nav.calendar')} says={licence.data === undefined ? undefined : t(`calendar.says.${licence.data.state}`)}>
        {exports && licence.data?.works.includes('export') === true ? <ExportAll /> : null}
      </PageHead>
      <Loaded query={licence} rows={8}>
        {(data) => <LicencePart licence={data} />}
      </Loaded>
      {licence.isPending || licence.data?.state === 'deleting' ? null : <RetentionPart />}
    </>
  );
}

function LicencePart({ licence }: { licence: Licence }) {
  const t = useText();
  const search = useSearch({ from: '/trust/calendar' });
  const navigate = useNavigate();
  const next = nextStep(licence.steps, serviceNow(useMe()));
  const table = search.view === 'table';
  return (
    <section className={styles.part}>
      <div className={styles.partHead}>
        <h2>{t(`calendar.kind.${licence.kind}`)}</h2>
        <StateTag tone={TONES[licence.state]} text={t(`calendar.state.${licence.state}`)} />
        <span className="grow" />
        <SegmentedControl size="xs" aria-label={t('chart.view')} value={table ? 'table' : 'picture'} onChange={(value) => void navigate({ to: '/trust/calendar', search: value === 'table' ? { view: value } : {} })} data={[{ value: 'picture', label: t('calendar.picture') }, { value: 'table', label: t('chart.table') }]} />
      </div>
      {next === undefined ? null : <Next at={next.at} text={t(`calendar.next.${next.what as 'expired' | 'locked' | 'deletion'}`)} />}
      {table ? <StepTable licence={licence} /> : <Picture licence={licence} />}
      <div className={styles.columns}>
        <div>
          <h3>{t('calendar.works')}</h3>
          <Works works={licence.works} />
        </div>
        <LockedTrafficChoice licence={licence} />
      </div>
    </section>
  );
}

/** The next date at which something changes: what, whole days, and the exact instant. */
function Next({ at, text }: { at: string; text: string }) {
  const format = useFormat();
  return (
    <p className={styles.next}>
      <span>{text}</span> <Countdown at={at} near={NEAR_DAYS} /> <span className="muted num">{format.instant(at, 'UTC')}</span>
    </p>
  );
}

function Picture({ licence }: { licence: Licence }) {
  const t = useText();
  const now = serviceNow(useMe());
  return (
    <ol className={styles.phases} aria-label={t('calendar.phases')}>
      {phasesOf(licence.steps).map((phase) => (
        <PhaseBox key={phase.state} phase={phase} now={now} current={phase.state === licence.state} />
      ))}
    </ol>
  );
}

function PhaseBox({ phase, now, current }: { phase: Phase; now: number; current: boolean }) {
  const t = useText();
  const format = useFormat();
  const share = progressOf(phase, now);
  return (
    <li className={styles.phase} data-state={phase.state} aria-current={current ? 'step' : undefined}>
      <span className={styles.phaseFrom}>{phase.from === undefined ? t('calendar.today') : format.instant(phase.from, 'UTC')}</span>
      <span className={styles.track}>{current ? <span className={styles.now} style={{ insetInlineStart: `${Math.round((share ?? 0.04) * 100)}%` }} /> : null}</span>
      <strong>
        {t(`calendar.state.${phase.state}`)}
        {current ? <span className={styles.here}> {t('calendar.here')}</span> : null}
      </strong>
      <span className="muted small">{t(`calendar.phase.${phase.state}`)}</span>
    </li>
  );
}

function StepTable({ licence }: { licence: Licence }) {
  const t = useText();
  const format = useFormat();
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t('calendar.what')}</th>
          <th scope="col">{t('calendar.at')}</th>
          <th scope="col">{t('calendar.countdown')}</th>
          <th scope="col">{t('calendar.done')}</th>
        </tr>
      </thead>
      <tbody>
        {licence.steps.map((step) => (
          <tr key={`${step.what} ${step.at}`} data-notice={step.what === 'notice'}>
            <th scope="row">{t(`calendar.step.${step.what}`)}</th>
            <td data-heading={t('calendar.at')} className="num">
              {format.instant(step.at, 'UTC')}
            </td>
            <td data-heading={t('calendar.countdown')}>{step.done ? <span className="muted">{'–'}</span> : <Countdown at={step.at} />}</td>
            <td data-heading={t('calendar.done')}>{t(step.done ? 'calendar.done.yes' : 'calendar.done.no')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
