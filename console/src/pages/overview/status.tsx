import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { queries } from '../../api/queries';
import type { Attention } from '../../api/types';
import { useMay } from '../../app/me';
import { useOptionalText, useText } from '../../i18n';
import { Loaded } from '../../parts/Loaded';
import { TimeText } from '../../parts/TimeText';
import styles from './overview.module.css';

const EVERY_MS = 30_000;

/** The answer to the page's question, in words. */
export function useSentence(): string | undefined {
  const t = useText();
  const may = useMay('events.read');
  const protection = useQuery({ ...queries.protection(), enabled: may, refetchInterval: EVERY_MS });
  const attention = useQuery({ ...queries.attention(), enabled: may, refetchInterval: EVERY_MS });
  if (protection.data === undefined) return undefined;
  const broken = protection.data.parts.filter((part) => part.state !== 'working');
  const needs = attention.data?.items.length ?? 0;
  const first = protection.data.policy === null ? t('overview.noPolicy') : broken.length === 0 ? t('overview.works', { count: protection.data.parts.length }) : t('overview.broken', { count: broken.length, all: protection.data.parts.length });
  return attention.data === undefined ? first : [first, t('overview.needs', { count: needs })].join(t('sentence.gap'));
}

/** What needs somebody, most serious first. */
export function Needs() {
  const t = useText();
  const attention = useQuery({ ...queries.attention(), refetchInterval: EVERY_MS });
  return (
    <section className={styles.needs}>
      <h2>{t('overview.needs.title')}</h2>
      <Loaded query={attention} rows={2}>
        {(data) =>
          data.items.length === 0 ? (
            <p className="muted">{t('overview.needs.none')}</p>
          ) : (
            <ul>
              {data.items.map((item, i) => (
                <Need key={i} item={item} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  );
}

const TARGETS: Readonly<Partial<Record<Attention['items'][number]['code'], '/policy' | '/settings/tokens' | '/trust/calendar' | '/trust/erasures' | '/trust/holds'>>> = {
  'no-policy': '/policy',
  'token-expires': '/settings/tokens',
  'licence-grace': '/trust/calendar',
  'licence-locked': '/trust/calendar',
  'erasure-waiting': '/trust/erasures',
  'hold-waiting': '/trust/holds',
};

function Need({ item }: { item: Attention['items'][number] }) {
  const t = useText();
  const optional = useOptionalText();
  const part = item.part == null ? '' : (optional(`part.${item.part}`) ?? item.part);
  const text = t(`attention.${item.code}`, { count: item.count, part });
  const target = TARGETS[item.code];
  return (
    <li className={styles.need} data-severity={item.severity}>
      <span className={styles.severity}>{t(`severity.${item.severity}`)}</span>
      <span className="grow">
        {target === undefined ? text : <Link to={target}>{text}</Link>}
        {item.since == null ? null : (
          <span className="muted small">
            {' '}
            <TimeText at={item.since} show="hour" />
          </span>
        )}
      </span>
    </li>
  );
}

/** Whether each part that protects works. */
export function Protects() {
  const t = useText();
  const optional = useOptionalText();
  const protection = useQuery({ ...queries.protection(), refetchInterval: EVERY_MS });
  return (
    <section className={styles.protects}>
      <h2>{t('overview.protection')}</h2>
      <Loaded query={protection} rows={4}>
        {(data) => (
          <>
            <ul>
              {data.parts.map((part) => (
                <li key={part.part} className={styles.part} data-state={part.state}>
                  <span>{optional(`part.${part.part}`) ?? part.part}</span>
                  <span className={styles.state}>{t(`part.state.${part.state}`)}</span>
                </li>
              ))}
            </ul>
            <p className="muted small">
              {data.policy === null ? t('overview.noPolicy') : <Link to="/policy">{t('overview.policy', { v: data.policy.version })}</Link>} <TimeText at={data.policy?.published ?? data.checked} show="hour" />
            </p>
          </>
        )}
      </Loaded>
    </section>
  );
}
