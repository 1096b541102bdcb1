import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { scopeOf, searchOf } from '../query/filters';
import { Frame } from './Frame';
import { Broken, Nowhere } from './Nowhere';

type Raw = Readonly<Record<string, unknown>>;
export type LogSearch = Partial<Record<'range' | 'from' | 'to' | 'host' | 'url' | 'user' | 'action' | 'category' | 'rule' | 'open' | 'live' | 'cols', string>>;

const word = (raw: Raw, name: string): string | undefined => (typeof raw[name] === 'string' && raw[name] !== '' ? raw[name] : undefined);
const some = <T extends Record<string, string | undefined>>(values: T): { [K in keyof T]?: string } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: string };

const root = createRootRouteWithContext<{ client: QueryClient }>()({ component: Frame, notFoundComponent: Nowhere, errorComponent: Broken });

const withScope = (raw: Raw): LogSearch => searchOf(scopeOf(raw));

const overview = createRoute({ getParentRoute: () => root, path: '/', validateSearch: withScope, component: lazyRouteComponent(() => import('../pages/overview/OverviewPage'), 'OverviewPage') });
const log = createRoute({
  getParentRoute: () => root,
  path: '/log',
  validateSearch: (raw: Raw): LogSearch => ({ ...withScope(raw), ...some({ open: word(raw, 'open'), live: raw['live'] === '1' ? '1' : undefined, cols: word(raw, 'cols') }) }),
  component: lazyRouteComponent(() => import('../pages/log/LogPage'), 'LogPage'),
});
const event = createRoute({ getParentRoute: () => root, path: '/events/$id', validateSearch: withScope, component: lazyRouteComponent(() => import('../pages/event/EventPage'), 'EventPage') });
const policy = createRoute({
  getParentRoute: () => root,
  path: '/policy',
  validateSearch: (raw: Raw) => some({ part: word(raw, 'part'), rule: word(raw, 'rule') }),
  component: lazyRouteComponent(() => import('../pages/policy/RulesPage'), 'RulesPage'),
});
const policyText = createRoute({ getParentRoute: () => root, path: '/policy/text', component: lazyRouteComponent(() => import('../pages/policy/TextPage'), 'TextPage') });
const policyTest = createRoute({
  getParentRoute: () => root,
  path: '/policy/test',
  validateSearch: (raw: Raw) => some({ url: word(raw, 'url'), method: word(raw, 'method'), user: word(raw, 'user') }),
  component: lazyRouteComponent(() => import('../pages/policy/TestPage'), 'TestPage'),
});
const versions = createRoute({
  getParentRoute: () => root,
  path: '/policy/versions',
  validateSearch: (raw: Raw) => some({ version: word(raw, 'version') }),
  component: lazyRouteComponent(() => import('../pages/policy/VersionsPage'), 'VersionsPage'),
});
const categories = createRoute({
  getParentRoute: () => root,
  path: '/categories',
  validateSearch: (raw: Raw) => some({ url: word(raw, 'url') }),
  component: lazyRouteComponent(() => import('../pages/categories/CategoriesPage'), 'CategoriesPage'),
});
const onRamps = createRoute({ getParentRoute: () => root, path: '/on-ramps', component: lazyRouteComponent(() => import('../pages/connect/OnRampsPage'), 'OnRampsPage') });
const people = createRoute({ getParentRoute: () => root, path: '/people', component: lazyRouteComponent(() => import('../pages/people/PeoplePage'), 'PeoplePage') });
const data = createRoute({ getParentRoute: () => root, path: '/trust/data', component: lazyRouteComponent(() => import('../pages/trust/DataCollectionPage'), 'DataCollectionPage') });
const opening = (raw: Raw) => some({ open: word(raw, 'open') });
const erasures = createRoute({ getParentRoute: () => root, path: '/trust/erasures', validateSearch: (raw: Raw) => some({ open: word(raw, 'open'), show: word(raw, 'show') }), component: lazyRouteComponent(() => import('../pages/trust/ErasuresPage'), 'ErasuresPage') });
const holds = createRoute({ getParentRoute: () => root, path: '/trust/holds', validateSearch: opening, component: lazyRouteComponent(() => import('../pages/trust/HoldsPage'), 'HoldsPage') });
const calendar = createRoute({ getParentRoute: () => root, path: '/trust/calendar', validateSearch: (raw: Raw) => some({ view: word(raw, 'view') }), component: lazyRouteComponent(() => import('../pages/trust/CalendarPage'), 'CalendarPage') });
const receipts = createRoute({ getParentRoute: () => root, path: '/trust/receipts', validateSearch: opening, component: lazyRouteComponent(() => import('../pages/trust/ReceiptsPage'), 'ReceiptsPage') });
const privacy = createRoute({ getParentRoute: () => root, path: '/privacy', component: lazyRouteComponent(() => import('../pages/privacy/PrivacyPage'), 'PrivacyPage') });
const audit = createRoute({ getParentRoute: () => root, path: '/audit', component: lazyRouteComponent(() => import('../pages/audit/AuditPage'), 'AuditPage') });
const settings = createRoute({ getParentRoute: () => root, path: '/settings', component: lazyRouteComponent(() => import('../pages/settings/SettingsPage'), 'SettingsPage') });
const tokens = createRoute({ getParentRoute: () => root, path: '/settings/tokens', component: lazyRouteComponent(() => import('../pages/settings/TokensPage'), 'TokensPage') });
const account = createRoute({ getParentRoute: () => root, path: '/account', component: lazyRouteComponent(() => import('../pages/settings/AccountPage'), 'AccountPage') });
const operator = createRoute({ getParentRoute: () => root, path: '/operator', component: lazyRouteComponent(() => import('../pages/operator/CustomersPage'), 'CustomersPage') });
const licences = createRoute({ getParentRoute: () => root, path: '/operator/licences', component: lazyRouteComponent(() => import('../pages/operator/LicencesPage'), 'LicencesPage') });
const mails = createRoute({ getParentRoute: () => root, path: '/operator/mails', component: lazyRouteComponent(() => import('../pages/operator/MailsPage'), 'MailsPage') });

export const router = createRouter({
  routeTree: root.addChildren([overview, log, event, policy, policyText, policyTest, versions, categories, onRamps, people, data, erasures, holds, calendar, receipts, privacy, audit, settings, tokens, account, operator, licences, mails]),
  context: { client: undefined as unknown as QueryClient },
  defaultPreload: 'intent',
  scrollRestoration: false,
  // Addresses are plain name=value pairs, so that they can be read, typed and shared.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const written = new URLSearchParams(Object.entries(search).filter((pair): pair is [string, string] => typeof pair[1] === 'string')).toString();
    return written === '' ? '' : '?' + written;
  },
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
