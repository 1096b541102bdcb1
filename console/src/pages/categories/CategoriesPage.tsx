import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { post } from '../../api/call';
import { queries } from '../../api/queries';
import type { CategoryLookup, PolicyTestResult } from '../../api/types';
import { useDisplay } from '../../app/display';
import { useFormat } from '../../app/format';
import { useMay } from '../../app/me';
import { useText } from '../../i18n';
import { Facts } from '../../parts/Facts';
import { Loaded } from '../../parts/Loaded';
import { PageHead } from '../../parts/PageHead';
import { Plain } from '../../parts/Plain';
import { LockedCard } from '../../parts/StateCard';
import { Answer } from '../policy/TestPage';
import styles from './categories.module.css';

const EXAMPLE = 'example.com';

/** What is this site, and what would we do with it? */
export function CategoriesPage() {
  const t = useText();
  if (!useMay('policy.read')) return <LockedCard text={t('error.permission', { permission: 'policy.read', roles: t('role.administrator') })} />;
  return <UrlCheck />;
}

function UrlCheck() {
  const t = useText();
  const search = useSearch({ from: '/categories' });
  const navigate = useNavigate();
  const [url, setUrl] = useState(search.url ?? '');
  const asked = search.url ?? '';
  useEffect(() => setUrl(asked), [asked]);
  const found = useQuery(queries.lookup(asked));
  const test = useMay('policy.read');
  return (
    <>
      <PageHead title={t('nav.urlCheck')} says={t('check.says')} />
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (url.trim() !== '') void navigate({ to: '/categories', search: { url: url.trim() } });
        }}
      >
        <TextInput className="grow" aria-label={t('check.url')} placeholder={EXAMPLE} spellCheck={false} autoCapitalize="off" maxLength={8192} value={url} onChange={(event) => setUrl(event.currentTarget.value)} />
        <Button type="submit" disabled={url.trim() === ''} loading={found.isFetching}>
          {t('check.act')}
        </Button>
      </form>
      {asked === '' ? null : (
        <div className={styles.answer}>
          <section>
            <h2>{t('check.what')}</h2>
            <Loaded query={found} rows={5}>
              {(data) => <Found found={data} />}
            </Loaded>
          </section>
          {test ? (
            <section>
              <h2>{t('check.policy')}</h2>
              <WouldDo url={asked} />
            </section>
          ) : null}
        </div>
      )}
      <Taxonomy />
    </>
  );
}

function Found({ found }: { found: CategoryLookup }) {
  const t = useText();
  const format = useFormat();
  const { language } = useDisplay();
  const taxonomy = useQuery(queries.taxonomy());
  const names = new Map(taxonomy.data?.items.map((item) => [item.id, item]));
  return (
    <div className="stack">
      <p className="mono">
        <Plain text={found.host} />
      </p>
      {found.categories.length === 0 ? (
        <p>{t('check.none')}</p>
      ) : (
        <ul className={styles.categories}>
          {found.categories.map((id) => (
            <li key={id}>
              <strong>{names.get(id)?.name[language] ?? id}</strong> <code className="muted">{id}</code>
              <p className="small">
                <Link to="/log" search={{ category: id, range: '7d' }}>
                  {t('check.events')}
                </Link>
              </p>
            </li>
          ))}
        </ul>
      )}
      <div>
      <Facts
        title={t('check.lists')}
        rows={found.lists.map((list) => {
          const entries = found.sources.filter((source) => source.startsWith(`${list.id}:`));
          return [list.id, <span key={list.id}>{entries.length === 0 ? t('check.notListed') : <code>{entries.join(', ')}</code>} <span className="muted">{t('check.version', { version: list.version, date: format.date(list.date + 'T00:00:00Z') })}</span></span>];
        })}
      />
      </div>
    </div>
  );
}

function WouldDo({ url }: { url: string }) {
  const address = /^[a-z][a-z0-9+.-]*:\/\//iu.test(url) ? url : `https://${url}`;
  const result = useQuery({ queryKey: ['would', address], queryFn: ({ signal }) => post<PolicyTestResult>('/policy/test', { url: address }, signal) });
  return (
    <Loaded query={result} rows={5}>
      {(data) => <Answer result={data} />}
    </Loaded>
  );
}

/** Everything a site can be, by group. */
function Taxonomy() {
  const t = useText();
  const { language } = useDisplay();
  const format = useFormat();
  const taxonomy = useQuery(queries.taxonomy());
  return (
    <section className={styles.taxonomy}>
      <h2>{t('check.all')}</h2>
      <Loaded query={taxonomy} rows={8}>
        {(data) => {
          const groups = new Map(data.items.map((item) => [item.group, item.groupName[language]]));
          return (
            <>
              <p className="muted small">{data.lists.map((list) => t('check.list', { id: list.id, version: list.version, count: list.entries, date: format.date(list.date + 'T00:00:00Z') })).join(t('sentence.gap'))}</p>
              <div className={styles.groups}>
                {[...groups].map(([group, name]) => (
                  <div key={group}>
                    <h3>{name}</h3>
                    <ul>
                      {data.items
                        .filter((item) => item.group === group)
                        .map((item) => (
                          <li key={item.id}>
                            {item.name[language]} <code className="muted">{item.id}</code>
                          </li>
                        ))}
                    </ul>
                  </div>
                ))}
              </div>
            </>
          );
        }}
      </Loaded>
    </section>
  );
}
