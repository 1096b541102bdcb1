// @ts-check
// Opens the built console in Chromium with sample answers: screenshots of each page in both languages and themes, at two widths;
// axe-core on each route; reports of the Content-Security-Policy; requests to elsewhere; sideways scrolling. Development only.
// usage: node dev/look.mjs [--shots] [--only=name] [--out=folder]
import { mkdirSync, readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import * as sample from './sample.mjs';
import { serve } from './server.mjs';

const options = new Map(process.argv.slice(2).map((text) => /** @type {[string, string]} */ (text.replace(/^--/, '').split('=').concat('yes').slice(0, 2))));
const out = options.get('out') ?? new URL('shots', import.meta.url).pathname;
const AXE = readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const first = sample.events.find((event) => event.action === 'block' && event.reason === '')?.id ?? '';

/** @typedef {{ name: string, path: string, mode?: string, act?: (page: import('playwright-core').Page) => Promise<void> }} View */
/** @type {View[]} */
const VIEWS = [
  { name: 'overview', path: '/' },
  { name: 'overview-table', path: '/', act: (page) => page.locator('[class*=sectionHead] label').nth(1).click() },
  { name: 'overview-empty', path: '/', mode: 'empty' },
  { name: 'overview-failing', path: '/', mode: 'failing' },
  { name: 'log', path: '/log' },
  { name: 'log-filtered', path: '/log?action=block&category=gambling&range=7d' },
  { name: 'log-partial', path: '/log?rule=warn-storage' },
  { name: 'log-nothing', path: '/log?host=nowhere.example&action=block' },
  { name: 'log-empty', path: '/log', mode: 'empty' },
  { name: 'log-refused', path: '/log', mode: 'refusing' },
  { name: 'log-drawer', path: `/log?open=${first}` },
  { name: 'log-live', path: '/log?live=1', act: async (page) => void (await page.locator('[role=row][data-index="5"]').waitFor()) },
  { name: 'log-menu', path: '/log', act: (page) => page.locator('[role=row][data-index="2"] button').last().click() },
  { name: 'event', path: `/events/${first}` },
  { name: 'event-request', path: `/events/${first}`, act: (page) => page.getByRole('tab').nth(1).click() },
  { name: 'event-timing', path: `/events/${first}`, act: (page) => page.getByRole('tab').nth(3).click() },
  { name: 'event-gone', path: '/events/GONE' },
  { name: 'quick-rule', path: `/events/${first}`, act: async (page) => { await page.locator('header button, article header button').nth(-2).click(); await page.locator('.mantine-Drawer-content code').first().waitFor(); } },
  { name: 'rules', path: '/policy' },
  { name: 'rules-lists', path: '/policy?part=lists' },
  { name: 'rules-empty', path: '/policy', mode: 'empty' },
  { name: 'rules-reader', path: '/policy', mode: 'reader' },
  { name: 'rule-form', path: '/policy', act: (page) => page.locator('[class*=_bar_] button').last().click() },
  { name: 'text', path: '/policy/text', act: async (page) => void (await page.locator('.cm-content').waitFor()) },
  { name: 'text-problem', path: '/policy/text', act: async (page) => { await page.locator('.cm-content').click(); await page.keyboard.press('Control+End'); await page.keyboard.type('  - {name: x, then: explode}'); await page.locator('aside li').first().waitFor(); } },
  { name: 'text-diff', path: '/policy/text', act: async (page) => { await page.locator('.cm-content').click(); await page.keyboard.press('Control+End'); await page.keyboard.type('# a note at the end'); await page.locator('[class*=_bar_] label').nth(1).click(); await page.locator('.cm-mergeView').waitFor(); } },
  { name: 'test', path: '/policy/test?url=https://play.example/poker' },
  { name: 'test-first', path: '/policy/test' },
  { name: 'versions', path: '/policy/versions' },
  { name: 'versions-open', path: '/policy/versions?version=41' },
  { name: 'url-check', path: '/categories?url=play.example' },
  { name: 'data', path: '/trust/data' },
  { name: 'data-review', path: '/trust/data', act: async (page) => { await page.locator('main select').first().selectOption({ index: 1 }); await page.getByRole('switch').nth(1).click({ force: true }); await page.locator('[class*=changed] button').last().click(); await page.locator('.mantine-Drawer-content h3').waitFor(); } },
  { name: 'data-notice', path: '/trust/data', act: async (page) => { await page.locator('main button').first().click(); await page.locator('.mantine-Modal-content pre').first().waitFor(); } },
  { name: 'data-reader', path: '/trust/data', mode: 'reader' },
  { name: 'erasures', path: '/trust/erasures' },
  { name: 'erasures-all', path: '/trust/erasures?show=all' },
  { name: 'erasures-empty', path: '/trust/erasures', mode: 'empty' },
  { name: 'erasures-failing', path: '/trust/erasures', mode: 'failing' },
  { name: 'erasures-browsing', path: '/trust/erasures', mode: 'browsing' },
  { name: 'erasure-mail', path: `/trust/erasures?open=${sample.id(701)}` },
  { name: 'erasure-ready', path: `/trust/erasures?open=${sample.id(703)}` },
  { name: 'erasure-mine', path: `/trust/erasures?open=${sample.id(704)}` },
  { name: 'erasure-held', path: `/trust/erasures?open=${sample.id(705)}` },
  { name: 'erasure-done', path: `/trust/erasures?show=all&open=${sample.id(709)}` },
  { name: 'erasure-approve', path: `/trust/erasures?open=${sample.id(703)}`, act: async (page) => { await page.locator('.mantine-Drawer-content [class*=acts] button').first().click(); await page.locator('.mantine-Modal-content table').waitFor(); } },
  { name: 'erasure-identify', path: `/trust/erasures?open=${sample.id(701)}`, act: async (page) => { await page.locator('.mantine-Drawer-content [class*=acts] button').nth(1).click(); await page.locator('.mantine-Modal-content textarea').first().waitFor(); } },
  { name: 'erasure-new', path: '/trust/erasures', act: async (page) => { await page.locator('main button').first().click(); await page.locator('.mantine-Modal-content').waitFor(); } },
  { name: 'erasure-new-customer', path: '/trust/erasures', act: async (page) => { await page.locator('main button').first().click(); await page.locator('.mantine-Modal-content label').nth(1).click(); } },
  { name: 'erasure-new-numbers', path: '/trust/erasures', act: async (page) => { await page.locator('main button').first().click(); await page.locator('.mantine-Modal-content input[role], .mantine-Modal-content .mantine-Autocomplete-input').first().fill('k.sato'); await page.keyboard.press('Escape'); await page.locator('.mantine-Modal-content button[type=submit]').click(); await page.locator('.mantine-Modal-content table').waitFor(); } },
  { name: 'holds', path: '/trust/holds' },
  { name: 'holds-empty', path: '/trust/holds', mode: 'empty' },
  { name: 'hold-active', path: `/trust/holds?open=${sample.id(801)}` },
  { name: 'hold-releasing', path: `/trust/holds?open=${sample.id(804)}` },
  { name: 'hold-release', path: `/trust/holds?open=${sample.id(801)}`, act: (page) => page.locator('.mantine-Drawer-content [class*=acts] button').first().click() },
  { name: 'hold-new', path: '/trust/holds', act: (page) => page.locator('main button').first().click() },
  { name: 'calendar', path: '/trust/calendar' },
  { name: 'calendar-table', path: '/trust/calendar?view=table' },
  { name: 'calendar-trial', path: '/trust/calendar', mode: 'trial' },
  { name: 'calendar-grace', path: '/trust/calendar', mode: 'grace' },
  { name: 'calendar-locked', path: '/trust/calendar', mode: 'locked' },
  { name: 'calendar-deleting', path: '/trust/calendar', mode: 'deleting' },
  { name: 'calendar-shorten', path: '/trust/calendar', act: async (page) => { await page.locator('#retention button').click(); await page.locator('.mantine-Modal-content input').fill('30'); await page.locator('.mantine-Modal-content button[type=submit]').click(); await page.locator('.mantine-Modal-content [role=status] strong').waitFor(); } },
  { name: 'receipts', path: '/trust/receipts' },
  { name: 'receipts-empty', path: '/trust/receipts', mode: 'empty' },
  { name: 'receipt', path: `/trust/receipts?open=${sample.id(903)}` },
  { name: 'privacy', path: '/privacy' },
  { name: 'privacy-browsing', path: '/', mode: 'browsing' },
  { name: 'privacy-asked', path: '/privacy', mode: 'asked' },
  { name: 'privacy-empty', path: '/privacy', mode: 'empty' },
  { name: 'privacy-erase', path: '/privacy', act: (page) => page.locator('section button').first().click() },
  { name: 'locked', path: '/log', mode: 'locked' },
  { name: 'overview-grace', path: '/', mode: 'grace' },
  { name: 'settings', path: '/settings' },
  { name: 'audit', path: '/audit' },
  { name: 'on-ramps', path: '/on-ramps' },
  { name: 'people', path: '/people' },
  { name: 'tokens', path: '/settings/tokens' },
  { name: 'token-form', path: '/settings/tokens', act: (page) => page.locator('main button').first().click() },
  { name: 'account', path: '/account' },
  { name: 'operator', path: '/operator', mode: 'operator' },
  { name: 'licences', path: '/operator/licences', mode: 'operator' },
  { name: 'licences-renew', path: '/operator/licences', mode: 'operator', act: (page) => page.locator('main td button').nth(1).click() },
  { name: 'mails', path: '/operator/mails', mode: 'operator' },
  { name: 'mails-assign', path: '/operator/mails', mode: 'operator', act: (page) => page.locator('main article button').first().click() },
  { name: 'operator-form', path: '/operator', mode: 'operator', act: (page) => page.locator('main button').first().click() },
  { name: 'nowhere', path: '/nowhere' },
  { name: 'palette', path: '/account', act: async (page) => { await page.keyboard.press('Control+k'); await page.locator('.mantine-Spotlight-search').fill('play.example'); } },
  { name: 'help', path: '/account', act: (page) => page.keyboard.press('?') },
  { name: 'display', path: '/account', act: (page) => page.locator('header button').nth(-2).click() },
];

/** @type {readonly { language: 'en' | 'ja', theme: 'light' | 'dark', width: number }[]} */
const LOOKS = [
  { language: 'en', theme: 'light', width: 1280 },
  { language: 'ja', theme: 'dark', width: 1280 },
  { language: 'ja', theme: 'light', width: 360 },
  { language: 'en', theme: 'dark', width: 360 },
];

const server = /** @type {import('node:http').Server} */ (await serve(0));
const address = /** @type {import('node:net').AddressInfo} */ (server.address());
const root = `http://127.0.0.1:${address.port}`;
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
let bad = 0;
/** @param {string} line */
const fault = (line) => {
  bad++;
  console.log(line);
};

for (const look of LOOKS) {
  for (const view of VIEWS) {
    if (options.has('only') && !view.name.match(`^(${options.get('only')})$`)) continue;
    const name = `${view.name}-${look.language}-${look.theme}-${look.width}`;
    const context = await browser.newContext({ viewport: { width: look.width, height: look.width < 500 ? 780 : 860 }, locale: look.language === 'ja' ? 'ja-JP' : 'en-GB', timezoneId: 'Asia/Tokyo', colorScheme: look.theme, reducedMotion: 'reduce', bypassCSP: false });
    await context.addCookies([{ name: 'mode', value: view.mode ?? 'usual', url: root }]);
    await context.clock.install({ time: sample.NOW });
    await context.clock.resume();
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => console.error(`CSP ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`));
    });
    const page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error' && !/status of (4|5)\d\d/.test(message.text())) fault(`${name}: ${message.text()}`);
    });
    page.on('pageerror', (error) => fault(`${name}: ${error.message}`));
    page.on('request', (request) => {
      if (!request.url().startsWith(root) && !/^(blob|data):/.test(request.url())) fault(`${name}: request to ${request.url()}`);
    });
    try {
      await page.goto(root + view.path);
      await page.waitForSelector('main h1, main section, main h2', { timeout: 8000 });
      await page.waitForTimeout(350);
      await view.act?.(page);
      await page.waitForTimeout(350);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wide > 0) fault(`${name}: scrolls sideways by ${wide} px`);
      if (options.has('shots')) {
        mkdirSync(out, { recursive: true });
        await page.screenshot({ path: `${out}/${name}.png` });
      }
      await page.evaluate(AXE);
      const found = await page.evaluate(() => /** @type {any} */ (window).axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], rules: { region: { enabled: false } } }));
      for (const violation of found.violations) {
        const targets = violation.nodes.slice(0, 3).map((/** @type {any} */ node) => `${node.target.join(' ')} ${node.any[0]?.message ?? ''}`).join(' | ');
        if (violation.impact === 'serious' || violation.impact === 'critical') fault(`${name}: axe ${violation.impact} ${violation.id}: ${targets}`);
        else console.log(`${name}: axe ${violation.impact} ${violation.id}: ${targets}`);
      }
    } catch (failure) {
      fault(`${name}: ${failure instanceof Error ? failure.message.split('\n').slice(0, 3).join(' ') : failure}`);
    }
    await context.close();
  }
}
await browser.close();
server.close();
server.closeAllConnections();
console.log(bad === 0 ? 'no faults' : `${bad} faults`);
process.exit(bad === 0 ? 0 : 1);
