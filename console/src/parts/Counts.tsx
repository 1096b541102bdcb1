import { useFormat } from '../app/format';
import { useOptionalText, useText } from '../i18n';
import styles from './counts.module.css';

/** Numbers by store, of a dry run or of a receipt; the largest first, the sum last. */
export function Counts({ counts, caption }: { counts: Readonly<Record<string, number>>; caption: string }) {
  const t = useText();
  const optional = useOptionalText();
  const format = useFormat();
  const rows = Object.entries(counts).sort(([a, x], [b, y]) => y - x || a.localeCompare(b));
  const total = rows.reduce((sum, [, value]) => sum + value, 0);
  return (
    <table className={styles.counts}>
      <caption>{caption}</caption>
      <thead className="hidden">
        <tr>
          <th scope="col">{t('counts.store')}</th>
          <th scope="col">{t('counts.count')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([store, value]) => (
          <tr key={store}>
            <th scope="row">{optional(`counts.of.${store}`) ?? optional(`data.store.${store}`) ?? <code>{store}</code>}</th>
            <td className="num">{format.number(value)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t('counts.total')}</th>
          <td className="num">{format.number(total)}</td>
        </tr>
      </tfoot>
    </table>
  );
}
