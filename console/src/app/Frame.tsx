import { ActionIcon, Drawer, Tooltip, UnstyledButton } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import { IconHelpCircle, IconMenu2, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, Navigate, Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { isProblem, setCsrf } from '../api/call';
import { queries } from '../api/queries';
import type { Me } from '../api/types';
import { useText } from '../i18n';
import { LockedLicence } from '../parts/LockedLicence';
import { PageHead } from '../parts/PageHead';
import { StateCard } from '../parts/StateCard';
import { scopeOf, searchOf } from '../query/filters';
import { Banners } from './Banners';
import { opensUnder } from './banners';
import { DisplayMenu, PersonMenu } from './menus';
import { Help } from './Help';
import { MeProvider, useMeQuery } from './me';
import { sectionsFor, type Destination } from './navigation';
import { Palette } from './Palette';
import { useKeys } from './keys';
import styles from './frame.module.css';

/** Header, navigation and the page; nothing is shown before it is known who looks. */
export function Frame() {
  const me = useMeQuery();
  const t = useText();
  if (me.data !== undefined) return <Known me={me.data} />;
  if (me.error !== null && !(isProblem(me.error) && me.error.status === 401)) {
    return (
      <main className={styles.alone}>
        <StateCard problem={me.error} retry={() => void me.refetch()} />
      </main>
    );
  }
  return (
    <main className={styles.alone} aria-busy="true">
      <p className="hidden">{t('state.loading')}</p>
    </main>
  );
}

function Known({ me }: { me: Me }) {
  setCsrf(me.csrfToken);
  const t = useText();
  const sections = sectionsFor(me);
  const [menu, setMenu] = useState(false);
  const [help, setHelp] = useState(false);
  const navigate = useNavigate();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const search = useRouterState({ select: (state) => state.location.search }) as Record<string, unknown>;
  const carried = searchOf(scopeOf(search));
  const all = sections.flatMap((section) => section.items);
  useEffect(() => setMenu(false), [path]);
  const go = (item: Destination) => void navigate({ to: item.to, search: (item.scoped ? carried : {}) as never });
  useKeys({
    '?': () => setHelp(true),
    ...Object.fromEntries(all.filter((item) => item.key !== undefined).map((item) => [`g ${item.key}`, () => go(item)])),
  });
  const licence = useQuery({ ...queries.licence(), enabled: me.permissions.includes('licence.read') });
  if (me.kind === 'operator' && path === '/') return <Navigate to="/operator" replace />;
  // Who may only see what is stored about himself starts there.
  if (path === '/' && me.kind !== 'operator' && !me.permissions.includes('events.read') && me.permissions.includes('own.data')) return <Navigate to="/privacy" replace />;
  const navigation = <Navigation sections={sections} carried={carried} />;
  return (
    <MeProvider value={me}>
      <a className={styles.skip} href="#content">
        {t('frame.skip')}
      </a>
      <div className={me.kind === 'operator' ? styles.operator : undefined}>
        <header className={styles.head}>
          <ActionIcon className={styles.burger} variant="subtle" color="gray" aria-label={t('frame.menu')} onClick={() => setMenu(true)}>
            <IconMenu2 size={20} stroke={1.75} />
          </ActionIcon>
          <Link to="/" className={styles.brand} title={t('frame.home')}>
            <Gate />
            <span className={styles.word}>{t('app.name')}</span>
          </Link>
          <span className={styles.customer}>
            <span className="cut">{me.customer?.name ?? t('frame.operator')}</span>
            <span className={styles.region} title={t('frame.region')}>
              {me.region}
            </span>
          </span>
          <UnstyledButton className={styles.jump} onClick={() => spotlight.open()}>
            <IconSearch size={16} stroke={1.75} aria-hidden />
            <span className={styles.jumpText}>{t('frame.jump')}</span>
            <kbd>{t('frame.jumpKey')}</kbd>
          </UnstyledButton>
          <Tooltip label={t('help.title')}>
            <ActionIcon variant="subtle" color="gray" aria-label={t('help.title')} onClick={() => setHelp(true)}>
              <IconHelpCircle size={20} stroke={1.75} />
            </ActionIcon>
          </Tooltip>
          <DisplayMenu />
          <PersonMenu />
        </header>
        <nav className={styles.nav} aria-label={t('frame.navigation')}>
          {navigation}
        </nav>
        <main id="content" className={styles.page} tabIndex={-1}>
          <div className={styles.inner}>
            <Banners me={me} licence={licence.data} path={path} />
            {opensUnder(licence.data?.state, path) ? (
              <Outlet />
            ) : (
              <>
                <PageHead title={t('locked.page')} />
                <LockedLicence />
              </>
            )}
          </div>
        </main>
      </div>
      <Drawer opened={menu} onClose={() => setMenu(false)} position="left" size={272} title={t('app.name')} closeButtonProps={{ 'aria-label': t('act.close') }}>
        <nav aria-label={t('frame.navigation')}>{navigation}</nav>
      </Drawer>
      <Palette destinations={all} go={go} />
      <Help opened={help} close={() => setHelp(false)} destinations={all} />
    </MeProvider>
  );
}

function Navigation({ sections, carried }: { sections: ReturnType<typeof sectionsFor>; carried: Record<string, string> }) {
  const t = useText();
  return (
    <>
      {sections.map((section, i) => (
        <div key={section.text ?? i} className={styles.section}>
          {section.text === undefined ? null : <p className={styles.sectionName}>{t(section.text)}</p>}
          <ul>
            {section.items.map((item) => (
              <li key={item.to}>
                <Link to={item.to} search={(item.scoped ? carried : {}) as never} className={styles.link} activeOptions={{ exact: true, includeSearch: false }} activeProps={{ 'aria-current': 'page' }}>
                  <item.icon size={18} stroke={1.75} aria-hidden />
                  <span>{t(item.text)}</span>
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </>
  );
}

function Gate() {
  return (
    <svg className={styles.gate} viewBox="0 0 24 24" width="22" height="22" aria-hidden>
      <rect width="24" height="24" rx="5" fill="currentColor" />
      <path d="M4.5 7h15M6.5 10.5h11M8 7v11M16 7v11" fill="none" stroke="var(--s-on-primary)" strokeWidth="2" strokeLinecap="round" />
    </svg>
  );
}
