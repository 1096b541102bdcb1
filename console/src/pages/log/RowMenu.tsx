import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import type { Event } from '../../api/types';
import { useMay } from '../../app/me';
import { useText } from '../../i18n';
import { withoutQuery } from '../../parts/Plain';
import { toast } from '../../parts/toast';
import type { FilterName } from '../../query/filters';
import type { QuickWish } from '../policy/quick';

/** What can be done with one event. Blocking or allowing opens a draft; nothing changes at once. */
export function RowMenu({ event, filter, open, wish }: { event: Event; filter: (name: FilterName, value: string) => void; open: () => void; wish: (wish: QuickWish) => void }) {
  const t = useText();
  const write = useMay('policy.write');
  const copy = (text: string) => void navigator.clipboard.writeText(text).then(() => toast.done(t('act.copied')));
  const by: [FilterName, string][] = [['host', event.host], ['rule', event.rule], ['category', event.categories[0] ?? ''], ['user', event.user ?? ''], ['action', event.action]];
  return (
    <Menu position="bottom-end" width={260} withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={28} aria-label={t('log.row', { host: event.host })}>
          <IconDots size={16} stroke={1.75} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={open}>{t('act.why')}</Menu.Item>
        {write ? (
          <>
            <Menu.Item onClick={() => wish({ host: event.host, action: 'block' })}>{t('quick.block')}</Menu.Item>
            <Menu.Item onClick={() => wish({ host: event.host, action: 'allow' })}>{t('quick.allow')}</Menu.Item>
          </>
        ) : null}
        <Menu.Divider />
        <Menu.Label>{t('act.filterBy')}</Menu.Label>
        {by
          .filter(([, value]) => value !== '')
          .map(([name, value]) => (
            <Menu.Item key={name} onClick={() => filter(name, value)}>
              {t(`filter.${name}`)}
            </Menu.Item>
          ))}
        <Menu.Divider />
        <Menu.Item onClick={() => copy(withoutQuery(event.url))}>{t('act.copyAddress')}</Menu.Item>
        <Menu.Item onClick={() => copy(`${location.origin}/events/${event.id}`)}>{t('act.copyLink')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
