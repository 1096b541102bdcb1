import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Loading, StateCard } from './StateCard';

/** The states of one answer: room while it is read, the card if it failed, the old answer greyed while a new one comes. */
export function Loaded<T>({ query, rows, height, children }: { query: UseQueryResult<T>; rows?: number; height?: number; children: (data: T) => ReactNode }) {
  if (query.data !== undefined) {
    return (
      <>
        {query.error === null ? null : <StateCard problem={query.error} retry={() => void query.refetch()} />}
        {query.isPlaceholderData ? <div style={{ opacity: 0.5 }}>{children(query.data)}</div> : children(query.data)}
      </>
    );
  }
  if (query.error !== null) return <StateCard problem={query.error} retry={() => void query.refetch()} />;
  return <Loading rows={rows} height={height} />;
}
