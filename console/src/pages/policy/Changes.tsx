import type { PolicyDiff } from '../../api/types';
import { useOptionalText, useText } from '../../i18n';
import styles from './policy.module.css';

const SIGN = { added: '+', removed: '−', changed: '~', moved: '↕' } as const;

/** The service's own comparison, rule by rule. */
export function Changes({ diff }: { diff: PolicyDiff }) {
  const t = useText();
  const optional = useOptionalText();
  if (diff.changes.length === 0) return <p className="muted">{t('diff.meaning')}</p>;
  return (
    <ul className={styles.changes}>
      {diff.changes.map((change) => (
        <li key={`${change.section} ${change.name} ${change.kind}`}>
          <span className={styles.changeSign} data-kind={change.kind} aria-hidden>
            {SIGN[change.kind]}
          </span>
          <div className="grow">
            <p>
              {t(`change.${change.kind}`, { name: change.name, part: optional(`policy.part.${change.section}`) ?? change.section, from: (change.from ?? 0) + 1, to: (change.to ?? 0) + 1 })}
            </p>
            {change.kind === 'changed' ? <pre className={styles.before}>{JSON.stringify(change.before)}</pre> : null}
            {change.kind === 'removed' || change.kind === 'moved' ? null : <pre>{JSON.stringify(change.after)}</pre>}
          </div>
        </li>
      ))}
    </ul>
  );
}
