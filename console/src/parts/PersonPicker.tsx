import { Autocomplete } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { queries } from '../api/queries';
import type { Person } from '../api/types';
import { useMay } from '../app/me';
import { useChanges } from '../app/useChanges';
import { useText } from '../i18n';

const SHOWN = 50;
const ENOUGH = 5;

/**
 * Names one person: chosen from those that are found, or by the login as it was typed, which the service resolves. Further pages
 * are read while little was found; under a locked licence the list is closed and only what was typed counts. What is handed on is
 * a token or a login.
 */
export function PersonPicker({ label, hint, error, choose }: { label: string; hint?: string; error?: string; choose: (user: string) => void }) {
  const t = useText();
  const changes = useChanges();
  const may = useMay('people.read') && changes;
  const [text, setText] = useState('');
  const people = useInfiniteQuery({ ...queries.people(), enabled: may });
  const all = useMemo(() => people.data?.pages.flatMap((page) => page.items) ?? [], [people.data]);
  const found = useMemo(() => all.filter((person) => matches(person, text)), [all, text]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = people;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && found.length < ENOUGH) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, found.length]);
  return (
    <Autocomplete
      label={label}
      description={hint}
      error={error}
      placeholder={t('picker.hint')}
      maxLength={320}
      autoComplete="off"
      spellCheck={false}
      data={found.slice(0, SHOWN).map(nameOf)}
      filter={({ options }) => options}
      value={text}
      onChange={(typed) => {
        setText(typed);
        choose(all.find((person) => nameOf(person) === typed)?.user ?? typed.trim());
      }}
    />
  );
}

/** The label of a person; the pseudonym in it makes it one of a kind. */
function nameOf(person: Person): string {
  const name = person.name ?? person.login;
  return name === null ? person.pseudonym : `${person.pseudonym} · ${name}`;
}

/** Whether a person is meant by what was typed. */
function matches(person: Person, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  if (wanted === '' || nameOf(person).toLowerCase() === wanted) return true;
  return [person.pseudonym, person.user, person.login, person.name, person.email].some((one) => one?.toLowerCase().includes(wanted));
}
