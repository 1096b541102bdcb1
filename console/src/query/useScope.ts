import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { useMe, serviceNow } from '../app/me';
import { periodOf, scopeOf, searchOf, type Period, type Scope } from './filters';

/** The filters of the address, and the one way to change them (everything else in the address stays, an open event closes). */
export function useScope(): { scope: Scope; setScope: (scope: Scope) => void } {
  const search = useRouterState({ select: (state) => state.location.search }) as Record<string, unknown>;
  const navigate = useNavigate();
  const written = JSON.stringify(searchOf(scopeOf(search)));
  const scope = useMemo(() => scopeOf(JSON.parse(written) as Record<string, unknown>), [written]);
  const setScope = useCallback(
    (next: Scope) =>
      void navigate({
        to: '.',
        search: ((before: Record<string, unknown>) => {
          const kept = Object.fromEntries(Object.entries(before).filter(([name]) => name === 'live' || name === 'cols'));
          return { ...kept, ...searchOf(next) };
        }) as never,
      }),
    [navigate],
  );
  return { scope, setScope };
}

/** The period of a scope, fixed when the scope (or `turn`) changes, so that list, chart and figures speak of the same time. */
export function usePeriod(scope: Scope, turn: number): Period {
  const me = useMe();
  const key = JSON.stringify([scope, turn]);
  return useMemo(() => {
    const [wanted] = JSON.parse(key) as [Scope, number];
    return periodOf(wanted, serviceNow(me));
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the clock is read once for each question
  }, [key]);
}
