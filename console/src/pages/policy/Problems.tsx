import type { components } from '../../api/schema';
import { useDisplay } from '../../app/display';
import { useText } from '../../i18n';
import styles from './policy.module.css';

type Place = components['schemas']['Place'];

/** Everything that is wrong with a document, each with its place. */
export function Problems({ problems, go }: { problems: readonly Place[]; go?: (place: Place) => void }) {
  const t = useText();
  const { language } = useDisplay();
  return (
    <ul className={styles.problems} aria-label={t('policy.problems', { count: problems.length })}>
      {problems.map((problem, i) => (
        <li key={i}>
          {problem.line == null ? null : go === undefined ? (
            <span className="muted num">{t('policy.line', { n: problem.line })}</span>
          ) : (
            <button type="button" className="plain num" onClick={() => go(problem)}>
              <span className={styles.link}>{t('policy.line', { n: problem.line })}</span>
            </button>
          )}
          <span>
            {language === 'ja' && problem.messageJa !== undefined ? problem.messageJa : problem.message} {problem.path === '' ? null : <code className="muted">{problem.path}</code>}
          </span>
        </li>
      ))}
    </ul>
  );
}
