import type { Actor } from '../api/types';
import { useText } from '../i18n';
import { Person } from './Person';

/** Who did something: a person as the caller may see it, anything else by its kind and name. */
export function ActorText({ actor }: { actor: Actor }) {
  const t = useText();
  if (actor.kind !== 'person' && actor.kind !== 'operator') return <>{`${t(`audit.kind.${actor.kind}`)} ${actor.name ?? ''}`}</>;
  return actor.pseudonym == null && actor.userName == null ? <>{t(`audit.kind.${actor.kind}`)}</> : <Person pseudonym={actor.pseudonym} name={actor.userName} />;
}
