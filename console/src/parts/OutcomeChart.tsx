import { BarChart } from 'echarts/charts';
import { AriaComponent, GridComponent, TooltipComponent } from 'echarts/components';
import { init, use as register } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useDisplay, useScheme } from '../app/display';
import { useFormat } from '../app/format';
import { useText } from '../i18n';
import { themes, type Outcome } from '../theme/tokens';
import { outcomeKey } from './Outcome';
import type { Column } from './series';

register([BarChart, GridComponent, TooltipComponent, AriaComponent, SVGRenderer]);

/** Patterns beside the colours: diagonals for blocked, dots for warned. */
const PATTERN: Partial<Record<Outcome, object>> = {
  blocked: { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -Math.PI / 4, color: 'rgba(255,255,255,0.35)' },
  warned: { symbol: 'circle', symbolSize: 0.7, dashArrayX: [[0, 6], [3, 3]], dashArrayY: [4, 0], color: 'rgba(0,0,0,0.35)' },
};

/** Stacked columns of outcomes over time. A click (or Enter on a column chosen with the arrow keys) opens its time. */
export default function OutcomeChart({ columns, order, step, choose }: { columns: readonly Column[]; order: readonly Outcome[]; step: 'hour' | 'day'; choose: (from: string, to: string) => void }) {
  const t = useText();
  const format = useFormat();
  const { language } = useDisplay();
  const scheme = useScheme();
  const box = useRef<HTMLDivElement>(null);
  const at = useRef(columns.length - 1);
  const chosen = useRef(choose);
  useEffect(() => {
    chosen.current = choose;
  });
  const total = columns.reduce((sum, column) => sum + column.total, 0);
  const peak = columns.reduce<Column | undefined>((best, column) => (best === undefined || column.total > best.total ? column : best), undefined);
  const label = peak === undefined || total === 0 ? t('chart.none') : t('chart.summary', { total: format.number(total), peak: format.number(peak.total), time: format.hour(peak.from) });
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const colours = themes[scheme];
    const chart = init(element, undefined, { renderer: 'svg' });
    const name = (iso: string) => (step === 'hour' ? format.hour(iso) : format.date(iso));
    chart.setOption({
      animation: false,
      aria: { enabled: true, label: { enabled: false }, decal: { show: true } },
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      grid: { left: 4, right: 4, top: 12, bottom: 4, containLabel: true },
      tooltip: {
        trigger: 'axis',
        // Drawn as SVG: the usual tooltip needs styles in markup, which the page's policy does not allow.
        renderMode: 'richText',
        axisPointer: { type: 'shadow', shadowStyle: { color: colours.text, opacity: 0.06 } },
        backgroundColor: colours.text,
        borderWidth: 0,
        textStyle: { color: colours.ground, fontSize: 13 },
        formatter: (points: unknown) => {
          const rows = points as { dataIndex: number; seriesName: string; value: number }[];
          const column = columns[rows[0]?.dataIndex ?? 0];
          return [column === undefined ? '' : name(column.from), ...rows.filter((row) => row.value > 0).reverse().map((row) => `${row.seriesName}  ${format.number(row.value)}`)].join('\n');
        },
      },
      xAxis: { type: 'category', data: columns.map((column) => name(column.from)), axisTick: { show: false }, axisLine: { lineStyle: { color: colours.control } }, axisLabel: { color: colours.muted, fontSize: 12, hideOverlap: true } },
      yAxis: { type: 'value', min: 0, axisTick: { show: false }, axisLine: { show: false }, minInterval: 1, splitNumber: 4, splitLine: { lineStyle: { color: colours.line } }, axisLabel: { color: colours.muted, fontSize: 12, formatter: (value: number) => format.short(value) } },
      series: order
        .filter((outcome) => columns.some((column) => (column.values[outcome] ?? 0) > 0))
        .map((outcome) => ({
          type: 'bar',
          stack: 'outcomes',
          name: t(outcomeKey(outcome)),
          barCategoryGap: '18%',
          itemStyle: { color: colours.mark[outcome], borderColor: colours.ground, borderWidth: 1, decal: PATTERN[outcome] ?? { symbol: 'none' } },
          emphasis: { disabled: true },
          // Nothing is drawn for nothing, not even its border.
          data: columns.map((column) => column.values[outcome] || '-'),
        })),
    });
    const open = (index: number) => {
      const column = columns[index];
      if (column !== undefined) chosen.current(column.from, column.to);
    };
    chart.getZr().on('click', (event: { offsetX: number; offsetY: number }) => {
      const point = chart.convertFromPixel({ gridIndex: 0 }, [event.offsetX, event.offsetY]) as number[];
      if (chart.containPixel({ gridIndex: 0 }, [event.offsetX, event.offsetY])) open(Math.round(point[0] ?? -1));
    });
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight' && event.key !== 'Enter') return;
      event.preventDefault();
      if (event.key === 'Enter') return open(at.current);
      at.current = Math.max(0, Math.min(columns.length - 1, at.current + (event.key === 'ArrowLeft' ? -1 : 1)));
      chart.dispatchAction({ type: 'showTip', seriesIndex: 0, dataIndex: at.current });
    };
    element.addEventListener('keydown', press);
    const size = new ResizeObserver(() => chart.resize());
    size.observe(element);
    return () => {
      element.removeEventListener('keydown', press);
      size.disconnect();
      chart.dispose();
    };
  }, [columns, order, step, scheme, language, format, t]);
  return <div ref={box} role="application" aria-label={label} tabIndex={0} style={{ height: 260 }} />;
}
