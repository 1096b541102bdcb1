import { Button, Modal, NativeSelect } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { send } from '../../api/call';
import { queries } from '../../api/queries';
import type { MailDismissal, MailTarget, UnassignedMail } from '../../api/types';
import { useMe } from '../../app/me';
import { useText } from '../../i18n';
import { MailText } from '../../parts/MailText';
import { PageHead } from '../../parts/PageHead';
import { EmptyCard, LockedCard, Loading, StateCard } from '../../parts/StateCard';
import { toast } from '../../parts/toast';
import { useFocusBack } from '../../parts/useFocusBack';
import styles from '../trust/trust.module.css';

const REASONS = ['no-request', 'referred', 'duplicate'] as const satisfies readonly MailDismissal['reason'][];

/** Which mail asks for erasure without saying whose customer the writer is, and whose is it? */
export function MailsPage() {
  const t = useText();
  const operator = useMe().kind === 'operator';
  if (!operator) return <LockedCard text={t('error.permission', { permission: 'operator', roles: t('role.operator') })} />;
  return <Mails />;
}

function Mails() {
  const t = useText();
  const mails = useInfiniteQuery(queries.unassignedMails());
  const all = mails.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <PageHead title={t('nav.mails')} says={t('mails.says')} />
      {mails.error === null ? null : <StateCard problem={mails.error} retry={() => void mails.refetch()} />}
      {mails.isPending ? <Loading rows={6} /> : null}
      {mails.isSuccess && all.length === 0 ? <EmptyCard title={t('mails.none')} text={t('mails.none.text')} /> : null}
      {all.map((mail) => (
        <Row key={mail.id} mail={mail} />
      ))}
      {mails.hasNextPage ? (
        <Button size="xs" variant="default" loading={mails.isFetchingNextPage} onClick={() => void mails.fetchNextPage()}>
          {t('mails.more')}
        </Button>
      ) : null}
    </>
  );
}

function Row({ mail }: { mail: UnassignedMail }) {
  const t = useText();
  const [doing, setDoing] = useState<'assign' | 'dismiss'>();
  return (
    <article className={styles.receipt}>
      <MailText mail={mail} />
      <div className={styles.acts}>
        <Button size="xs" onClick={() => setDoing('assign')}>
          {t('mails.assign')}
        </Button>
        <Button size="xs" variant="default" onClick={() => setDoing('dismiss')}>
          {t('mails.dismiss')}
        </Button>
      </div>
      {doing === undefined ? null : <Decide mail={mail} what={doing} close={() => setDoing(undefined)} />}
    </article>
  );
}

/** Whose it is, or why it is nobody's; afterwards it is off this list. */
function Decide({ mail, what, close }: { mail: UnassignedMail; what: 'assign' | 'dismiss'; close: () => void }) {
  const t = useText();
  useFocusBack();
  const client = useQueryClient();
  const customers = useQuery({ ...queries.customers(), enabled: what === 'assign' });
  const [handle, setHandle] = useState('');
  const [reason, setReason] = useState<MailDismissal['reason']>('no-request');
  const open = customers.data?.items.filter((customer) => customer.licence.state !== 'deleting') ?? [];
  const decide = useMutation({
    mutationFn: () => send(`/operator/mails/${encodeURIComponent(mail.id)}/${what}`, { method: 'POST', json: what === 'assign' ? ({ handle } satisfies MailTarget) : ({ reason } satisfies MailDismissal) }),
    onSuccess: async () => {
      toast.done(t(`mails.did.${what}`));
      close();
      await client.invalidateQueries({ queryKey: ['operator', 'mails'] });
    },
  });
  return (
    <Modal opened onClose={close} title={t(`mails.${what}`)} closeButtonProps={{ 'aria-label': t('act.close') }}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          decide.mutate();
        }}
      >
        <p className="measure">{t(`mails.${what}.says`)}</p>
        {what === 'assign' ? (
          <NativeSelect label={t('mails.customer')} value={handle} onChange={(event) => setHandle(event.currentTarget.value)} data={[{ value: '', label: t('mails.choose') }, ...open.map((customer) => ({ value: customer.handle, label: `${customer.name} (${customer.handle})` }))]} />
        ) : (
          <NativeSelect label={t('mails.reason')} value={reason} onChange={(event) => setReason(event.currentTarget.value as MailDismissal['reason'])} data={REASONS.map((value) => ({ value, label: t(`mails.reason.${value}`) }))} />
        )}
        {customers.error === null ? null : <StateCard problem={customers.error} />}
        {decide.error === null ? null : <StateCard problem={decide.error} />}
        <div className="foot">
          <Button variant="default" onClick={close}>
            {t('act.cancel')}
          </Button>
          <Button type="submit" color={what === 'dismiss' ? 'red' : undefined} disabled={what === 'assign' && handle === ''} loading={decide.isPending}>
            {t(`mails.${what}`)}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
