import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { remove } from '../../api/call';
import { queries } from '../../api/queries';
import { useMe } from '../../app/me';
import { useText } from '../../i18n';
import { Facts } from '../../parts/Facts';
import { Loaded } from '../../parts/Loaded';
import { PageHead } from '../../parts/PageHead';
import { Plain } from '../../parts/Plain';
import { StateCard } from '../../parts/StateCard';
import { TimeText } from '../../parts/TimeText';
import styles from './settings.module.css';

/** Who am I here, what may I do, and where am I signed in? */
export function AccountPage() {
  const t = useText();
  const me = useMe();
  return (
    <>
      <PageHead title={t('nav.account')} says={t('account.says', { role: t(`role.${me.role}`), customer: me.customer?.name ?? t('frame.operator') })} />
      <section className={styles.section}>
        <Facts
          rows={[
            [t('account.login'), me.login ?? '–'],
            [t('account.pseudonym'), me.pseudonym === null ? '–' : <code key="me">{me.pseudonym}</code>],
            [t('tokens.role'), t(`role.${me.role}`)],
            [t('frame.region'), <code key="region">{me.region}</code>],
            [t('account.names'), t(me.showNames ? 'account.names.shown' : 'account.names.hidden')],
            [t('account.permissions'), <code key="may">{me.permissions.join(' ')}</code>],
          ]}
        />
      </section>
      {me.kind === 'program' ? null : <Sessions />}
    </>
  );
}

function Sessions() {
  const t = useText();
  const client = useQueryClient();
  const sessions = useQuery(queries.sessions());
  const end = useMutation({ mutationFn: (id: string) => remove(`/sessions/${encodeURIComponent(id)}`), onSuccess: () => client.invalidateQueries({ queryKey: ['sessions'] }) });
  return (
    <section className={styles.section}>
      <h2>{t('account.sessions')}</h2>
      {end.error === null ? null : <StateCard problem={end.error} />}
      <Loaded query={sessions} rows={3}>
        {(data) => (
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{t('account.device')}</th>
                <th scope="col">{t('account.since')}</th>
                <th scope="col">{t('account.ends')}</th>
                <th scope="col">
                  <span className="hidden">{t('policy.acts')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((session) => (
                <tr key={session.id}>
                  <th scope="row">
                    <Plain text={session.device} /> {session.current ? <span className="muted">{t('account.this')}</span> : null}
                  </th>
                  <td data-heading={t('account.since')}>
                    <TimeText at={session.started} show="hour" />
                  </td>
                  <td data-heading={t('account.ends')}>
                    <TimeText at={session.expires} show="hour" />
                  </td>
                  <td className={styles.end}>
                    {session.current ? null : (
                      <Button size="compact-xs" variant="default" loading={end.isPending && end.variables === session.id} onClick={() => end.mutate(session.id)}>
                        {t('account.end')}
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Loaded>
    </section>
  );
}
