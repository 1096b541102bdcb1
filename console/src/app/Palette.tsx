import { Spotlight, type SpotlightActionData } from '@mantine/spotlight';
import { IconLanguage, IconListSearch, IconMoon, IconSearch, IconSun, IconWorldSearch } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { loadLanguage, useText } from '../i18n';
import { applyTyped, parseTyped } from '../query/qualifiers';
import { searchOf, WHOLE } from '../query/filters';
import { display, setDisplay } from './display';
import { useMe } from './me';
import type { Destination } from './navigation';

/** Search or jump: pages by name, and what was typed as a search of the log or a check of an address. */
export function Palette({ destinations, go }: { destinations: readonly Destination[]; go: (item: Destination) => void }) {
  const t = useText();
  const me = useMe();
  const navigate = useNavigate();
  const [query, setQuery] = useState('');
  const pages: SpotlightActionData[] = destinations.map((item) => ({
    id: item.to,
    label: t(item.text),
    leftSection: <item.icon size={18} stroke={1.75} aria-hidden />,
    rightSection: item.key === undefined ? undefined : <kbd className="muted small">{['g', item.key].join(' ')}</kbd>,
    onClick: () => go(item),
  }));
  const settings: SpotlightActionData[] = [
    { id: 'theme', label: t(display().theme === 'dark' ? 'palette.light' : 'palette.dark'), leftSection: display().theme === 'dark' ? <IconSun size={18} stroke={1.75} aria-hidden /> : <IconMoon size={18} stroke={1.75} aria-hidden />, onClick: () => setDisplay({ theme: display().theme === 'dark' ? 'light' : 'dark' }) },
    {
      id: 'language',
      label: t('palette.language'),
      leftSection: <IconLanguage size={18} stroke={1.75} aria-hidden />,
      onClick: () => {
        const language = display().language === 'ja' ? 'en' : 'ja';
        void loadLanguage(language).then(() => setDisplay({ language }));
      },
    },
  ];
  const wanted = query.trim().toLowerCase();
  const typed: SpotlightActionData[] = [];
  if (wanted !== '' && me.permissions.includes('events.read')) {
    typed.push({ id: 'search', label: t('palette.searchLog', { text: query.trim() }), leftSection: <IconListSearch size={18} stroke={1.75} aria-hidden />, onClick: () => void navigate({ to: '/log', search: searchOf(applyTyped(WHOLE, withoutNames(parseTyped(query)))) }) });
  }
  if (/\S\.\S/.test(wanted) && me.permissions.includes('policy.read')) {
    typed.push({ id: 'check', label: t('palette.check', { text: query.trim() }), leftSection: <IconWorldSearch size={18} stroke={1.75} aria-hidden />, onClick: () => void navigate({ to: '/categories', search: { url: query.trim() } }) });
  }
  const found = [...pages, ...settings].filter((action) => wanted === '' || (action.label ?? '').toLowerCase().includes(wanted));
  return (
    <Spotlight
      actions={[...found, ...typed]}
      query={query}
      onQueryChange={setQuery}
      filter={(_query, actions) => actions}
      nothingFound={t('palette.nothing')}
      highlightQuery={false}
      shortcut={['mod + K']}
      scrollable
      maxHeight={420}
      lockScroll={false}
      transitionProps={{ duration: 0 }}
      overlayProps={{ backgroundOpacity: 0.4, blur: 0 }}
      title={t('frame.jump')}
      searchProps={{ leftSection: <IconSearch size={18} stroke={1.75} aria-hidden />, placeholder: t('frame.jump'), 'aria-label': t('frame.jump') }}
    />
  );
}

/** People are named by pseudonyms in addresses; a name typed here is left to the log's own filter box. */
function withoutNames(typed: ReturnType<typeof parseTyped>): ReturnType<typeof parseTyped> {
  const { user, ...filters } = typed.filters;
  return { ...typed, filters: user !== undefined && user.startsWith('u-') ? { ...filters, user } : filters };
}
