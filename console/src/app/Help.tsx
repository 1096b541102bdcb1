import { Modal } from '@mantine/core';
import { useText } from '../i18n';
import type { Destination } from './navigation';
import styles from './help.module.css';

/** The keys, in one place. */
export function Help({ opened, close, destinations }: { opened: boolean; close: () => void; destinations: readonly Destination[] }) {
  const t = useText();
  const rows: [string[], string][] = [
    [['Ctrl', 'K'], t('help.palette')],
    [['/'], t('help.filter')],
    ...destinations.filter((item) => item.key !== undefined).map((item): [string[], string] => [['g', item.key ?? ''], t(item.text)]),
    [['j', 'k'], t('help.rows')],
    [['Enter'], t('help.open')],
    [['['], t('help.previous')],
    [[']'], t('help.next')],
    [['f'], t('help.filterBy')],
    [['Esc'], t('help.close')],
    [['?'], t('help.title')],
  ];
  return (
    <Modal opened={opened} onClose={close} title={t('help.title')} size="md" closeButtonProps={{ 'aria-label': t('act.close') }}>
      <dl className={styles.keys}>
        {rows.map(([keys, text]) => (
          <div key={keys.join()}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <p className="muted small">{t('help.off')}</p>
    </Modal>
  );
}
