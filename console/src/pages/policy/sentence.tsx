import type { ReactNode } from 'react';
import { Fragment } from 'react';
import { useOptionalText, useText } from '../../i18n';
import { useCategoryName } from '../../parts/category';
import { Plain } from '../../parts/Plain';
import type { Condition } from '../../policy/document';
import styles from './policy.module.css';

const SHOWN = 4;

/** A rule's conditions as words that can be read aloud: "category is gambling and group is not compliance". */
export function useSentences(): (when: readonly Condition[]) => ReactNode {
  const t = useText();
  const optional = useOptionalText();
  const category = useCategoryName();
  return (when) => {
    if (when.length === 0) return <span className="muted">{t('when.always')}</span>;
    return when.map((condition, i) => {
      const values = condition.values.map((value) => (condition.key === 'category' ? category(value) : value));
      const [before, after] = t(condition.negated ? 'when.isNot' : 'when.is', { key: optional(`when.key.${condition.key}`) ?? condition.key, values: '\u0000' }).split('\u0000');
      return (
        <Fragment key={i}>
          {i === 0 ? null : t('when.and')}
          {before}
          {values.slice(0, SHOWN).map((value, at) => (
            <Fragment key={value}>
              {at === 0 ? null : t('when.or')}
              <span className={styles.value}>
                <Plain text={value} />
              </span>
            </Fragment>
          ))}
          {values.length > SHOWN ? t('when.more', { count: values.length - SHOWN }) : null}
          {after}
        </Fragment>
      );
    });
  };
}
