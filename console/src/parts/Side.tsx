import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../i18n';

const DIALOG = '.mantine-Modal-content';

/** The drawer of one row. Escape closes the top layer only: while a dialog stands over it the drawer stays. */
export function Side({ opened, close, title, width, children }: { opened: boolean; close: () => void; title: string; width: number; children: ReactNode }) {
  const t = useText();
  return (
    <Drawer
      opened={opened}
      onClose={() => {
        if (document.querySelector(DIALOG) === null) close();
      }}
      size={`min(${width}px, 100%)`}
      title={title}
      closeButtonProps={{ 'aria-label': t('act.close') }}
    >
      {children}
    </Drawer>
  );
}
