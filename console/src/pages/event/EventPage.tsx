import { useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { EventPage as Page } from '../../api/types';
import { useKeys } from '../../app/keys';
import { useText } from '../../i18n';
import { PageHead } from '../../parts/PageHead';
import type { QuickWish } from '../policy/quick';
import { EventView } from './EventView';

const QuickRule = lazy(() => import('../policy/QuickRule'));

/** One event on a page of its own; `[` and `]` walk the list it was opened from, if there is one. */
export function EventPage() {
  const t = useText();
  const { id } = useParams({ from: '/events/$id' });
  const search = useSearch({ from: '/events/$id' });
  const navigate = useNavigate();
  const client = useQueryClient();
  const [wish, setWish] = useState<QuickWish>();
  const neighbours = useMemo(() => {
    for (const [, data] of client.getQueriesData<InfiniteData<Page>>({ queryKey: ['events'] })) {
      const ids = data?.pages.flatMap((page) => page.items.map((item) => item.id)) ?? [];
      const at = ids.indexOf(id);
      if (at >= 0) return { before: ids[at - 1], after: ids[at + 1] };
    }
    return { before: undefined, after: undefined };
  }, [client, id]);
  const go = (next: string | undefined) => {
    if (next !== undefined) void navigate({ to: '/events/$id', params: { id: next }, search });
  };
  useKeys({ '[': () => go(neighbours.before), ']': () => go(neighbours.after) });
  return (
    <>
      <PageHead title={t('event.title')} says={t('event.says')}>
        <Link to="/log" search={search}>
          {t('event.back')}
        </Link>
      </PageHead>
      <EventView id={id} wish={setWish} />
      <Suspense>{wish === undefined ? null : <QuickRule wish={wish} close={() => setWish(undefined)} />}</Suspense>
    </>
  );
}
