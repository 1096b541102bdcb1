import { Autocomplete } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { read } from '../../api/call';
import { queries } from '../../api/queries';
import type { EventPage } from '../../api/types';
import { useKeys } from '../../app/keys';
import { useText } from '../../i18n';
import { ACTIONS, FILTERS, queryOf, type Period, type Scope } from '../../query/filters';
import { applyTyped, parseTyped, writeTyped, type Typed } from '../../query/qualifiers';
import styles from './log.module.css';

const COUNTED = { host: 'host', category: 'category', rule: 'rule' } as const;

/**
 * Filters as they are typed. Somebody's name is exchanged for the pseudonym before it can reach the address: the address, the
 * title and the history hold pseudonyms only.
 */
export function FilterBox({ scope, period, setScope }: { scope: Scope; period: Period; setScope: (scope: Scope) => void }) {
  const t = useText();
  const [text, setText] = useState('');
  const [said, setSaid] = useState<string[]>([]);
  const input = useRef<HTMLInputElement>(null);
  useKeys({
    '/': (event) => {
      event.preventDefault();
      input.current?.focus();
    },
  });
  const suggestions = useSuggestions(text, scope, period);
  const apply = async (typed: Typed) => {
    const problems = typed.refused.map(({ word, because }) => t(`refused.${because}`, { word }));
    const { user, ...others } = typed.filters;
    let wanted: Typed = { ...typed, filters: others };
    if (user !== undefined) {
      const token = await tokenOf(user, period);
      if (token === undefined) problems.push(t('refused.nobody'));
      else wanted = { ...typed, filters: { ...others, user: token } };
    }
    setSaid(problems);
    if (Object.keys(wanted.filters).length > 0) {
      setScope(applyTyped(scope, wanted));
      setText('');
    }
  };
  useEffect(() => setSaid([]), [scope]);
  return (
    <>
      <Autocomplete
        ref={input}
        className={styles.box}
        size="xs"
        leftSection={<IconSearch size={16} stroke={1.75} aria-hidden />}
        aria-label={t('log.filter')}
        placeholder={t('log.filter.hint')}
        value={text}
        onChange={setText}
        data={suggestions}
        filter={({ options }) => options}
        onOptionSubmit={(value) => {
          if (value.endsWith(':')) return;
          void apply(parseTyped(value)).then(() => setText(''));
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.keyCode === 229) return;
          if (input.current?.getAttribute('aria-activedescendant')) return;
          event.preventDefault();
          void apply(parseTyped(text));
        }}
      />
      {said.map((line) => (
        <p key={line} className={styles.refused} role="status">
          {line}
        </p>
      ))}
    </>
  );
}

/** The token behind what was typed for a person; a name is asked for once and then forgotten. */
async function tokenOf(user: string, period: Period): Promise<string | undefined> {
  if (/^u-[0-9A-Z]{20,}$/iu.test(user)) return user;
  try {
    const page = await read<EventPage>('/events', { ...period, user, limit: 1 });
    return page.items[0]?.user ?? undefined;
  } catch {
    return undefined;
  }
}

function useSuggestions(text: string, scope: Scope, period: Period): string[] {
  const word = text.split(/\s+/).at(-1) ?? '';
  const [name, value] = word.includes(':') ? [word.slice(0, word.indexOf(':')), word.slice(word.indexOf(':') + 1)] : ['', ''];
  const by = Object.hasOwn(COUNTED, name) ? COUNTED[name as keyof typeof COUNTED] : undefined;
  const counted = useQuery({ ...queries.stats({ ...queryOf({ range: scope.range }, period), measure: 'requests', by, limit: 50 }), enabled: by !== undefined });
  if (word === '') return [];
  const before = text.slice(0, text.length - word.length);
  if (name === 'action') return ACTIONS.filter((action) => action.startsWith(value)).map((action) => before + writeTyped('action', action));
  if (by !== undefined) return (counted.data?.groups ?? []).filter((group) => group.key !== '' && group.key.toLowerCase().includes(value.toLowerCase())).slice(0, 8).map((group) => before + writeTyped(by, group.key));
  return FILTERS.filter((filter) => filter !== 'url' && word.length > 0 && filter.startsWith(word.toLowerCase())).map((filter) => `${before}${filter}:`);
}
