import { IconAlertOctagon, IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconCircleMinus, IconClockHour4, IconProgress } from '@tabler/icons-react';
import styles from './tag.module.css';

/** How a state is to be read: `proved` is only for what a receipt shows, `late` only for a deadline that has passed. */
export type Tone = 'new' | 'waiting' | 'running' | 'look' | 'late' | 'proved' | 'ended';

const ICONS: Readonly<Record<Tone, typeof IconProgress>> = {
  new: IconCircleDashed,
  waiting: IconClockHour4,
  running: IconProgress,
  look: IconAlertTriangle,
  late: IconAlertOctagon,
  proved: IconCircleCheck,
  ended: IconCircleMinus,
};

/** A state as shape, word and colour together. */
export function StateTag({ tone, text }: { tone: Tone; text: string }) {
  const Icon = ICONS[tone];
  return (
    <span className={styles.tag} data-tone={tone}>
      <Icon size={15} stroke={2} aria-hidden />
      {text}
    </span>
  );
}
