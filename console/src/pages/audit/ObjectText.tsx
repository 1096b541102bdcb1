import { Link } from '@tanstack/react-router';
import type { AuditEntry } from '../../api/types';
import { useMay } from '../../app/me';
import { useOptionalText, useText } from '../../i18n';
import { Plain } from '../../parts/Plain';
import { TimeText } from '../../parts/TimeText';
import { objectOf, type AuditObject } from './entry';

/** What an entry is about, in words; requests and holds can be opened. */
export function ObjectText({ entry }: { entry: AuditEntry }) {
  const t = useText();
  const erasures = useMay('erasure.read');
  const holds = useMay('hold.read');
  const object = objectOf(entry);
  switch (object.kind) {
    case 'none':
      return <span className="muted">{'–'}</span>;
    case 'look':
      return <LookText look={object} />;
    case 'person':
      return <span className="mono">{object.pseudonym}</span>;
    case 'erasure':
      return erasures ? <Link to="/trust/erasures" search={{ show: 'all', open: object.id }}>{t('audit.open.erasure')}</Link> : <span className="mono">{object.id}</span>;
    case 'hold':
      return holds ? <Link to="/trust/holds" search={{ open: object.id }}>{t('audit.open.hold')}</Link> : <span className="mono">{object.id}</span>;
    case 'instant':
      return <TimeText at={object.at} show="instant" />;
    case 'version':
      return <>{t('audit.version', { v: object.version })}</>;
    case 'count':
      return <>{t('audit.count', { count: object.count })}</>;
    case 'plain':
      return (
        <span className="mono">
          <Plain text={object.text} />
        </span>
      );
  }
}

function LookText({ look }: { look: Extract<AuditObject, { kind: 'look' }> }) {
  const t = useText();
  const optional = useOptionalText();
  const filters = look.filters.map((filter) => optional(`filter.${filter}`) ?? filter).join(t('list.comma'));
  return (
    <>
      {optional(`look.purpose.${look.purpose}`) ?? look.purpose} <span className="num">{t('my.looks.count', { count: look.count })}</span>{' '}
      <span className="muted">
        {look.of.length === 0 ? t('audit.everybody') : <span className="mono">{look.of.join(' ')}</span>}
        {filters === '' ? null : ` ${t('my.looks.filters', { filters })}`}
      </span>
    </>
  );
}
