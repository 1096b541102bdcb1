import { Button, Radio } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { change } from '../../api/call';
import { queries } from '../../api/queries';
import type { Licence, LockedTraffic } from '../../api/types';
import { useMay } from '../../app/me';
import { useText } from '../../i18n';
import { StateCard } from '../../parts/StateCard';
import { toast } from '../../parts/toast';
import styles from './calendar.module.css';

const CHOICES: readonly LockedTraffic[] = ['pass', 'block'];

/** What happens to traffic once the licence is locked: the customer's own choice, said before it matters. */
export function LockedTrafficChoice({ licence }: { licence: Licence }) {
  const t = useText();
  const client = useQueryClient();
  const write = useMay('settings.write') && licence.state !== 'deleting';
  const [wanted, setWanted] = useState(licence.lockedTraffic);
  const save = useMutation({
    mutationFn: () => change<Licence>('PUT', '/licence/locked-traffic', licence.version, { lockedTraffic: wanted }),
    onSuccess: (now) => {
      client.setQueryData(queries.licence().queryKey, now);
      toast.done(t('locked.saved', { before: t(`locked.${licence.lockedTraffic}`), after: t(`locked.${now.lockedTraffic}`) }));
    },
    onError: () => void client.invalidateQueries({ queryKey: ['licence'] }),
  });
  const changed = wanted !== licence.lockedTraffic;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (changed && !save.isPending) save.mutate();
      }}
    >
      <Radio.Group label={<h3>{t('locked.title')}</h3>} value={wanted} onChange={(value) => setWanted(value as LockedTraffic)}>
        {CHOICES.map((choice) => (
          <Radio key={choice} mt="xs" value={choice} disabled={!write} label={t(`locked.${choice}`)} description={t(`locked.${choice}.says`)} />
        ))}
      </Radio.Group>
      {save.error === null ? null : <StateCard problem={save.error} />}
      {changed ? (
        <div className={styles.save}>
          <span className="muted">
            <del>{t(`locked.${licence.lockedTraffic}`)}</del> {'→'} <strong>{t(`locked.${wanted}`)}</strong>
          </span>
          <Button size="xs" variant="default" onClick={() => setWanted(licence.lockedTraffic)}>
            {t('act.cancel')}
          </Button>
          <Button size="xs" type="submit" loading={save.isPending}>
            {t('settings.save')}
          </Button>
        </div>
      ) : null}
    </form>
  );
}
