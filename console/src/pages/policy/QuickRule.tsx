import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { Drawer } from '@mantine/core';
import { queries, type PolicyText } from '../../api/queries';
import { useText } from '../../i18n';
import { Loaded } from '../../parts/Loaded';
import { StateCard } from '../../parts/StateCard';
import { freeName, insertRule, readPolicy } from '../../policy/document';
import Publish from './Publish';
import type { QuickWish } from './quick';

/** Allow or block one host: a draft of one line, shown as a diff; a second click publishes it. */
export default function QuickRule({ wish, close }: { wish: QuickWish; close: () => void }) {
  const t = useText();
  // A key of its own: what is shown as a draft stays the same until somebody decides, whatever else is fetched meanwhile.
  const live = useQuery({ ...queries.policy(), queryKey: ['quick-rule', wish.host, wish.action], staleTime: Infinity, gcTime: 0 });
  const [moved, setMoved] = useState<{ base: PolicyText; text: string }>();
  if (live.data === undefined) {
    return (
      <Drawer opened onClose={close} size="min(720px, 100%)" title={t(`quick.${wish.action}.title`, { host: wish.host })} closeButtonProps={{ 'aria-label': t('act.close') }}>
        <Loaded query={live}>{() => null}</Loaded>
      </Drawer>
    );
  }
  return <Drafted base={moved?.base ?? live.data} text={moved?.text} wish={wish} close={close} rebase={(base, text) => setMoved({ base, text })} />;
}

function Drafted({ base, text, wish, close, rebase }: { base: PolicyText; text: string | undefined; wish: QuickWish; close: () => void; rebase: (base: PolicyText, text: string) => void }) {
  const t = useText();
  const title = t(`quick.${wish.action}.title`, { host: wish.host });
  const drafted = useMemo(() => (text === undefined ? withRule(base.text, wish) : { text }), [base.text, text, wish]);
  if ('failure' in drafted) {
    return (
      <Drawer opened onClose={close} size="min(720px, 100%)" title={title} closeButtonProps={{ 'aria-label': t('act.close') }}>
        <StateCard problem={drafted.failure} />
        <p>{t('quick.byHand')}</p>
      </Drawer>
    );
  }
  return <Publish base={base} text={drafted.text} title={title} rebase={rebase} done={close} close={close} />;
}

/** The new rule comes first, so that it decides. */
export function withRule(text: string, wish: QuickWish): { text: string } | { failure: unknown } {
  const reading = readPolicy(text);
  if ('unreadable' in reading) return { failure: new Error(reading.unreadable.message) };
  const host = wish.host.replace(/^\[|\]$/g, '');
  const name = freeName(reading.view, 'access', `${wish.action}-${host.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '')}`.slice(0, 60));
  try {
    return { text: insertRule(text, 'access', 0, { name, when: [{ key: 'host', negated: false, values: [host] }], then: wish.action }) };
  } catch (failure) {
    return { failure };
  }
}
