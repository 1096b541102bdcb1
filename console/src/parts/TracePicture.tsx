import { useId, useState, type ReactNode } from 'react';
import { useFormat } from '../app/format';
import { useDisplay } from '../app/display';
import { useText } from '../i18n';
import { OutcomeMark, outcomeKey } from './Outcome';
import { Plain } from './Plain';
import { firstOpen, type Step, type StepId } from './trace';
import styles from './trace.module.css';

/** The stations in order, each a button; below them what the chosen one knew and which rules it looked at. */
export function TracePicture({ steps, facts }: { steps: readonly Step[]; facts?: (id: StepId) => ReactNode }) {
  const t = useText();
  const format = useFormat();
  const [chosen, setChosen] = useState<StepId>();
  const panel = useId();
  const open = chosen ?? firstOpen(steps);
  const step = steps.find((candidate) => candidate.id === open);
  const timed = steps.some((candidate) => candidate.micros !== undefined);
  const longest = Math.max(1, ...steps.filter((candidate) => candidate.id !== 'result').map((candidate) => candidate.micros ?? 0));
  return (
    <div>
      <ol className={styles.way} aria-label={t('trace.title')}>
        {steps.map((candidate) => (
          <li key={candidate.id} data-state={candidate.state}>
            <button type="button" className={styles.station} data-state={candidate.state} data-outcome={candidate.outcome} aria-expanded={candidate.id === open} aria-controls={panel} onClick={() => setChosen(candidate.id)}>
              <span className={styles.top}>
                <StepMark step={candidate} />
                {timed ? <span className={`${styles.micros} num`}>{candidate.micros === undefined ? '–' : format.micros(candidate.micros)}</span> : null}
              </span>
              <span className={styles.name}>{t(`trace.step.${candidate.id}`)}</span>
              <span className={`${styles.fact} cut`}>{candidate.fact === '' ? t(candidate.state === 'skipped' ? 'trace.skipped' : 'trace.state.' + candidate.state as 'trace.state.passed') : <Plain text={candidate.fact} />}</span>
              {candidate.micros === undefined || candidate.id === 'result' ? null : <span className={styles.bar} style={{ width: `${Math.max(2, (candidate.micros / longest) * 100)}%` }} />}
            </button>
          </li>
        ))}
      </ol>
      <section id={panel} className={styles.panel} aria-live="polite">
        {step === undefined ? null : <Considered step={step} />}
        {step === undefined ? null : facts?.(step.id)}
      </section>
    </div>
  );
}

function StepMark({ step }: { step: Step }) {
  const t = useText();
  if (step.outcome !== undefined) {
    return (
      <>
        <OutcomeMark outcome={step.outcome} />
        <span className="hidden">{t(outcomeKey(step.outcome))}</span>
      </>
    );
  }
  return (
    <>
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden className={styles.passed}>
        {step.state === 'unknown' ? <path d="M3.5 4a2.5 2.5 0 1 1 3.6 2.3C6.3 6.7 6 7 6 8M6 10.4v.1" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" /> : <circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray={step.state === 'skipped' ? '2 2' : undefined} />}
        {step.state === 'opened' ? <circle cx="6" cy="6" r="1.75" fill="currentColor" /> : null}
      </svg>
      <span className="hidden">{t(`trace.state.${step.state}`)}</span>
    </>
  );
}

/** Which rules the station looked at, in order, and why each did or did not match. */
function Considered({ step }: { step: Step }) {
  const t = useText();
  const { language } = useDisplay();
  const stage = step.stage;
  if (stage === undefined) return step.state === 'skipped' ? <p className="muted">{t('trace.skipped.text')}</p> : null;
  return (
    <>
      <p className={styles.says}>{stage.text[language]}</p>
      <ol className={styles.rules}>
        {stage.considered.map((rule) => (
          <li key={rule.index} data-matched={rule.matched}>
            <span className="num muted">{rule.index + 1}</span>
            <code>
              <Plain text={rule.rule} />
            </code>
            <span>
              <strong>{t(rule.matched ? 'trace.yes' : 'trace.no')}</strong> {rule.text[language]}
            </span>
          </li>
        ))}
      </ol>
      {stage.notReached > 0 ? <p className="muted small">{t('trace.notReached', { count: stage.notReached })}</p> : null}
    </>
  );
}
