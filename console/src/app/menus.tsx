import { ActionIcon, Menu, Popover, SegmentedControl, Switch, Tooltip } from '@mantine/core';
import { IconAdjustmentsHorizontal, IconLogout, IconUserCircle } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { remove } from '../api/call';
import { loadLanguage, useText } from '../i18n';
import { setDisplay, useDisplay, type Display } from './display';
import { useMe } from './me';
import { toast } from '../parts/toast';
import styles from './menus.module.css';

/** Language, theme, density, time zone, single keys. */
export function DisplayMenu() {
  const t = useText();
  const shown = useDisplay();
  const [opened, setOpened] = useState(false);
  const row = <K extends 'language' | 'theme' | 'density' | 'zone'>(name: K, label: string, choices: { value: Display[K]; label: string }[], choose: (value: Display[K]) => void) => (
    <div className={styles.row}>
      <span id={`display-${name}`}>{label}</span>
      <SegmentedControl size="xs" aria-labelledby={`display-${name}`} value={shown[name]} onChange={(value) => choose(value as Display[K])} data={choices as { value: string; label: string }[]} />
    </div>
  );
  return (
    <Popover position="bottom-end" width={340} trapFocus withRoles={false} opened={opened} onChange={setOpened}>
      <Popover.Target>
        <Tooltip label={t('display.title')}>
          <ActionIcon variant="subtle" color="gray" aria-label={t('display.title')} aria-expanded={opened} onClick={() => setOpened(!opened)}>
            <IconAdjustmentsHorizontal size={20} stroke={1.75} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={t('display.title')} className={styles.display}>
        {row('language', t('display.language'), [{ value: 'en', label: 'English' }, { value: 'ja', label: '日本語' }], (language) => void loadLanguage(language).then(() => setDisplay({ language })))}
        {row('theme', t('display.theme'), [{ value: 'light', label: t('display.theme.light') }, { value: 'dark', label: t('display.theme.dark') }, { value: 'system', label: t('display.theme.system') }], (theme) => setDisplay({ theme }))}
        {row('density', t('display.density'), [{ value: 'comfortable', label: t('display.density.comfortable') }, { value: 'compact', label: t('display.density.compact') }], (density) => setDisplay({ density }))}
        {row('zone', t('display.zone'), [{ value: 'mine', label: t('display.zone.mine') }, { value: 'utc', label: 'UTC' }], (zone) => setDisplay({ zone }))}
        <div className={styles.row}>
          <Switch size="sm" label={t('display.keys')} checked={shown.keys} onChange={(event) => setDisplay({ keys: event.currentTarget.checked })} />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

/** Who is signed in, the account, the way out. */
export function PersonMenu() {
  const t = useText();
  const me = useMe();
  const navigate = useNavigate();
  const leave = async () => {
    try {
      await remove('/session');
      location.assign('/sign-in');
    } catch (failure) {
      toast.problem(failure, t);
    }
  };
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t('nav.account')}>
          <IconUserCircle size={20} stroke={1.75} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <span className="cut">{me.login ?? me.pseudonym ?? t('role.program')}</span>
          <br />
          {t(`role.${me.role}`)}
        </Menu.Label>
        <Menu.Item leftSection={<IconUserCircle size={16} stroke={1.75} aria-hidden />} onClick={() => void navigate({ to: '/account' })}>
          {t('nav.account')}
        </Menu.Item>
        {me.kind === 'program' ? null : (
          <Menu.Item leftSection={<IconLogout size={16} stroke={1.75} aria-hidden />} onClick={() => void leave()}>
            {t('act.signOut')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
