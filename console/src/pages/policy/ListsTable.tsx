import { useText } from '../../i18n';
import { EmptyCard } from '../../parts/StateCard';
import { Plain } from '../../parts/Plain';
import type { PolicyList } from '../../policy/document';
import styles from './policy.module.css';

const SHOWN = 6;

/** The document's own lists. */
export function ListsTable({ lists }: { lists: readonly PolicyList[] }) {
  const t = useText();
  if (lists.length === 0) return <EmptyCard title={t('lists.none')} text={t('lists.none.text')} />;
  const entries = (values: readonly string[]) => (
    <>
      {values.slice(0, SHOWN).map((value) => (
        <span key={value}>
          <span className={styles.value}>
            <Plain text={value} />
          </span>{' '}
        </span>
      ))}
      {values.length > SHOWN ? <span className="muted">{t('when.more', { count: values.length - SHOWN })}</span> : null}
    </>
  );
  return (
    <table className={styles.rules}>
      <thead>
        <tr>
          <th scope="col">{t('policy.name')}</th>
          <th scope="col">{t('lists.hosts')}</th>
          <th scope="col">{t('lists.networks')}</th>
          <th scope="col">{t('lists.paths')}</th>
        </tr>
      </thead>
      <tbody>
        {lists.map((list) => (
          <tr key={list.name}>
            <td className={styles.name}>
              <Plain text={list.name} />
            </td>
            <td>{entries(list.hosts)}</td>
            <td>{entries(list.networks)}</td>
            <td>{entries(list.paths)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
