import { Button, Drawer } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { change, isProblem, post } from '../../api/call';
import { queries } from '../../api/queries';
import type { CollectionPreview, DataCollection } from '../../api/types';
import { useFormat } from '../../app/format';
import { useMay } from '../../app/me';
import { useOptionalText, useText } from '../../i18n';
import { Loaded } from '../../parts/Loaded';
import { StateCard } from '../../parts/StateCard';
import { toast } from '../../parts/toast';
import { changesOf, choiceOf, type CollectionDraft } from './collection';
import styles from './data.module.css';
import changeStyles from '../../parts/changes.module.css';
import { useFocusBack } from '../../parts/useFocusBack';

/** Before and after, what of the last day would have been stored otherwise, what weakens, and then one button. */
export function CollectionReview({ register, draft, close }: { register: DataCollection; draft: CollectionDraft; close: () => void }) {
  const t = useText();
  useFocusBack();
  const optional = useOptionalText();
  const client = useQueryClient();
  const looks = useMay('events.read');
  const choice = choiceOf(register, draft);
  const preview = useQuery({ queryKey: ['data-collection', 'preview', choice], queryFn: ({ signal }) => post<CollectionPreview>('/data-collection/preview', choice, signal), enabled: looks, gcTime: 60_000 });
  const save = useMutation({
    mutationFn: () => change<DataCollection>('PUT', '/data-collection', register.version, choice),
    onSuccess: (now) => {
      client.setQueryData(queries.dataCollection().queryKey, now);
      void client.invalidateQueries({ queryKey: ['data-collection', 'notice'] });
      toast.done(t('data.saved'));
      close();
    },
    onError: (failure) => {
      if (!isProblem(failure) || failure.status !== 412) return;
      toast.done(t('settings.conflict'));
      close();
      void client.invalidateQueries({ queryKey: ['data-collection'] });
    },
  });
  const word = (value: boolean | DataCollection['items'][number]['treatment']) => (typeof value === 'boolean' ? t(value ? 'data.collected' : 'event.notCollected') : t(`data.treatment.${value}`));
  return (
    <Drawer opened onClose={close} size="min(620px, 100%)" title={t('data.review')} closeButtonProps={{ 'aria-label': t('act.close') }}>
      <div className="stack">
        <dl className={changeStyles.changes}>
          {changesOf(register, draft).map((one) => (
            <div key={`${one.what} ${one.name}`}>
              <dt>{one.what === 'module' ? t('data.module.all', { module: optional(`data.module.${one.name}`) ?? one.name }) : <code>{one.name}</code>}</dt>
              <dd>
                <del>{word(one.before)}</del> {'→'} <ins>{word(one.after)}</ins>
              </dd>
            </div>
          ))}
        </dl>
        {looks ? (
          <Loaded query={preview} rows={4}>
            {(data) => <Preview preview={data} />}
          </Loaded>
        ) : null}
        <p className="muted measure">{t('data.effect')}</p>
        {save.error === null ? null : <StateCard problem={save.error} />}
        <div className="foot">
          <Button variant="default" onClick={close}>
            {t('act.cancel')}
          </Button>
          <Button loading={save.isPending} onClick={() => save.mutate()}>
            {t('settings.save')}
          </Button>
        </div>
      </div>
    </Drawer>
  );
}

/** The dry run: counts by field over the last day, and what later explanations would not know. */
function Preview({ preview }: { preview: CollectionPreview }) {
  const t = useText();
  const format = useFormat();
  const optional = useOptionalText();
  const touched = preview.fields.filter((field) => field.changed > 0 || field.emptied > 0);
  return (
    <section>
      <h3>{t('data.preview')}</h3>
      <p className="muted small">{t('data.preview.says', { count: preview.events, number: format.number(preview.events), from: format.hour(preview.from), to: format.hour(preview.to) })}</p>
      {preview.complete ? null : <p className="caution">{t('data.preview.partial')}</p>}
      {touched.length === 0 ? (
        <p>{t('data.preview.none')}</p>
      ) : (
        <table className={styles.preview}>
          <thead>
            <tr>
              <th scope="col">{t('data.field')}</th>
              <th scope="col" className={styles.end}>
                {t('data.preview.changed')}
              </th>
              <th scope="col" className={styles.end}>
                {t('data.preview.emptied')}
              </th>
            </tr>
          </thead>
          <tbody>
            {touched.map((field) => (
              <tr key={field.name}>
                <th scope="row">
                  <code>{field.name}</code>
                </th>
                <td className={`num ${styles.end}`}>{format.number(field.changed)}</td>
                <td className={`num ${styles.end}`}>{format.number(field.emptied)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {preview.weakened.length === 0 ? null : <p className="caution">{t('data.weakened', { facts: preview.weakened.map((fact) => optional(`fact.${fact}`) ?? fact).join(t('list.comma')) })}</p>}
    </section>
  );
}
