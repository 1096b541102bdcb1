import { IconCheck, IconX } from '@tabler/icons-react';
import type { Licence } from '../api/types';
import { useText } from '../i18n';
import styles from './works.module.css';

const ALL: readonly Licence['works'][number][] = ['traffic', 'log', 'changes', 'export', 'privacy', 'receipts', 'renewal'];

/** What works now under the licence, and what does not, each in words. */
export function Works({ works }: { works: Licence['works'] }) {
  const t = useText();
  return (
    <ul className={styles.works}>
      {ALL.map((name) => {
        const on = works.includes(name);
        return (
          <li key={name} data-on={on}>
            {on ? <IconCheck size={16} stroke={2} aria-hidden /> : <IconX size={16} stroke={2} aria-hidden />}
            <span>{t(`works.${name}`)}</span> <span className={styles.word}>{t(on ? 'works.yes' : 'works.no')}</span>
          </li>
        );
      })}
    </ul>
  );
}
