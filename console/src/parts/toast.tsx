import { notifications } from '@mantine/notifications';
import { isProblem } from '../api/call';
import i18next from 'i18next';
import type { Text } from '../i18n';

/** Short notes in the corner. */
export const toast = {
  done(message: string): void {
    notifications.show({ message, autoClose: 6000, withBorder: true, color: 'gray' });
  },
  problem(failure: unknown, t: Text): void {
    const known = isProblem(failure) ? failure : undefined;
    const key = `errors.${known?.code ?? 'page-failed'}`;
    const message = i18next.exists(key) ? i18next.t(key) : (known?.title ?? t('errors.internal'));
    notifications.show({ message: known?.reference === undefined ? message : `${message} (${known.reference})`, autoClose: 12000, withBorder: true, color: 'red' });
  },
};
