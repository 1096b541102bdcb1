import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { PolicyText } from '../api/queries';

/** What is being edited: the text in force when the editing began, and the text now. Kept in memory only. */
export interface PolicyDraft {
  readonly base: PolicyText;
  readonly text: string;
  readonly past: readonly string[];
}

interface Drafting {
  readonly draft: PolicyDraft | undefined;
  /** Changes the draft; begins one from `base` if there is none. Each change can be undone, typing as a whole. */
  readonly change: (base: PolicyText, text: string, typing?: boolean) => void;
  readonly undo: () => void;
  readonly discard: () => void;
}

const MAX_PAST = 200;
const DraftContext = createContext<Drafting | undefined>(undefined);

/** One draft for the table and the text. */
export function PolicyDraftProvider({ children }: { children: ReactNode }) {
  const [draft, setDraft] = useState<PolicyDraft>();
  const change = useCallback((base: PolicyText, text: string, typing = false) => {
    setDraft((before) => {
      if (before === undefined) return text === base.text ? undefined : { base, text, past: [base.text] };
      if (before.text === text) return before;
      return { ...before, text, past: typing ? before.past : [...before.past, before.text].slice(-MAX_PAST) };
    });
  }, []);
  const undo = useCallback(() => {
    setDraft((before) => {
      const text = before?.past.at(-1);
      if (before === undefined || text === undefined) return undefined;
      return text === before.base.text && before.past.length === 1 ? undefined : { ...before, text, past: before.past.slice(0, -1) };
    });
  }, []);
  const discard = useCallback(() => setDraft(undefined), []);
  const changed = draft !== undefined && draft.text !== draft.base.text;
  useEffect(() => {
    if (!changed) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [changed]);
  const value = useMemo(() => ({ draft, change, undo, discard }), [draft, change, undo, discard]);
  return <DraftContext.Provider value={value}>{children}</DraftContext.Provider>;
}

export function useDraft(): Drafting {
  const drafting = useContext(DraftContext);
  if (drafting === undefined) throw new Error('used outside of the provider');
  return drafting;
}
