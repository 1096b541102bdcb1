import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { post, read, send, type Query } from './call';
import type {
  Attention,
  AuditPage,
  CategoryLookup,
  CustomerPage,
  DataCollection,
  EventDetail,
  Erasure,
  ErasureMail,
  ErasurePage,
  ErasurePreview,
  EventPage,
  GroupPage,
  Hold,
  HoldPage,
  Licence,
  LookPage,
  Me,
  My,
  OnRampPage,
  PersonPage,
  PolicyDiff,
  PolicyVersion,
  PolicyVersionPage,
  PrivacyNotice,
  Protection,
  ReceiptKey,
  ReceiptPage,
  RegionPage,
  Retention,
  SessionPage,
  Settings,
  Stats,
  Taxonomy,
  TokenPage,
  UnassignedMailPage,
  Validation,
} from './types';

/** The policy document as it was written, with the version that it is. */
export interface PolicyText {
  readonly text: string;
  /** The ETag; undefined when nothing was ever published. */
  readonly tag: string | undefined;
  readonly published: string | undefined;
}

/** A value with the version that it is. */
export interface Tagged<T> {
  readonly value: T;
  readonly tag: string | undefined;
}

const PAGE = 200;
/** A laboratory moves the clock; ranges that end now have to follow. */
const LAB_CLOCK_EVERY_MS = 10_000;

const LICENCE_EVERY_MS = 60_000;
const MOVING_EVERY_MS = 5_000;
/** States that change without anybody's doing. */
const MOVING: ReadonlySet<string> = new Set(['approved', 'running']);

/** A list that is read a page at a time. */
function paged<T extends { readonly next?: string | null }>(key: readonly string[], path: string, limit: number) {
  return infiniteQueryOptions({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => read<T>(path, { limit, cursor: pageParam ?? undefined }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
}

export const queries = {
  me: () => queryOptions({ queryKey: ['me'], queryFn: ({ signal }) => read<Me>('/me', {}, signal), staleTime: 5 * 60_000, refetchInterval: (query) => (query.state.data?.lab === true ? LAB_CLOCK_EVERY_MS : false) }),
  events: (query: Query) =>
    infiniteQueryOptions({
      queryKey: ['events', query],
      queryFn: ({ pageParam, signal }) => read<EventPage>('/events', { ...query, limit: PAGE, cursor: pageParam ?? undefined }, signal),
      initialPageParam: null as string | null,
      getNextPageParam: (last) => last.next,
    }),
  event: (id: string) => queryOptions({ queryKey: ['event', id], queryFn: ({ signal }) => read<EventDetail>(`/events/${encodeURIComponent(id)}`, {}, signal), staleTime: 60_000 }),
  stats: (query: Query) => queryOptions({ queryKey: ['stats', query], queryFn: ({ signal }) => read<Stats>('/stats', query, signal) }),
  policy: () => queryOptions({ queryKey: ['policy'], queryFn: ({ signal }) => policyText('/policy', signal) }),
  policyVersion: (version: number) => queryOptions({ queryKey: ['policy', 'version', version], queryFn: ({ signal }) => policyText(`/policy/versions/${version}`, signal), staleTime: Infinity }),
  policyVersions: () =>
    infiniteQueryOptions({
      queryKey: ['policy', 'versions'],
      queryFn: ({ pageParam, signal }) => read<PolicyVersionPage>('/policy/versions', { cursor: pageParam ?? undefined, limit: 50 }, signal),
      initialPageParam: null as string | null,
      getNextPageParam: (last) => last.next,
    }),
  validation: (draft: string) => queryOptions({ queryKey: ['validation', draft], queryFn: ({ signal }) => post<Validation>('/policy/validate', { draft }, signal), gcTime: 60_000, staleTime: 60_000 }),
  diff: (draft: string, tag: string | undefined) => queryOptions({ queryKey: ['diff', draft, tag], queryFn: ({ signal }) => post<PolicyDiff>('/policy/diff', { draft }, signal), gcTime: 60_000 }),
  taxonomy: () => queryOptions({ queryKey: ['taxonomy'], queryFn: ({ signal }) => read<Taxonomy>('/categories', {}, signal), staleTime: 10 * 60_000 }),
  lookup: (url: string) => queryOptions({ queryKey: ['lookup', url], queryFn: ({ signal }) => read<CategoryLookup>('/categories/lookup', { url }, signal), enabled: url !== '' }),
  dataCollection: () => queryOptions({ queryKey: ['data-collection'], queryFn: ({ signal }) => read<DataCollection>('/data-collection', {}, signal) }),
  protection: () => queryOptions({ queryKey: ['protection'], queryFn: ({ signal }) => read<Protection>('/protection', {}, signal) }),
  attention: () => queryOptions({ queryKey: ['attention'], queryFn: ({ signal }) => read<Attention>('/attention', {}, signal) }),
  audit: () =>
    infiniteQueryOptions({
      queryKey: ['audit'],
      queryFn: ({ pageParam, signal }) => read<AuditPage>('/audit', { limit: 100, cursor: pageParam ?? undefined }, signal),
      initialPageParam: null as string | null,
      getNextPageParam: (last) => last.next,
    }),
  sessions: () => queryOptions({ queryKey: ['sessions'], queryFn: ({ signal }) => read<SessionPage>('/sessions', {}, signal) }),
  tokens: () => queryOptions({ queryKey: ['tokens'], queryFn: ({ signal }) => read<TokenPage>('/tokens', {}, signal) }),
  people: () =>
    infiniteQueryOptions({
      queryKey: ['people'],
      queryFn: ({ pageParam, signal }) => read<PersonPage>('/people', { limit: 200, cursor: pageParam ?? undefined }, signal),
      initialPageParam: null as string | null,
      getNextPageParam: (last) => last.next,
    }),
  settings: () =>
    queryOptions({
      queryKey: ['settings'],
      queryFn: async ({ signal }): Promise<Tagged<Settings>> => {
        const answer = await send('/settings', { signal });
        return { value: (await answer.json()) as Settings, tag: answer.headers.get('ETag') ?? undefined };
      },
    }),
  groups: () => queryOptions({ queryKey: ['groups'], queryFn: ({ signal }) => read<GroupPage>('/groups', {}, signal) }),
  onRamps: () => queryOptions({ queryKey: ['on-ramps'], queryFn: ({ signal }) => read<OnRampPage>('/on-ramps', {}, signal) }),
  privacyNotice: (language: 'en' | 'ja') => queryOptions({ queryKey: ['data-collection', 'notice', language], queryFn: ({ signal }) => read<PrivacyNotice>('/data-collection/notice', { language }, signal) }),
  licence: () => queryOptions({ queryKey: ['licence'], queryFn: ({ signal }) => read<Licence>('/licence', {}, signal), refetchInterval: LICENCE_EVERY_MS }),
  retention: () => queryOptions({ queryKey: ['retention'], queryFn: ({ signal }) => read<Retention>('/retention', {}, signal) }),
  erasures: () => paged<ErasurePage>(['erasures', 'list'], '/erasures', 100),
  erasure: (id: string) => queryOptions({ queryKey: ['erasures', 'one', id], queryFn: ({ signal }) => read<Erasure>(`/erasures/${encodeURIComponent(id)}`, {}, signal), refetchInterval: (query) => (MOVING.has(query.state.data?.state ?? '') ? MOVING_EVERY_MS : false) }),
  erasurePreview: (id: string) => queryOptions({ queryKey: ['erasures', 'preview', id], queryFn: ({ signal }) => read<ErasurePreview>(`/erasures/${encodeURIComponent(id)}/preview`, {}, signal) }),
  erasureMail: (id: string) => queryOptions({ queryKey: ['erasures', 'mail', id], queryFn: ({ signal }) => read<ErasureMail>(`/erasures/${encodeURIComponent(id)}/mail`, {}, signal), staleTime: Infinity, retry: false }),
  holds: () => queryOptions({ queryKey: ['holds'], queryFn: ({ signal }) => read<HoldPage>('/holds', {}, signal) }),
  hold: (id: string) => queryOptions({ queryKey: ['holds', id], queryFn: ({ signal }) => read<Hold>(`/holds/${encodeURIComponent(id)}`, {}, signal) }),
  receipts: () => paged<ReceiptPage>(['receipts'], '/receipts', 100),
  receiptKey: () => queryOptions({ queryKey: ['receipts', 'key'], queryFn: ({ signal }) => read<ReceiptKey>('/receipts/key', {}, signal), staleTime: Infinity }),
  my: () => queryOptions({ queryKey: ['my'], queryFn: ({ signal }) => read<My>('/my', {}, signal) }),
  myEvents: () => paged<EventPage>(['my', 'events'], '/my/events', 50),
  myLooks: () => paged<LookPage>(['my', 'looks'], '/my/looks', 50),
  customers: () => queryOptions({ queryKey: ['operator', 'customers'], queryFn: ({ signal }) => read<CustomerPage>('/operator/customers', {}, signal) }),
  unassignedMails: () => paged<UnassignedMailPage>(['operator', 'mails'], '/operator/mails', 20),
  regions: () => queryOptions({ queryKey: ['operator', 'regions'], queryFn: ({ signal }) => read<RegionPage>('/operator/regions', {}, signal) }),
};

async function policyText(path: string, signal: AbortSignal): Promise<PolicyText> {
  const answer = await send(path, { accept: 'application/yaml', signal });
  return {
    text: await answer.text(),
    tag: answer.headers.get('ETag') ?? undefined,
    published: answer.headers.get('Last-Modified') ?? undefined,
  };
}

/** Publishes a document that was edited from the version `tag`; the service refuses it if another is in force by now. */
export async function publish(text: string, tag: string | undefined): Promise<PolicyVersion> {
  const headers: Record<string, string> = tag === undefined ? { 'If-None-Match': '*' } : { 'If-Match': tag };
  const answer = await send('/policy', { method: 'PUT', yaml: text, headers });
  return (await answer.json()) as PolicyVersion;
}
