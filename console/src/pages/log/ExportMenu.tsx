import { Button, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { addressOf, send } from '../../api/call';
import { useFormat } from '../../app/format';
import { useMay } from '../../app/me';
import { useText } from '../../i18n';
import { saveFile } from '../../parts/saveFile';
import { toast } from '../../parts/toast';

/** Exactly what the list shows, as a file; and the same question as a call of the API. */
export function ExportMenu({ query, total }: { query: Record<string, string>; total: number | undefined }) {
  const t = useText();
  const format = useFormat();
  const may = useMay('events.read');
  const [busy, setBusy] = useState(false);
  const fetchFile = async (accept: string, ending: string) => {
    setBusy(true);
    try {
      const answer = await send('/events', { query, accept });
      await saveFile(answer, `sekisho-log-${(query['to'] ?? '').replaceAll(/[:.]/g, '')}.${ending}`);
    } catch (failure) {
      toast.problem(failure, t);
    } finally {
      setBusy(false);
    }
  };
  const call = `curl -H "Authorization: Bearer $TOKEN" "${location.origin}${addressOf('/events', query)}"`;
  return (
    <Menu position="bottom-end" width={280}>
      <Menu.Target>
        <Button size="xs" variant="default" loading={busy} leftSection={<IconDownload size={16} stroke={1.75} aria-hidden />}>
          {t('log.export')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {may ? (
          <>
            <Menu.Label>{total === undefined ? t('log.export') : t('log.export.count', { count: total, number: format.number(total) })}</Menu.Label>
            <Menu.Item onClick={() => void fetchFile('text/csv', 'csv')}>{t('log.export.csv')}</Menu.Item>
            <Menu.Item onClick={() => void fetchFile('application/x-ndjson', 'ndjson')}>{t('log.export.json')}</Menu.Item>
            <Menu.Divider />
          </>
        ) : null}
        <Menu.Item onClick={() => void navigator.clipboard.writeText(call).then(() => toast.done(t('act.copied')))}>{t('act.copyCall')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
