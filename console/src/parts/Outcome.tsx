import { useText, type TextKey } from '../i18n';
import type { Outcome } from '../theme/tokens';
import styles from './outcome.module.css';

/** The mark of an outcome: 12 px, each of another shape, so that it speaks without colour. */
export function OutcomeMark({ outcome, size = 12 }: { outcome: Outcome; size?: number }) {
  return (
    <svg className={styles.mark} data-outcome={outcome} viewBox="0 0 12 12" width={size} height={size} aria-hidden>
      {SHAPES[outcome]}
    </svg>
  );
}

const SHAPES: Readonly<Record<Outcome, React.ReactNode>> = {
  allowed: <circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  monitored: (
    <>
      <circle cx="6" cy="6" r="4.75" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <circle cx="6" cy="6" r="2.25" fill="currentColor" />
    </>
  ),
  warned: <path d="M6 1 11.5 11H.5Z" fill="currentColor" />,
  blocked: <rect x="1.25" y="1.25" width="9.5" height="9.5" rx="1" fill="currentColor" />,
  notInspected: <path d="M6 1 11 6 6 11 1 6Z" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  error: <path d="M2 2 10 10M10 2 2 10" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />,
};

export function outcomeKey(outcome: Outcome): TextKey {
  return `outcome.${outcome}`;
}

/** Shape, word and colour together. */
export function OutcomeBadge({ outcome, text }: { outcome: Outcome; text?: string }) {
  const t = useText();
  return (
    <span className={styles.badge} data-outcome={outcome}>
      <OutcomeMark outcome={outcome} />
      {text ?? t(outcomeKey(outcome))}
    </span>
  );
}
