import { useQuery } from '@tanstack/react-query';
import { isProblem } from '../../api/call';
import { queries } from '../../api/queries';
import { useMay } from '../../app/me';
import { useText } from '../../i18n';
import { Loaded } from '../../parts/Loaded';
import { MailText } from '../../parts/MailText';
import { WhoText } from '../../parts/Who';

/** The mail that a request came in by, and whom its address may belong to. */
export function ErasureMailPart({ id }: { id: string }) {
  const t = useText();
  const may = useMay('names.read');
  const mail = useQuery({ ...queries.erasureMail(id), enabled: may });
  const gone = isProblem(mail.error) && mail.error.status === 404;
  return (
    <section className="stack">
      <h3>{t('mail.title')}</h3>
      {!may ? <p className="muted">{t('mail.permission')}</p> : null}
      {gone ? <p className="muted">{t('mail.gone')}</p> : null}
      {!may || gone ? null : (
        <Loaded query={mail} rows={5}>
          {(data) => (
            <>
              <MailText mail={data} />
              {data.suggestion === null ? (
                <p className="muted">{t('mail.suggestion.none')}</p>
              ) : (
                <p className="caution">
                  {t('mail.suggestion')} <WhoText who={data.suggestion} /> {t('mail.suggestion.caution')}
                </p>
              )}
            </>
          )}
        </Loaded>
      )}
    </section>
  );
}
