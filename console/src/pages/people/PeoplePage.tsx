import { Button, Modal, NativeSelect, PasswordInput, TagsInput, TextInput } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { post } from '../../api/call';
import { queries } from '../../api/queries';
import type { NewPerson, Person as PersonRow, Role } from '../../api/types';
import { useMay } from '../../app/me';
import { useText } from '../../i18n';
import { DataTable, type TableColumn } from '../../parts/DataTable';
import { PageHead } from '../../parts/PageHead';
import { Person } from '../../parts/Person';
import { EmptyCard, LockedCard, Loading, StateCard } from '../../parts/StateCard';
import { TimeText } from '../../parts/TimeText';
import { toast } from '../../parts/toast';

const ROLES: readonly Role[] = ['user', 'administrator', 'auditor', 'read-only', 'responder', 'collector'];
const MIN_PASSWORD = 15;

/** Who browses here, and who may do what? */
export function PeoplePage() {
  const t = useText();
  if (!useMay('people.read')) return <LockedCard text={t('error.permission', { permission: 'people.read', roles: t('role.administrator') })} />;
  return <People />;
}

function People() {
  const t = useText();
  const write = useMay('people.write');
  const log = useMay('events.read');
  const [adding, setAdding] = useState(false);
  const people = useInfiniteQuery(queries.people());
  const rows = useMemo(() => people.data?.pages.flatMap((page) => page.items) ?? [], [people.data]);
  const columns = useMemo(
    (): TableColumn<PersonRow>[] => [
      { id: 'who', heading: t('column.who'), width: 'minmax(160px, 1fr)', card: 'title', cell: (row) => <Person pseudonym={row.pseudonym} name={row.name ?? row.login} /> },
      { id: 'login', heading: t('account.login'), width: 'minmax(120px, 1fr)', cell: (row) => <div className="cut">{row.login ?? <span className="muted">{t('people.hidden')}</span>}</div> },
      { id: 'role', heading: t('tokens.role'), width: '170px', cell: (row) => t(`role.${row.role}`) },
      { id: 'groups', heading: t('field.groups'), width: 'minmax(120px, 1fr)', cell: (row) => <div className="cut">{row.groups.join(t('list.comma')) || '–'}</div> },
      { id: 'created', heading: t('tokens.created'), width: '130px', cell: (row) => <TimeText at={row.created} show="date" /> },
      ...(log ? [{ id: 'log', heading: t('nav.log'), width: '90px', cell: (row: PersonRow) => <Link to="/log" search={{ user: row.user, range: '7d' }}>{t('people.log')}</Link> }] : []),
    ],
    [t, log],
  );
  return (
    <>
      <PageHead title={t('nav.people')} says={t('people.says')}>
        {write ? (
          <Button size="xs" onClick={() => setAdding(true)}>
            {t('people.new')}
          </Button>
        ) : null}
      </PageHead>
      {people.error !== null ? <StateCard problem={people.error} retry={() => void people.refetch()} /> : null}
      {people.isPending ? <Loading rows={6} /> : null}
      {people.isSuccess && rows.length === 0 ? <EmptyCard title={t('people.none')} text={t('people.none.text')} /> : null}
      {rows.length === 0 ? null : <DataTable rows={rows} columns={columns} label={t('nav.people')} idOf={(row) => row.user} more={() => { if (people.hasNextPage && !people.isFetchingNextPage) void people.fetchNextPage(); }} />}
      {adding ? <Add close={() => setAdding(false)} /> : null}
    </>
  );
}

function Add({ close }: { close: () => void }) {
  const t = useText();
  const client = useQueryClient();
  const groups = useQuery(queries.groups());
  const [login, setLogin] = useState('');
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [role, setRole] = useState<Role>('user');
  const [member, setMember] = useState<string[]>([]);
  const ready = login.trim() !== '' && (password === '' || password.length >= MIN_PASSWORD);
  const add = useMutation({
    mutationFn: () => post<PersonRow>('/people', { login: login.trim(), role, ...(password === '' ? {} : { password }), ...(name.trim() === '' ? {} : { name: name.trim() }), ...(member.length === 0 ? {} : { groups: member }) } satisfies NewPerson),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['people'] });
      await client.invalidateQueries({ queryKey: ['groups'] });
      toast.done(t('people.added'));
      close();
    },
  });
  return (
    <Modal opened onClose={close} title={t('people.new')} size="lg" closeButtonProps={{ 'aria-label': t('act.close') }}>
      <form
        className="stack"
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) add.mutate();
        }}
      >
        <TextInput label={t('account.login')} maxLength={200} value={login} onChange={(event) => setLogin(event.currentTarget.value)} autoComplete="off" data-autofocus />
        <TextInput label={t('people.name')} maxLength={200} value={name} onChange={(event) => setName(event.currentTarget.value)} autoComplete="off" />
        <PasswordInput label={t('people.password')} description={[t('people.password.hint', { count: MIN_PASSWORD }), t('people.password.optional')].join(t('sentence.gap'))} value={password} onChange={(event) => setPassword(event.currentTarget.value)} autoComplete="new-password" visibilityToggleButtonProps={{ 'aria-label': t('people.password.show') }} />
        <NativeSelect label={t('tokens.role')} value={role} onChange={(event) => setRole(event.currentTarget.value as Role)} data={ROLES.map((one) => ({ value: one, label: t(`role.${one}`) }))} />
        <TagsInput label={t('field.groups')} value={member} onChange={setMember} data={(groups.data?.items ?? []).map((group) => group.name)} splitChars={[',']} acceptValueOnBlur />
        {add.error === null ? null : <StateCard problem={add.error} />}
        <div className="foot">
          <Button variant="default" onClick={close}>
            {t('act.cancel')}
          </Button>
          <Button type="submit" disabled={!ready} loading={add.isPending}>
            {t('people.add')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
