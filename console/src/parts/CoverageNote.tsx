import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { Coverage } from '../api/types';
import { useText } from '../i18n';
import styles from './coverage.module.css';

/** Says that figures are too low, and why; nothing if all could be read. */
export function CoverageNote({ coverage, retry }: { coverage: Coverage | undefined; retry?: () => void }) {
  const t = useText();
  if (coverage === undefined || coverage.complete) return null;
  return (
    <div className={styles.note} role="status">
      <IconAlertTriangle size={18} stroke={1.75} aria-hidden />
      <span className="grow">{coverage.unreadable > 0 ? t('partial', { n: coverage.unreadable, m: coverage.segments }) : t('partial.unknown')}</span>
      {retry === undefined ? null : (
        <Button size="xs" variant="default" onClick={retry}>
          {t('act.retry')}
        </Button>
      )}
    </div>
  );
}

/** The worst of several answers. */
export function worst(coverages: readonly (Coverage | undefined)[]): Coverage | undefined {
  return coverages.filter((coverage) => coverage !== undefined).sort((a, b) => Number(a.complete) - Number(b.complete) || b.unreadable - a.unreadable)[0];
}
