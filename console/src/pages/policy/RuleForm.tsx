import { Button, CloseButton, Drawer, NativeSelect, SegmentedControl, TagsInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queries } from '../../api/queries';
import { useDisplay } from '../../app/display';
import { useMay } from '../../app/me';
import { useOptionalText, useText } from '../../i18n';
import type { Condition, Part, PolicyRule, RuleDraft } from '../../policy/document';
import styles from './policy.module.css';

export interface RuleTarget {
  readonly part: Part;
  readonly index: number | undefined;
  readonly rule: PolicyRule | undefined;
}

const KEYS = { access: ['host', 'category', 'list', 'group', 'user', 'method', 'port', 'clientIp', 'at'], decryption: ['host', 'category', 'list', 'group', 'user', 'port', 'clientIp', 'at'] } as const;
const THEN = { access: ['allow', 'monitor', 'warn', 'block'], decryption: ['inspect', 'tunnel', 'block'] } as const;
const NAME = /^[a-z0-9][a-z0-9._-]*$/;

/** Who, where to, what, and then: one rule as a form. Saving changes the draft's text, nothing else. */
export default function RuleForm({ target, lists, suggestName, save, close }: { target: RuleTarget; lists: readonly string[]; suggestName: (wanted: string) => string; save: (rule: RuleDraft) => void; close: () => void }) {
  const t = useText();
  const optional = useOptionalText();
  const { part, rule } = target;
  const [name, setName] = useState(() => rule?.name ?? suggestName('new-rule'));
  const [then, setThen] = useState<string>(rule?.then ?? (part === 'access' ? 'block' : 'tunnel'));
  const [when, setWhen] = useState<readonly Condition[]>(rule?.when ?? [{ key: 'host', negated: false, values: [] }]);
  const last = rule !== undefined && rule.when.length === 0;
  const set = (index: number, change: Partial<Condition>) => setWhen(when.map((condition, i) => (i === index ? { ...condition, ...change } : condition)));
  const incomplete = when.some((condition) => condition.values.length === 0) || (when.length === 0 && !last);
  const badName = !NAME.test(name);
  const unused = KEYS[part].filter((key) => !when.some((condition) => condition.key === key));
  return (
    <Drawer opened onClose={close} size="min(640px, 100%)" title={rule === undefined ? t('policy.add') : t('policy.edit', { name: rule.name })} closeButtonProps={{ 'aria-label': t('act.close') }}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!incomplete && !badName) save({ name, when, then });
        }}
      >
        <TextInput label={t('policy.name')} value={name} error={badName ? t('policy.name.bad') : undefined} onChange={(event) => setName(event.currentTarget.value)} spellCheck={false} />
        <fieldset className={styles.fieldset}>
          <legend>{t('policy.when')}</legend>
          {when.length === 0 ? <p className="muted small">{t('when.always')}</p> : null}
          <div className="stack">
            {when.map((condition, i) => (
              <div key={i} className={styles.condition}>
                <NativeSelect aria-label={t('policy.key')} value={condition.key} onChange={(event) => set(i, { key: event.currentTarget.value, values: [] })} data={[condition.key, ...unused].map((key) => ({ value: key, label: optional(`when.key.${key}`) ?? key }))} />
                <NativeSelect aria-label={t('policy.operator')} value={condition.negated ? 'not' : 'is'} onChange={(event) => set(i, { negated: event.currentTarget.value === 'not' })} data={[{ value: 'is', label: t('policy.is') }, { value: 'not', label: t('policy.isNot') }]} />
                <Values condition={condition} lists={lists} change={(values) => set(i, { values })} />
                <CloseButton aria-label={t('policy.removeCondition')} onClick={() => setWhen(when.filter((_, at) => at !== i))} />
              </div>
            ))}
          </div>
          {last || unused.length === 0 ? null : (
            <Button size="xs" variant="default" mt="sm" onClick={() => setWhen([...when, { key: unused[0] ?? 'host', negated: false, values: [] }])}>
              {t('policy.addCondition')}
            </Button>
          )}
        </fieldset>
        <fieldset className={styles.fieldset}>
          <legend>{t('policy.then')}</legend>
          <SegmentedControl value={then} onChange={setThen} aria-label={t('policy.then')} data={THEN[part].map((action) => ({ value: action, label: t(`action.${action}`) }))} />
        </fieldset>
        <div className={styles.stepFoot}>
          <Button variant="default" onClick={close}>
            {t('act.cancel')}
          </Button>
          <Button type="submit" disabled={incomplete || badName}>
            {t('policy.toDraft')}
          </Button>
        </div>
      </form>
    </Drawer>
  );
}

/** Values with suggestions where the product knows them. */
function Values({ condition, lists, change }: { condition: Condition; lists: readonly string[]; change: (values: string[]) => void }) {
  const t = useText();
  const { language } = useDisplay();
  const taxonomy = useQuery({ ...queries.taxonomy(), enabled: useMay('policy.read') && condition.key === 'category' });
  const groups = useQuery({ ...queries.groups(), enabled: useMay('people.read') && condition.key === 'group' });
  const known = condition.key === 'category' ? (taxonomy.data?.items ?? []).map((item) => item.id) : condition.key === 'group' ? (groups.data?.items ?? []).map((group) => group.name) : condition.key === 'list' ? [...lists] : condition.key === 'method' ? ['GET', 'POST', 'PUT', 'DELETE', 'CONNECT'] : [];
  const names = new Map(taxonomy.data?.items.map((item) => [item.id, item.name[language]]));
  return (
    <TagsInput
      aria-label={t('policy.values')}
      placeholder={condition.values.length === 0 ? t('policy.values.hint') : undefined}
      value={[...condition.values]}
      onChange={change}
      data={known}
      renderOption={({ option }) => (names.has(option.value) ? `${option.value} · ${names.get(option.value) ?? ''}` : option.value)}
      splitChars={[',', ' ']}
      maxDropdownHeight={240}
      acceptValueOnBlur
    />
  );
}
