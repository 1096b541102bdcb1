import { Button, CopyButton } from '@mantine/core';
import { useText } from '../i18n';
import styles from './copyline.module.css';

/** One line to copy: a command, a fingerprint. */
export function CopyLine({ value, label }: { value: string; label: string }) {
  const t = useText();
  return (
    <div className={styles.line}>
      <pre tabIndex={0} aria-label={label}>
        {value}
      </pre>
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <Button size="xs" variant="default" onClick={copy}>
            {t(copied ? 'act.copied' : 'act.copy')}
          </Button>
        )}
      </CopyButton>
    </div>
  );
}
