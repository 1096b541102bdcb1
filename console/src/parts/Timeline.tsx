import { IconAlertOctagon, IconCircle, IconCircleCheckFilled, IconCircleDot, IconCircleMinus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useText } from '../i18n';
import { TimeText } from './TimeText';
import styles from './timeline.module.css';

export type MomentState = 'done' | 'now' | 'open' | 'late' | 'skipped';

/** One moment: what happens, when (or by when), and whether it has happened. */
export interface Moment {
  readonly id: string;
  readonly title: ReactNode;
  readonly at?: string | null;
  /** Whether the time is a deadline, not when it happened. */
  readonly due?: boolean;
  readonly detail?: ReactNode;
  readonly state: MomentState;
}

const ICONS = { done: IconCircleCheckFilled, now: IconCircleDot, open: IconCircle, late: IconAlertOctagon, skipped: IconCircleMinus } as const;

/** Moments in the order of time; each says in words what its mark says. */
export function Timeline({ moments, label }: { moments: readonly Moment[]; label: string }) {
  const t = useText();
  return (
    <ol className={styles.timeline} aria-label={label}>
      {moments.map((moment) => {
        const Icon = ICONS[moment.state];
        return (
          <li key={moment.id} data-state={moment.state} aria-current={moment.state === 'now' ? 'step' : undefined}>
            <Icon size={18} stroke={1.75} aria-hidden />
            <div className={styles.title}>
              {moment.title} <span className="hidden">{t(`timeline.${moment.state}`)}</span>
            </div>
            <div className={styles.when}>{moment.at == null ? null : <>{moment.due === true ? `${t('timeline.due')} ` : null}<TimeText at={moment.at} show="hour" /></>}</div>
            {moment.detail === undefined ? null : <div className={styles.detail}>{moment.detail}</div>}
          </li>
        );
      })}
    </ol>
  );
}
