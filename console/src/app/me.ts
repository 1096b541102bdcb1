import { useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { queries } from '../api/queries';
import type { Me } from '../api/types';

const MeContext = createContext<Me | undefined>(undefined);
export const MeProvider = MeContext.Provider;

/** Who is signed in; only used inside the frame, which shows nothing before this is known. */
export function useMe(): Me {
  const me = useContext(MeContext);
  if (me === undefined) throw new Error('used outside of the frame');
  return me;
}

export function useMay(permission: string): boolean {
  return useMe().permissions.includes(permission);
}

export function useMeQuery() {
  return useQuery(queries.me());
}

/** Milliseconds now by the service's clock for data, which a laboratory may have moved. */
export function serviceNow(me: Me): number {
  return me.lab ? labNow(me) : Date.now();
}

const seen = new Map<string, number>();

function labNow(me: Me): number {
  const before = seen.get(me.now) ?? performance.now();
  seen.set(me.now, before);
  return Date.parse(me.now) + (performance.now() - before);
}
