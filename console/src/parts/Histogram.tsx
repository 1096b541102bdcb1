import { useRef, useState, type PointerEvent } from 'react';
import { useFormat } from '../app/format';
import { useText } from '../i18n';
import type { Outcome } from '../theme/tokens';
import type { Column } from './series';
import { outcomeKey } from './Outcome';
import styles from './histogram.module.css';

const HEIGHT = 56;
const WIDTH = 1000;
const SLOT_GAP = 0.18;

/** Columns of outcomes over time, plain SVG; dragging over some chooses their time, a click one of them. */
export function Histogram({ columns, order, choose }: { columns: readonly Column[]; order: readonly Outcome[]; choose: (from: string, to: string) => void }) {
  const t = useText();
  const format = useFormat();
  const box = useRef<SVGSVGElement>(null);
  const [drag, setDrag] = useState<{ from: number; to: number }>();
  const most = Math.max(1, ...columns.map((column) => column.total));
  const slot = WIDTH / Math.max(1, columns.length);
  const at = (event: PointerEvent) => {
    const bounds = box.current?.getBoundingClientRect();
    if (bounds === undefined || bounds.width === 0) return 0;
    return Math.max(0, Math.min(columns.length - 1, Math.floor(((event.clientX - bounds.left) / bounds.width) * columns.length)));
  };
  const finish = () => {
    if (drag === undefined) return;
    const [first, last] = [columns[Math.min(drag.from, drag.to)], columns[Math.max(drag.from, drag.to)]];
    setDrag(undefined);
    if (first !== undefined && last !== undefined) choose(first.from, last.to);
  };
  const total = columns.reduce((sum, column) => sum + column.total, 0);
  const peak = columns.reduce<Column | undefined>((best, column) => (best === undefined || column.total > best.total ? column : best), undefined);
  const summary = peak === undefined || total === 0 ? t('chart.none') : t('chart.summary', { total: format.number(total), peak: format.number(peak.total), time: format.hour(peak.from) });
  return (
    <figure className={styles.figure}>
      <svg
        ref={box}
        className={styles.svg}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={summary}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setDrag({ from: at(event), to: at(event) });
        }}
        onPointerMove={(event) => setDrag((before) => (before === undefined ? before : { ...before, to: at(event) }))}
        onPointerUp={finish}
        onPointerCancel={() => setDrag(undefined)}
      >
        {columns.map((column, i) => {
          let top = HEIGHT;
          const title = [`${format.hour(column.from)} – ${format.hour(column.to)}`, ...order.filter((outcome) => (column.values[outcome] ?? 0) > 0).map((outcome) => `${t(outcomeKey(outcome))}: ${format.number(column.values[outcome] ?? 0)}`)].join('\n');
          return (
            <g key={column.from}>
              {order.map((outcome) => {
                const value = column.values[outcome] ?? 0;
                if (value === 0) return null;
                const height = Math.max(1, (value / most) * (HEIGHT - 2));
                top -= height;
                return <rect key={outcome} className={styles.bar} data-outcome={outcome} x={i * slot + (slot * SLOT_GAP) / 2} width={slot * (1 - SLOT_GAP)} y={Math.max(0, top)} height={height} />;
              })}
              <rect className={styles.slot} x={i * slot} width={slot} y={0} height={HEIGHT}>
                <title>{title}</title>
              </rect>
            </g>
          );
        })}
        {drag === undefined ? null : <rect className={styles.chosen} x={Math.min(drag.from, drag.to) * slot} width={(Math.abs(drag.to - drag.from) + 1) * slot} y={0} height={HEIGHT} />}
      </svg>
      {columns.length < 2 ? null : (
        <figcaption className={styles.axis}>
          <span className="num">{format.hour(columns[0]?.from ?? '')}</span>
          <span className="muted">{t('chart.drag')}</span>
          <span className="num">{format.hour(columns.at(-1)?.to ?? '')}</span>
        </figcaption>
      )}
    </figure>
  );
}
