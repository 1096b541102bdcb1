import { Alert, Button, CopyButton } from '@mantine/core';
import { useText } from '../i18n';
import styles from './onetimesecret.module.css';

/** Something that is shown once: what it is, the thing itself, a way to copy it. It lives no longer than the dialog around it. */
export function OneTimeSecret({ says, value, close }: { says: string; value: string; close: () => void }) {
  const t = useText();
  return (
    <div className="stack">
      <Alert color="blue" variant="light">
        {says}
      </Alert>
      <pre className={styles.secret} tabIndex={0}>
        {value}
      </pre>
      <div className="foot">
        <CopyButton value={value}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {t(copied ? 'act.copied' : 'act.copy')}
            </Button>
          )}
        </CopyButton>
        <Button onClick={close}>{t('act.done')}</Button>
      </div>
    </div>
  );
}
