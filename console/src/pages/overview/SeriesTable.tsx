import { useFormat } from '../../app/format';
import { useText } from '../../i18n';
import { Figure } from '../../parts/Figure';
import { outcomeKey, OutcomeMark } from '../../parts/Outcome';
import { STACK, STACK_OUTCOMES, type Column } from '../../parts/series';
import { between, withFilter, type Scope } from '../../query/filters';
import styles from './overview.module.css';

/** The chart's data as a table; each number leads to its events. */
export function SeriesTable({ columns, scope, step }: { columns: readonly Column[]; scope: Scope; step: 'hour' | 'day' }) {
  const t = useText();
  const format = useFormat();
  const shown = STACK_OUTCOMES.filter((outcome) => columns.some((column) => (column.values[outcome] ?? 0) > 0));
  return (
    <div className={styles.scroll} tabIndex={0} role="group" aria-label={t('chart.table')}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('column.time')}</th>
            {shown.map((outcome) => (
              <th key={outcome} scope="col">
                <OutcomeMark outcome={outcome} /> {t(outcomeKey(outcome))}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...columns].reverse().map((column) => (
            <tr key={column.from}>
              <th scope="row" className="num">
                {step === 'hour' ? format.hour(column.from) : format.date(column.from)}
              </th>
              {shown.map((outcome) => (
                <td key={outcome}>
                  <Figure value={column.values[outcome] ?? 0} scope={withFilter(between(scope, column.from, column.to), 'action', STACK[STACK_OUTCOMES.indexOf(outcome)])} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
