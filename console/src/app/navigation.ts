import { IconAddressBook, IconArrowsRightLeft, IconBuildings, IconCategory, IconCalendarDue, IconCertificate, IconClipboardList, IconDatabaseSearch, IconEraser, IconFlask, IconGauge, IconHistory, IconGavel, IconKey, IconListSearch, IconListCheck, IconCode, IconMail, IconReceipt, IconSettings, IconUserCircle, IconUserShield } from '@tabler/icons-react';
import type { Me } from '../api/types';
import type { TextKey } from '../i18n';

export interface Destination {
  readonly to: '/' | '/settings' | '/log' | '/policy' | '/policy/text' | '/policy/test' | '/policy/versions' | '/categories' | '/on-ramps' | '/people' | '/trust/data' | '/trust/erasures' | '/trust/holds' | '/trust/calendar' | '/trust/receipts' | '/privacy' | '/audit' | '/settings/tokens' | '/account' | '/operator' | '/operator/licences' | '/operator/mails';
  readonly text: TextKey;
  readonly icon: typeof IconGauge;
  readonly permission?: string;
  /** The second key after `g`. */
  readonly key?: string;
  /** Whether the period and the filters go along. */
  readonly scoped?: boolean;
}

export interface Section {
  readonly text?: TextKey;
  readonly items: readonly Destination[];
}

const customerSections: readonly Section[] = [
  {
    items: [
      { to: '/', text: 'nav.overview', icon: IconGauge, permission: 'events.read', key: 'o', scoped: true },
      { to: '/log', text: 'nav.log', icon: IconListSearch, permission: 'events.read', key: 'l', scoped: true },
    ],
  },
  {
    text: 'nav.section.policy',
    items: [
      { to: '/policy', text: 'nav.rules', icon: IconListCheck, permission: 'policy.read', key: 'p' },
      { to: '/policy/text', text: 'nav.text', icon: IconCode, permission: 'policy.read' },
      { to: '/policy/test', text: 'nav.test', icon: IconFlask, permission: 'policy.read', key: 't' },
      { to: '/policy/versions', text: 'nav.versions', icon: IconHistory, permission: 'policy.read' },
      { to: '/categories', text: 'nav.urlCheck', icon: IconCategory, permission: 'policy.read', key: 'u' },
    ],
  },
  {
    text: 'nav.section.connect',
    items: [
      { to: '/on-ramps', text: 'nav.onRamps', icon: IconArrowsRightLeft, permission: 'settings.read' },
      { to: '/people', text: 'nav.people', icon: IconAddressBook, permission: 'people.read' },
    ],
  },
  {
    text: 'nav.section.trust',
    items: [
      { to: '/trust/data', text: 'nav.data', icon: IconDatabaseSearch, permission: 'register.read', key: 'd' },
      { to: '/trust/erasures', text: 'nav.erasures', icon: IconEraser, permission: 'erasure.read', key: 'e' },
      { to: '/trust/holds', text: 'nav.holds', icon: IconGavel, permission: 'hold.read' },
      { to: '/trust/calendar', text: 'nav.calendar', icon: IconCalendarDue, permission: 'licence.read', key: 'c' },
      { to: '/trust/receipts', text: 'nav.receipts', icon: IconReceipt, permission: 'erasure.read', key: 'r' },
      { to: '/audit', text: 'nav.audit', icon: IconClipboardList, permission: 'audit.read', key: 'a' },
    ],
  },
  {
    text: 'nav.section.settings',
    items: [
      { to: '/settings', text: 'nav.settings', icon: IconSettings, permission: 'settings.read' },
      { to: '/settings/tokens', text: 'nav.tokens', icon: IconKey, permission: 'tokens.write' },
      { to: '/privacy', text: 'nav.privacy', icon: IconUserShield, permission: 'own.data', key: 'm' },
      { to: '/account', text: 'nav.account', icon: IconUserCircle },
    ],
  },
];

const operatorSections: readonly Section[] = [
  { items: [{ to: '/operator', text: 'nav.customers', icon: IconBuildings }, { to: '/operator/licences', text: 'nav.licences', icon: IconCertificate }, { to: '/operator/mails', text: 'nav.mails', icon: IconMail }] },
  { text: 'nav.section.settings', items: [{ to: '/account', text: 'nav.account', icon: IconUserCircle }] },
];

/** What the signed-in person can open; a section without any page is left out. */
export function sectionsFor(me: Me): Section[] {
  return (me.kind === 'operator' ? operatorSections : customerSections)
    .map((section) => ({ ...section, items: section.items.filter((item) => item.permission === undefined || me.permissions.includes(item.permission)) }))
    .filter((section) => section.items.length > 0);
}
