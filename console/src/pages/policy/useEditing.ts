import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { isProblem } from '../../api/call';
import { queries, type PolicyText } from '../../api/queries';
import { useDraft } from '../../policy/draft';
import { readPolicy, type Reading } from '../../policy/document';

const NOTHING: PolicyText = { text: '', tag: undefined, published: undefined };

/** The document on the desk: the draft if there is one, else what is in force; an empty one if nothing was ever published. */
export function useEditing() {
  const live = useQuery(queries.policy());
  const drafting = useDraft();
  const missing = isProblem(live.error) && live.error.status === 404;
  const inForce = missing ? NOTHING : live.data;
  const base = drafting.draft?.base ?? inForce;
  const text = drafting.draft?.text ?? base?.text;
  const reading: Reading | undefined = useMemo(() => (text === undefined ? undefined : readPolicy(text)), [text]);
  return {
    live,
    missing,
    base,
    text,
    reading,
    dirty: base !== undefined && text !== undefined && text !== base.text,
    edit: (next: string, typing = false) => {
      if (base !== undefined) drafting.change(base, next, typing);
    },
    rebase: (onto: PolicyText, next: string) => {
      drafting.discard();
      drafting.change(onto, next);
    },
    undo: drafting.undo,
    canUndo: (drafting.draft?.past.length ?? 0) > 0,
    discard: drafting.discard,
  };
}

export type Editing = ReturnType<typeof useEditing>;
