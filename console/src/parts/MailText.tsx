import { useText } from '../i18n';
import type { ErasureMail, UnassignedMail } from '../api/types';
import { Facts } from './Facts';
import { Plain } from './Plain';
import { TimeText } from './TimeText';
import styles from './mail.module.css';

/** A mail that somebody wrote, as text: nothing in it is a link or is fetched. */
export function MailText({ mail }: { mail: ErasureMail | UnassignedMail }) {
  const t = useText();
  return (
    <div className="stack">
      <Facts
        rows={[
          [t('mail.sender'), mail.sender === '' ? '' : <Plain key="sender" text={mail.sender} />],
          [t('mail.subject'), mail.subject === '' ? '' : <Plain key="subject" text={mail.subject} />],
          [t('mail.sent'), mail.sent === null ? '' : <TimeText key="sent" at={mail.sent} show="hour" />],
          [t('mail.taken'), <TimeText key="taken" at={mail.taken} show="hour" />],
        ]}
      />
      <div className={styles.text}>
        <Plain text={mail.text.trim()} />
      </div>
      {mail.attachments === 0 ? null : <p className="muted small">{t('mail.attachments', { count: mail.attachments })}</p>}
      {mail.cut ? <p className="muted small">{t('mail.cut')}</p> : null}
    </div>
  );
}
