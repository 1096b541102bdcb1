import { Button, CopyButton, Modal, SegmentedControl } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queries } from '../../api/queries';
import { useDisplay } from '../../app/display';
import { useText } from '../../i18n';
import { CopyLine } from '../../parts/CopyLine';
import { Loaded } from '../../parts/Loaded';
import { saveFile } from '../../parts/saveFile';
import styles from './data.module.css';
import { useFocusBack } from '../../parts/useFocusBack';

/** The notice to users, made by the service from what is on, in either language. */
export function NoticeDialog({ close }: { close: () => void }) {
  const t = useText();
  useFocusBack();
  const shown = useDisplay();
  const [language, setLanguage] = useState<'en' | 'ja'>(shown.language);
  const notice = useQuery(queries.privacyNotice(language));
  return (
    <Modal opened onClose={close} size="xl" title={t('notice.title')} closeButtonProps={{ 'aria-label': t('act.close') }}>
      <div className="stack">
        <SegmentedControl size="xs" aria-label={t('display.language')} value={language} onChange={(value) => setLanguage(value as 'en' | 'ja')} data={[{ value: 'en', label: 'English' }, { value: 'ja', label: '日本語' }]} />
        <Loaded query={notice} rows={10}>
          {(data) => (
            <>
              <pre className={styles.notice} lang={data.language} tabIndex={0} aria-label={t('notice.title')}>
                {data.text}
              </pre>
              <div>
                <p className="muted small">{t('notice.hash', { v: data.version })}</p>
                <CopyLine value={data.hash} label={t('notice.hash', { v: data.version })} />
              </div>
              <div className="foot">
                <CopyButton value={data.text}>
                  {({ copied, copy }) => (
                    <Button variant="default" onClick={copy}>
                      {t(copied ? 'act.copied' : 'notice.copy')}
                    </Button>
                  )}
                </CopyButton>
                <Button variant="default" leftSection={<IconDownload size={16} stroke={1.75} aria-hidden />} onClick={() => void saveFile(new Response(data.text), `privacy-notice-${data.language}-v${data.version}.txt`)}>
                  {t('act.download')}
                </Button>
              </div>
            </>
          )}
        </Loaded>
      </div>
    </Modal>
  );
}
