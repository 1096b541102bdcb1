import { IconAlertOctagon, IconAlertTriangle } from '@tabler/icons-react';
import { useFormat } from '../app/format';
import { serviceNow, useMe } from '../app/me';
import { useText } from '../i18n';
import { urgencyOf, wholeDays } from './days';
import styles from './countdown.module.css';

const NEAR_DAYS = 3;

/** Whole days until a time, or past it; the exact instant in UTC stands in the title. */
export function Countdown({ at, near = NEAR_DAYS }: { at: string; near?: number }) {
  const t = useText();
  const format = useFormat();
  const now = serviceNow(useMe());
  const days = wholeDays(at, now);
  const urgency = urgencyOf(at, now, near);
  const text = urgency === 'late' ? t('countdown.late', { count: -days }) : days === 0 ? t('countdown.today') : t('countdown.left', { count: days });
  return (
    <time className={styles.countdown} data-urgency={urgency} dateTime={at} title={`${format.exact(at)}\n${format.exact(at, 'UTC')}`}>
      {urgency === 'late' ? <IconAlertOctagon size={15} stroke={2} aria-hidden /> : urgency === 'near' ? <IconAlertTriangle size={15} stroke={2} aria-hidden /> : null}
      {text}
    </time>
  );
}
