import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { send } from '../api/call';
import { serviceNow, useMe } from '../app/me';
import { useText } from '../i18n';
import { saveFile } from './saveFile';
import { toast } from './toast';

/** Every event that is kept, as one file. Works until deletion begins. */
export function ExportAll() {
  const t = useText();
  const now = serviceNow(useMe());
  const save = useMutation({
    mutationFn: async () => saveFile(await send('/events', { accept: 'application/x-ndjson' }), `sekisho-log-${new Date(now).toISOString().slice(0, 10)}.ndjson`),
    onError: (failure) => toast.problem(failure, t),
  });
  return (
    <Button size="xs" variant="default" leftSection={<IconDownload size={16} stroke={1.75} aria-hidden />} loading={save.isPending} onClick={() => save.mutate()}>
      {t('calendar.export')}
    </Button>
  );
}
