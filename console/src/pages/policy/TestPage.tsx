import { Button, Checkbox, NativeSelect, TagsInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { post } from '../../api/call';
import type { PolicyTest, PolicyTestResult } from '../../api/types';
import { useMay } from '../../app/me';
import { useOptionalText, useText } from '../../i18n';
import { useCategoryName } from '../../parts/category';
import { Facts } from '../../parts/Facts';
import { OutcomeBadge } from '../../parts/Outcome';
import { outcomeOfAction } from '../../parts/outcome';
import { PageHead } from '../../parts/PageHead';
import { LockedCard, Loading, StateCard } from '../../parts/StateCard';
import { stepsOfTest } from '../../parts/trace';
import { TracePicture } from '../../parts/TracePicture';
import { useDraft } from '../../policy/draft';
import styles from './policy.module.css';

const EXAMPLE = 'https://example.com/path';
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'CONNECT'];

/** What would the policy, or the draft, decide for a request? */
export function TestPage() {
  const t = useText();
  if (!useMay('policy.read')) return <LockedCard text={t('error.permission', { permission: 'policy.read', roles: t('role.administrator') })} />;
  return <Tester />;
}

function Tester() {
  const t = useText();
  const search = useSearch({ from: '/policy/test' });
  const navigate = useNavigate();
  const { draft } = useDraft();
  const [url, setUrl] = useState(search.url ?? '');
  const [method, setMethod] = useState(search.method !== undefined && METHODS.includes(search.method) ? search.method : 'GET');
  const [user, setUser] = useState(search.user ?? '');
  const [groups, setGroups] = useState<string[]>([]);
  const [clientIp, setClientIp] = useState('');
  const [at, setAt] = useState('');
  const [useDrafted, setUseDrafted] = useState(draft !== undefined);
  const test = useMutation({ mutationFn: (asked: PolicyTest) => post<PolicyTestResult>('/policy/test', asked) });
  const { mutate } = test;
  const ask = () => {
    const asked: PolicyTest = {
      url: url.trim(),
      method,
      clientIp: clientIp.trim() === '' ? '127.0.0.1' : clientIp.trim(),
      userAgent: '',
      ...(user.trim() === '' ? {} : { user: user.trim() }),
      ...(groups.length === 0 ? {} : { groups }),
      ...(at === '' ? {} : { at: new Date(at).toISOString() }),
      ...(useDrafted && draft !== undefined ? { draft: draft.text } : {}),
    };
    // A login stays out of the address; a pseudonym may go in.
    void navigate({ to: '/policy/test', search: { url: asked.url, ...(method === 'GET' ? {} : { method }), ...(user.startsWith('u-') ? { user: user.trim() } : {}) }, replace: true });
    mutate(asked);
  };
  const asked = useRef(false);
  useEffect(() => {
    if (asked.current || search.url === undefined) return;
    asked.current = true;
    mutate({ url: search.url, method: search.method ?? 'GET', clientIp: '127.0.0.1', userAgent: '', ...(search.user === undefined ? {} : { user: search.user }) });
  }, [mutate, search]);
  return (
    <>
      <PageHead title={t('nav.test')} says={t('test.says')} />
      <div className={styles.test}>
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            if (url.trim() !== '') ask();
          }}
        >
          <TextInput label={t('test.url')} required withAsterisk={false} maxLength={8192} spellCheck={false} placeholder={EXAMPLE} value={url} onChange={(event) => setUrl(event.currentTarget.value)} />
          <div className={styles.two}>
            <NativeSelect label={t('field.method')} value={method} data={METHODS} onChange={(event) => setMethod(event.currentTarget.value)} />
            <TextInput label={t('field.clientIp')} placeholder="127.0.0.1" value={clientIp} onChange={(event) => setClientIp(event.currentTarget.value)} />
          </div>
          <TextInput label={t('test.user')} description={t('test.user.hint')} value={user} onChange={(event) => setUser(event.currentTarget.value)} autoComplete="off" />
          <TagsInput label={t('test.groups')} value={groups} onChange={setGroups} splitChars={[',']} acceptValueOnBlur />
          <TextInput label={t('test.at')} type="datetime-local" value={at} onChange={(event) => setAt(event.currentTarget.value)} />
          {draft === undefined ? null : <Checkbox label={t('test.draft')} checked={useDrafted} onChange={(event) => setUseDrafted(event.currentTarget.checked)} />}
          <Button type="submit" disabled={url.trim() === ''} loading={test.isPending}>
            {t('test.act')}
          </Button>
        </form>
        <section aria-live="polite">
          {test.error !== null ? <StateCard problem={test.error} /> : test.data !== undefined ? <Answer key={JSON.stringify(test.variables)} result={test.data} /> : test.isPending ? <Loading rows={6} /> : <p className={styles.hint}>{t('test.hint')}</p>}
        </section>
      </div>
    </>
  );
}

export function Answer({ result }: { result: PolicyTestResult }) {
  const t = useText();
  const optional = useOptionalText();
  const category = useCategoryName();
  return (
    <div className="stack">
      <p className={styles.outcome}>
        {result.action === null ? <span>{t('test.undecidable')}</span> : <OutcomeBadge outcome={outcomeOfAction(result.action)} />}
        {result.rule === null ? null : <span>{t('test.rule', { rule: result.rule, stage: optional(`trace.step.${result.stage ?? ''}`) ?? '' })}</span>}
        <span className="muted small">{result.version === null ? t('test.byDraft') : t('event.version', { v: result.version })}</span>
      </p>
      {result.reason === null ? null : <p>{optional(`errors.${result.reason}`) ?? result.reason}</p>}
      <TracePicture steps={stepsOfTest(result)} />
      <Facts
        rows={[
          [t('column.category'), result.categories.length === 0 ? t('category.none') : result.categories.map(category).join(t('list.comma'))],
          [t('field.lists'), result.lists.join(t('list.comma'))],
          [t('test.resolved'), result.resolved === null ? t('test.resolved.nobody') : result.resolved.length === 0 ? t('test.resolved.none') : <code key="addresses">{result.resolved.join(', ')}</code>],
        ]}
      />
    </div>
  );
}
