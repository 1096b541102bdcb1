import { useEffect, type ReactNode } from 'react';
import { useText } from '../i18n';
import styles from './page.module.css';

/** Title, the sentence that answers the page's question, and what can be done (the primary act last). */
export function PageHead({ title, says, children }: { title: string; says?: ReactNode; children?: ReactNode }) {
  const t = useText();
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`;
  }, [title, t]);
  return (
    <div className={styles.head}>
      <div className="grow">
        <h1>{title}</h1>
        {says === undefined ? null : <p className={styles.says}>{says}</p>}
      </div>
      {children === undefined ? null : <div className={styles.acts}>{children}</div>}
    </div>
  );
}
