import { useMemo } from 'react';
import { useText } from '../i18n';
import { compareLines, excerpt } from './lines';
import styles from './diff.module.css';

/** Old against new, line by line; only what changed and a little around it. */
export function LineDiff({ before, after }: { before: string; after: string }) {
  const t = useText();
  const lines = useMemo(() => excerpt(compareLines(before, after)), [before, after]);
  if (before === after) return <p className="muted">{t('diff.none')}</p>;
  return (
    <div className={styles.diff} role="group" aria-label={t('diff.title')} tabIndex={0}>
      {lines.map((line, i) =>
        line === undefined ? (
          <div key={i} className={styles.gap} aria-hidden>
            {'⋯'}
          </div>
        ) : (
          <div key={i} className={styles.line} data-kind={line.kind}>
            <span className={styles.number} aria-hidden>
              {line.after ?? line.before}
            </span>
            <span className={styles.sign}>
              {line.kind === 'added' ? '+' : line.kind === 'removed' ? '−' : ' '}
              {line.kind === 'same' ? null : <span className="hidden">{t(`diff.${line.kind}`)}</span>}
            </span>
            <code>{line.text === '' ? ' ' : line.text}</code>
          </div>
        ),
      )}
    </div>
  );
}
