import { useQuery } from '@tanstack/react-query';
import type { My } from '../../api/types';
import { useDisplay } from '../../app/display';
import { useOptionalText, useText } from '../../i18n';
import { japanesePurposes, Purposes, usePurpose } from '../trust/purposes';
import styles from './privacy.module.css';

type MyField = My['fields'][number];

/** What is stored about my requests, field by field, and until when. */
export function MyFields({ fields, days }: { fields: readonly MyField[]; days: number }) {
  const t = useText();
  const { language } = useDisplay();
  const purposes = useQuery({ ...japanesePurposes(), enabled: language === 'ja' });
  const stored = fields.filter((field) => field.treatment !== 'drop');
  const dropped = fields.filter((field) => field.treatment === 'drop');
  return (
    <section className={styles.wide}>
      <h2>{t('my.fields')}</h2>
      <p className="muted measure">{t('my.fields.says', { count: stored.length, days })}</p>
      <Purposes.Provider value={language === 'ja' ? (purposes.data ?? {}) : {}}>
        <details className={styles.fields}>
          <summary>{t('my.fields.show')}</summary>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{t('data.field')}</th>
                <th scope="col">{t('data.purpose')}</th>
                <th scope="col">{t('data.class')}</th>
                <th scope="col">{t('data.switch')}</th>
              </tr>
            </thead>
            <tbody>
              {[...stored, ...dropped].map((field) => (
                <Row key={field.name} field={field} />
              ))}
            </tbody>
          </table>
        </details>
      </Purposes.Provider>
    </section>
  );
}

function Row({ field }: { field: MyField }) {
  const t = useText();
  const optional = useOptionalText();
  const purpose = usePurpose({ store: 'events', name: field.name, purpose: field.purpose });
  return (
    <tr>
      <th scope="row">
        <code>{field.name}</code>
      </th>
      <td lang={purpose.lang}>{purpose.text}</td>
      <td data-heading={t('data.class')}>{optional(`data.class.${field.class}`) ?? field.class}</td>
      <td data-heading={t('data.switch')}>{field.treatment === 'drop' ? <strong>{t('event.notCollected')}</strong> : t(`data.treatment.${field.treatment}`)}</td>
    </tr>
  );
}
