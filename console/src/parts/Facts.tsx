import { Fragment, type ReactNode } from 'react';
import styles from './facts.module.css';

/** Names and values beside each other; an empty value is a dash. */
export function Facts({ rows, title }: { rows: readonly [string, ReactNode][]; title?: string }) {
  if (rows.length === 0) return null;
  return (
    <>
      {title === undefined ? null : <p className={styles.title}>{title}</p>}
      <dl className={styles.facts}>
        {rows.map(([name, value]) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value === '' || value === undefined || value === null ? '–' : value}</dd>
          </Fragment>
        ))}
      </dl>
    </>
  );
}
