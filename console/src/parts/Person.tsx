import { useText } from '../i18n';
import { Plain } from './Plain';

/** A person: the pseudonym, or the name where the customer shows names and the viewer may read them. */
export function Person({ pseudonym, name }: { pseudonym: string | null | undefined; name: string | null | undefined }) {
  const t = useText();
  if (name != null && name !== '') {
    return (
      <span title={pseudonym ?? undefined}>
        <Plain text={name} />
      </span>
    );
  }
  if (pseudonym != null) return <span className="mono nowrap">{pseudonym}</span>;
  return <span className="muted">{t('event.nobody')}</span>;
}
