import { Button, CloseButton, NativeSelect } from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useFormat } from '../app/format';
import { useText, type TextKey } from '../i18n';
import { filtersIn, RANGES, withFilter, withRange, type FilterName, type Range, type Scope } from '../query/filters';
import { outcomeOfAction } from './outcome';
import { OutcomeMark, outcomeKey } from './Outcome';
import { Plain } from './Plain';
import { useCategoryName } from './category';
import styles from './scope.module.css';

/** Which time and which events; each part can be taken away, and clearing all can be taken back. */
export function ScopeBar({ scope, setScope, children }: { scope: Scope; setScope: (scope: Scope) => void; children?: ReactNode }) {
  const t = useText();
  const format = useFormat();
  const [cleared, setCleared] = useState<Scope>();
  const filters = filtersIn(scope);
  const fixed = scope.from !== undefined && scope.to !== undefined;
  return (
    <div className={styles.bar} role="group" aria-label={t('scope.title')}>
      <NativeSelect
        size="xs"
        className={styles.range}
        aria-label={t('scope.period')}
        value={fixed ? 'fixed' : scope.range}
        onChange={(event) => {
          if (event.currentTarget.value !== 'fixed') setScope(withRange(scope, event.currentTarget.value as Range));
        }}
        data={[...(fixed ? [{ value: 'fixed', label: `${format.hour(scope.from ?? '')} – ${format.hour(scope.to ?? '')}` }] : []), ...Object.keys(RANGES).map((range) => ({ value: range, label: t(`range.${range}` as TextKey) }))]}
      />
      {filters.map(({ name, value }) => (
        <FilterChip key={name} name={name} value={value} remove={() => setScope(withFilter(scope, name, undefined))} />
      ))}
      {filters.length > 1 ? (
        <Button
          size="compact-xs"
          variant="subtle"
          onClick={() => {
            setCleared(scope);
            setScope({ range: scope.range, ...(fixed ? { from: scope.from, to: scope.to } : {}) });
          }}
        >
          {t('scope.clear')}
        </Button>
      ) : null}
      {filters.length === 0 && cleared !== undefined ? (
        <Button
          size="compact-xs"
          variant="subtle"
          onClick={() => {
            setScope(cleared);
            setCleared(undefined);
          }}
        >
          {t('act.undo')}
        </Button>
      ) : null}
      {children}
    </div>
  );
}

function FilterChip({ name, value, remove }: { name: FilterName; value: string; remove: () => void }) {
  const t = useText();
  const category = useCategoryName();
  const shown = name === 'category' ? category(value) : value;
  return (
    <span className={styles.chip}>
      <IconFilter size={14} stroke={1.75} aria-hidden />
      <span className="muted">{t(`filter.${name}`)}</span>
      {name === 'action' ? (
        <>
          <OutcomeMark outcome={outcomeOfAction(value)} />
          <span>{t(outcomeKey(outcomeOfAction(value)))}</span>
        </>
      ) : (
        <span className="cut">
          <Plain text={shown} />
        </span>
      )}
      <CloseButton size="xs" aria-label={t('scope.remove', { filter: t(`filter.${name}`) })} onClick={remove} />
    </span>
  );
}
