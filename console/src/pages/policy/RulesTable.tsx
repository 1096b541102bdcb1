import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconDots } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { queries } from '../../api/queries';
import { serviceNow, useMay, useMe } from '../../app/me';
import { useText } from '../../i18n';
import { Figure } from '../../parts/Figure';
import { OutcomeBadge } from '../../parts/Outcome';
import { outcomeOfAction } from '../../parts/outcome';
import { Plain } from '../../parts/Plain';
import { readPolicy, type Part, type PolicyRule } from '../../policy/document';
import { periodOf } from '../../query/filters';
import { useSentences } from './sentence';
import styles from './policy.module.css';

interface Properties {
  readonly part: Part;
  readonly rules: readonly PolicyRule[];
  readonly chosen: string | undefined;
  readonly frozen: boolean;
  readonly before: string;
  readonly move: (from: number, to: number) => void;
  readonly remove: (index: number) => void;
  readonly edit: (rule: PolicyRule) => void;
}

/** Rules in their order, as sentences; the first that matches decides. */
export function RulesTable({ part, rules, chosen, frozen, before, move, remove, edit }: Properties) {
  const t = useText();
  const sentence = useSentences();
  const [said, setSaid] = useState('');
  const hits = useHits(part);
  const old = useMemo(() => {
    const reading = readPolicy(before);
    return 'view' in reading ? new Map(reading.view[part].map((rule) => [rule.name, JSON.stringify([rule.when, rule.then, rule.note])])) : new Map<string, string>();
  }, [before, part]);
  const go = (rule: PolicyRule, to: number) => {
    if (to < 0 || to >= rules.length) return;
    move(rule.index, to);
    setSaid(t('policy.moved', { name: rule.name, n: to + 1, of: rules.length }));
  };
  return (
    <>
      <p className="hidden" role="status">
        {said}
      </p>
      <table className={styles.rules}>
        <thead>
          <tr>
            <th scope="col">{t('policy.order')}</th>
            <th scope="col">{t('policy.name')}</th>
            <th scope="col">{t('policy.when')}</th>
            <th scope="col">{t('policy.then')}</th>
            {hits === undefined ? null : (
              <th scope="col" className={styles.hits}>
                {t('policy.hits')}
              </th>
            )}
            {frozen ? null : (
              <th scope="col">
                <span className="hidden">{t('policy.acts')}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rules.map((rule) => {
            const last = rule.index === rules.length - 1 && rule.when.length === 0;
            return (
              <tr
                key={`${rule.index} ${rule.name}`}
                data-changed={old.get(rule.name) !== JSON.stringify([rule.when, rule.then, rule.note])}
                data-chosen={chosen === rule.name}
                onKeyDown={(event) => {
                  if (frozen || !event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
                  event.preventDefault();
                  go(rule, rule.index + (event.key === 'ArrowUp' ? -1 : 1));
                }}
              >
                <td className={styles.order}>
                  <span className="num muted">{rule.index + 1}</span>
                  {frozen || last ? null : (
                    <span className={styles.arrows}>
                      <Tooltip label={t('policy.up')}>
                        <ActionIcon size={24} variant="subtle" color="gray" aria-label={t('policy.upOf', { name: rule.name })} disabled={rule.index === 0} onClick={() => go(rule, rule.index - 1)}>
                          <IconArrowUp size={16} stroke={1.75} />
                        </ActionIcon>
                      </Tooltip>
                      <Tooltip label={t('policy.down')}>
                        <ActionIcon size={24} variant="subtle" color="gray" aria-label={t('policy.downOf', { name: rule.name })} disabled={rule.index >= rules.length - 2} onClick={() => go(rule, rule.index + 1)}>
                          <IconArrowDown size={16} stroke={1.75} />
                        </ActionIcon>
                      </Tooltip>
                    </span>
                  )}
                </td>
                <td>
                  <span className={styles.name}>
                    <Plain text={rule.name} />
                  </span>
                  {rule.note === undefined ? null : <span className={styles.note}>{rule.note}</span>}
                </td>
                <td className={styles.sentence}>{sentence(rule.when)}</td>
                <td>
                  <OutcomeBadge outcome={outcomeOfAction(rule.then)} text={t(`action.${rule.then}` as 'action.allow')} />
                </td>
                {hits === undefined ? null : <td className={styles.hits}>{hits.has(rule.name) ? <Figure value={hits.get(rule.name) ?? 0} scope={{ range: '30d', rule: rule.name }} /> : <span className="muted num">{'0'}</span>}</td>}
                {frozen ? null : (
                  <td className={styles.acts}>
                    <Menu position="bottom-end" width={200}>
                      <Menu.Target>
                        <ActionIcon variant="subtle" color="gray" aria-label={t('policy.actsOf', { name: rule.name })}>
                          <IconDots size={16} stroke={1.75} />
                        </ActionIcon>
                      </Menu.Target>
                      <Menu.Dropdown>
                        <Menu.Item onClick={() => edit(rule)}>{t('act.edit')}</Menu.Item>
                        {last ? null : <Menu.Item onClick={() => remove(rule.index)}>{t('act.remove')}</Menu.Item>}
                      </Menu.Dropdown>
                    </Menu>
                  </td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </>
  );
}

/** How often each access rule decided in 30 days; only rules of that part decide an event's outcome by name. */
function useHits(part: Part): ReadonlyMap<string, number> | undefined {
  const me = useMe();
  const may = useMay('events.read') && part === 'access';
  const [period] = useState(() => periodOf({ range: '30d' }, serviceNow(me)));
  const stats = useQuery({ ...queries.stats({ ...period, measure: 'requests', by: 'rule', limit: 1000 }), enabled: may });
  return useMemo(() => (!may || stats.data === undefined ? undefined : new Map(stats.data.groups.map((group) => [group.key, group.value]))), [may, stats.data]);
}
