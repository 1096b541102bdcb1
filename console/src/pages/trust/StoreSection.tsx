import { NativeSelect, Switch } from '@mantine/core';
import type { StoredField, Treatment } from '../../api/types';
import { useOptionalText, useText } from '../../i18n';
import { TimeText } from '../../parts/TimeText';
import { treatmentOf, withField, withModule, type CollectionDraft } from './collection';
import { usePurpose } from './purposes';
import styles from './data.module.css';

type Edit = ((draft: CollectionDraft) => void) | undefined;

/** The fields of one store, or of one module of the log with its switch. */
export function StoreSection({ store, module, fields, draft, edit }: { store: string; module: string | null; fields: readonly StoredField[]; draft: CollectionDraft; edit: Edit }) {
  const t = useText();
  const optional = useOptionalText();
  const name = optional(`data.store.${store}`) ?? store;
  const on = module === null || !draft.off.has(module);
  const part = module === null ? undefined : (optional(`data.module.${module}`) ?? module);
  return (
    <section className={styles.store}>
      <div className={styles.storeHead}>
        <h2>
          {part === undefined ? name : t('data.module', { store: name, module: part })} <span className="muted num">{fields.length}</span>
        </h2>
        {module === null ? null : <Switch size="sm" label={t(on ? 'data.collected' : 'event.notCollected')} aria-label={t('data.module.switch', { module: part ?? '' })} checked={on} disabled={edit === undefined} onChange={(event) => edit?.(withModule(draft, module, event.currentTarget.checked))} />}
      </div>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('data.field')}</th>
            <th scope="col">{t('data.purpose')}</th>
            <th scope="col">{t('data.class')}</th>
            <th scope="col">{t('data.retention')}</th>
            <th scope="col">{t('data.switch')}</th>
            <th scope="col">{t('data.lastSeen')}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <Row key={field.name} field={field} draft={draft} edit={edit} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ field, draft, edit }: { field: StoredField; draft: CollectionDraft; edit: Edit }) {
  const t = useText();
  const purpose = usePurpose(field);
  return (
    <tr>
      <th scope="row">
        <code>{field.name}</code>
      </th>
      <td className={styles.purpose} lang={purpose.lang}>
        {purpose.text}
      </td>
      <td data-heading={t('data.class')}>
        <span className={styles.class} data-class={field.class}>
          {t(`data.class.${field.class}`)}
        </span>
      </td>
      <td data-heading={t('data.retention')}>{t(`data.retention.${field.retention}`)}</td>
      <td data-heading={t('data.switch')}>
        <Collected field={field} draft={draft} edit={edit} />
      </td>
      <td data-heading={t('data.lastSeen')}>{field.lastSeen === null ? <span className="muted">{'–'}</span> : <TimeText at={field.lastSeen} show="hour" />}</td>
    </tr>
  );
}

/** What is stored of a field: a choice where there is one, otherwise what holds. */
function Collected({ field, draft, edit }: { field: StoredField; draft: CollectionDraft; edit: Edit }) {
  const t = useText();
  const wanted = treatmentOf(field, draft);
  const off = field.module !== null && draft.off.has(field.module);
  if (field.treatments.length > 1 && edit !== undefined && !off) {
    return (
      <NativeSelect
        size="xs"
        className={styles.treatment}
        data-changed={wanted !== field.treatment}
        aria-label={t('data.treatment.of', { field: field.name })}
        value={wanted}
        onChange={(event) => edit(withField(draft, field.name, event.currentTarget.value as Treatment))}
        data={field.treatments.map((value) => ({ value, label: t(`data.treatment.${value}`) }))}
      />
    );
  }
  if (field.treatments.length <= 1 && field.module === null && field.collected) return <span className="muted">{t('data.always')}</span>;
  if (wanted === 'drop' || !field.collected) return <strong>{t('event.notCollected')}</strong>;
  return <>{t(`data.treatment.${wanted}`)}</>;
}
