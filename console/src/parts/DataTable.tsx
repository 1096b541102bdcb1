import { getCoreRowModel, useReactTable, type ColumnDef, type Row } from '@tanstack/react-table';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type CSSProperties, type ReactNode } from 'react';
import { useDisplay } from '../app/display';
import { useKeys } from '../app/keys';
import { useText } from '../i18n';
import styles from './table.module.css';

/** One column: its heading, what a cell shows, how wide it is in a grid, and which filter its cell means. */
export interface TableColumn<T> {
  readonly id: string;
  readonly heading: string;
  readonly width: string;
  readonly cell: (row: T) => ReactNode;
  readonly end?: boolean;
  /** Where the cell goes when rows are cards: first line, or details below. */
  readonly card?: 'title' | 'lead' | 'detail' | 'none';
  readonly filter?: (row: T) => void;
}

interface Properties<T> {
  readonly rows: readonly T[];
  readonly columns: readonly TableColumn<T>[];
  readonly label: string;
  readonly idOf: (row: T) => string;
  readonly open?: (row: T) => void;
  readonly opened?: string;
  /** How many rows there are in all, where that is known. */
  readonly total?: number;
  readonly more?: () => void;
  readonly foot?: ReactNode;
  readonly menu?: (row: T) => ReactNode;
  readonly hold?: (held: boolean) => void;
}

const CARD_HEIGHT = 88;
const MORE_BEFORE = 20;

/**
 * The one table: sticky heading, rows made only while they are near the screen, cards on narrow screens by style sheet alone.
 * `j k ↑ ↓` walk the rows, `← →` the cells, Enter opens, `f` filters by the cell.
 */
export function DataTable<T>({ rows, columns, label, idOf, open, opened, total, more, foot, menu, hold }: Properties<T>) {
  const { density } = useDisplay();
  const t = useText();
  const definitions: ColumnDef<T>[] = columns.map((column) => ({ id: column.id, header: column.heading, cell: (context) => column.cell(context.row.original) }));
  const table = useReactTable({ data: rows as T[], columns: definitions, getCoreRowModel: getCoreRowModel(), getRowId: idOf });
  const model = table.getRowModel().rows;
  const body = useRef<HTMLDivElement>(null);
  const [offset, setOffset] = useState(0);
  const [active, setActive] = useState<{ row: number; cell: number }>();
  const filled = model.length > 0;
  useLayoutEffect(() => setOffset((body.current?.getBoundingClientRect().top ?? 0) + window.scrollY), [filled]);
  const virtual = useWindowVirtualizer({
    count: model.length,
    estimateSize: () => (window.innerWidth < 768 ? CARD_HEIGHT : density === 'compact' ? 32 : 44),
    overscan: 12,
    scrollMargin: offset,
    getItemKey: (index) => model[index]?.id ?? index,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => virtual.measure(), [density, virtual]);
  useEffect(() => {
    if (more !== undefined && last >= model.length - MORE_BEFORE && model.length > 0) more();
  }, [last, model.length, more]);
  const focusRow = useCallback(
    (row: number) => {
      virtual.scrollToIndex(row, { align: 'auto' });
      requestAnimationFrame(() => body.current?.querySelector<HTMLElement>(`[data-index="${row}"]`)?.focus({ preventScroll: true }));
    },
    [virtual],
  );
  const move = (by: number) => (event: KeyboardEvent) => {
    if (event.key.startsWith('Arrow') && !(body.current?.contains(document.activeElement) ?? false)) return;
    if (model.length === 0) return;
    event.preventDefault();
    const row = Math.max(0, Math.min(model.length - 1, (active?.row ?? -1) + by));
    setActive({ row, cell: active?.cell ?? 0 });
    focusRow(row);
  };
  const aside = (by: number) => (event: KeyboardEvent) => {
    if (active === undefined || !(body.current?.contains(document.activeElement) ?? false)) return;
    event.preventDefault();
    setActive({ ...active, cell: Math.max(0, Math.min(columns.length - 1, active.cell + by)) });
  };
  const current = active === undefined ? undefined : model[active.row];
  useKeys(
    {
      j: move(1),
      k: move(-1),
      ArrowDown: move(1),
      ArrowUp: move(-1),
      ArrowRight: aside(1),
      ArrowLeft: aside(-1),
      Enter: (event) => {
        if (current !== undefined && document.activeElement?.getAttribute('role') === 'row') {
          event.preventDefault();
          open?.(current.original);
        }
      },
      f: () => {
        if (active !== undefined && current !== undefined) columns[active.cell]?.filter?.(current.original);
      },
    },
    open !== undefined,
  );
  const template = [...columns.map((column) => column.width), ...(menu === undefined ? [] : ['40px'])].join(' ');
  return (
    <div className={styles.table} role="grid" aria-label={label} aria-rowcount={total === undefined ? -1 : total + 1} aria-colcount={columns.length} style={{ '--columns': template } as CSSProperties} onMouseEnter={() => hold?.(true)} onMouseLeave={() => hold?.(false)}>
      <div role="rowgroup" className={styles.headings}>
        <div role="row" aria-rowindex={1} className={styles.row}>
          {columns.map((column) => (
            <span key={column.id} role="columnheader" className={column.end ? styles.end : undefined}>
              {column.heading}
            </span>
          ))}
          {menu === undefined ? null : <span role="columnheader">
              <span className="hidden">{t('policy.acts')}</span>
            </span>}
        </div>
      </div>
      <div role="rowgroup" ref={body} className={styles.body} style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = model[item.index] as Row<T>;
          return (
            <div
              key={item.key}
              role="row"
              aria-rowindex={item.index + 2}
              aria-selected={opened === row.id}
              data-index={item.index}
              ref={virtual.measureElement}
              tabIndex={(active?.row ?? 0) === item.index ? 0 : -1}
              className={styles.row}
              data-clickable={open !== undefined}
              style={{ transform: `translateY(${item.start - virtual.options.scrollMargin}px)` }}
              onFocus={(event) => {
                if (event.target === event.currentTarget) setActive({ row: item.index, cell: active?.cell ?? 0 });
              }}
              onClick={(event) => {
                if (open === undefined || (event.target as HTMLElement).closest('a, button, [role="menu"]') !== null || String(getSelection()) !== '') return;
                setActive({ row: item.index, cell: active?.cell ?? 0 });
                open(row.original);
              }}
            >
              {columns.map((column, i) => (
                <div key={column.id} role="gridcell" data-card={column.card ?? 'detail'} data-heading={column.heading} className={column.end ? styles.end : undefined} data-active={active?.row === item.index && active.cell === i ? true : undefined}>
                  {column.cell(row.original)}
                </div>
              ))}
              {menu === undefined ? null : (
                <div role="gridcell" className={styles.menu}>
                  {menu(row.original)}
                </div>
              )}
            </div>
          );
        })}
      </div>
      {foot === undefined ? null : <div className={styles.foot}>{foot}</div>}
    </div>
  );
}
