import { Button, CopyButton } from '@mantine/core';
import { IconAlertTriangle, IconInbox, IconLock } from '@tabler/icons-react';
import { useEffect, useState, type ReactNode } from 'react';
import { isProblem } from '../api/call';
import { Problem } from '../api/problem';
import { useOptionalText, useText } from '../i18n';
import { LockedLicence } from './LockedLicence';
import styles from './state.module.css';

/** A part that could not be shown: what happened, what to do, and the reference to quote. Refusals are no errors. */
export function StateCard({ problem, retry, small = false }: { problem: unknown; retry?: () => void; small?: boolean }) {
  const t = useText();
  const optional = useOptionalText();
  const known = isProblem(problem) ? problem : new Problem(0, 'page-failed', '', undefined, undefined, [], {});
  if (known.code === 'not-permitted') return <NoPermission problem={known} />;
  if (!small && (known.code === 'licence-locked' || known.code === 'licence-deleting')) return <LockedLicence />;
  const says = known.code === 'internal' && known.reference !== undefined ? t('error.server', { ref: known.reference }) : (optional(`errors.${known.code}`) ?? known.title);
  if (small) {
    return (
      <p className={styles.small} role="alert" title={says}>
        <IconAlertTriangle size={18} stroke={1.75} aria-hidden className={styles.alert} />
        <code>{known.code}</code>
        <span className="hidden">{says}</span>
        {retry === undefined ? null : (
          <Button size="compact-xs" variant="default" onClick={retry}>
            {t('act.retry')}
          </Button>
        )}
      </p>
    );
  }
  return (
    <section className={styles.card} role="alert">
      <IconAlertTriangle size={20} stroke={1.75} aria-hidden className={styles.alert} />
      <div className="grow">
        <p>{says}</p>
        {known.code === 'offline' || known.detail === undefined || known.places.length > 0 ? null : (
          <p className="muted small measure" lang="en">
            {known.detail}
          </p>
        )}
        <ul className={styles.places}>
          {known.places.map((place, i) => (
            <li key={i}>
              {place.at === undefined || place.at === '' ? null : <code>{place.at}</code>} <span lang="en">{place.message}</span>
            </li>
          ))}
        </ul>
        <p className={styles.foot}>
          <code>{known.code}</code>
          {known.reference === undefined ? null : (
            <CopyButton value={`${known.code} ${known.reference}`}>
              {({ copied, copy }) => (
                <button type="button" className="plain" onClick={copy}>
                  <code>{known.reference}</code> <span className={styles.copy}>{t(copied ? 'act.copied' : 'act.copy')}</span>
                </button>
              )}
            </CopyButton>
          )}
          {retry === undefined ? null : (
            <Button size="xs" variant="default" onClick={retry}>
              {t('act.retry')}
            </Button>
          )}
        </p>
      </div>
    </section>
  );
}

function NoPermission({ problem }: { problem: Problem }) {
  const t = useText();
  const optional = useOptionalText();
  const roles = Array.isArray(problem.more['roles']) ? (problem.more['roles'] as string[]) : [];
  const permission = typeof problem.more['permission'] === 'string' ? problem.more['permission'] : '';
  const text = permission === '' ? t('errors.not-permitted') : t('error.permission', { permission, roles: roles.map((role) => optional(`role.${role}`) ?? role).join(t('list.comma')) });
  return <LockedCard text={text} />;
}

export function LockedCard({ text }: { text: string }) {
  return (
    <section className={styles.card}>
      <IconLock size={20} stroke={1.75} aria-hidden />
      <p className="grow">{text}</p>
    </section>
  );
}

/** Nothing there (yet, or by this filter): what would be here and how to get it. */
export function EmptyCard({ title, text, children }: { title: string; text?: string; children?: ReactNode }) {
  return (
    <section className={styles.empty}>
      <IconInbox size={28} stroke={1.5} aria-hidden />
      <h2>{title}</h2>
      {text === undefined ? null : <p className="muted measure">{text}</p>}
      {children === undefined ? null : <div className={styles.actions}>{children}</div>}
    </section>
  );
}

const SKELETON_AFTER_MS = 150;
const SLOW_AFTER_MS = 5000;

/** Room for what is being read: nothing for 150 ms, then lines of the final size, after 5 s a sentence and a way out. */
export function Loading({ rows = 3, height, says, cancel }: { rows?: number; height?: number; says?: string; cancel?: () => void }) {
  const t = useText();
  const [phase, setPhase] = useState<0 | 1 | 2>(0);
  useEffect(() => {
    const shown = setTimeout(() => setPhase(1), SKELETON_AFTER_MS);
    const slow = setTimeout(() => setPhase(2), SLOW_AFTER_MS);
    return () => {
      clearTimeout(shown);
      clearTimeout(slow);
    };
  }, []);
  return (
    <div className={styles.loading} role="status" data-shown={phase > 0} style={{ minHeight: height }}>
      <span className="hidden">{t('state.loading')}</span>
      {phase === 2 ? (
        <p className="row wrap muted small">
          {says ?? t('state.slow')}
          {cancel === undefined ? null : (
            <Button size="xs" variant="default" onClick={cancel}>
              {t('act.cancel')}
            </Button>
          )}
        </p>
      ) : null}
      {Array.from({ length: rows }, (_, i) => (
        <span key={i} className={styles.line} data-of={i % 3} />
      ))}
    </div>
  );
}
