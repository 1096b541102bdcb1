import type { Who } from '../api/types';
import { useText } from '../i18n';
import { Person } from './Person';

/** A person of the customer, as the caller may see them; nobody is a program, or mail. */
export function WhoText({ who }: { who: Who }) {
  const t = useText();
  return who === null ? <span className="muted">{t('who.nobody')}</span> : <Person pseudonym={who.pseudonym} name={who.userName} />;
}
