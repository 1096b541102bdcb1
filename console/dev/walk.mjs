// @ts-check
// Walks through the built console with the keyboard and the pointer, against sample answers (development only).
// Each step says what must be true; the first that is not ends the walk with exit 1.
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';
import * as sample from './sample.mjs';
import { serve } from './server.mjs';

const server = /** @type {import('node:http').Server} */ (await serve(0));
const root = `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}`;
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });

/** @param {string} name @param {(page: import('playwright-core').Page) => Promise<void>} walk @param {string} [mode] */
async function step(name, walk, mode = 'usual') {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, locale: 'en-GB', timezoneId: 'Asia/Tokyo' });
  await context.addCookies([{ name: 'mode', value: mode, url: root }]);
  await context.clock.install({ time: sample.NOW });
  await context.clock.resume();
  const page = await context.newPage();
  page.setDefaultTimeout(6000);
  try {
    await walk(page);
    console.log(`ok    ${name}`);
  } catch (failure) {
    console.log(`WRONG ${name}\n${failure instanceof Error ? failure.message : failure}`);
    process.exitCode = 1;
  }
  await context.close();
}

/** @param {import('playwright-core').Page} page */
const query = (page) => new URL(page.url()).searchParams;
/** @param {import('playwright-core').Page} page */
const rows = (page) => page.locator('[role=row][data-index="0"]').waitFor();

await step('The keyboard alone: rows, open, next event, close, filter by a cell', async (page) => {
  await page.goto(root + '/log');
  await rows(page);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.waitForFunction(() => document.activeElement?.getAttribute('data-index') === '1');
  await page.keyboard.press('Enter');
  await page.locator('.mantine-Drawer-content article').waitFor();
  const first = query(page).get('open');
  assert.equal(first, sample.events[1]?.id);
  await page.keyboard.press(']');
  await page.waitForFunction((before) => new URLSearchParams(location.search).get('open') !== before, first);
  assert.equal(query(page).get('open'), sample.events[2]?.id);
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => !location.search.includes('open='));
  await page.locator('.mantine-Drawer-content').waitFor({ state: 'detached' });
  await page.keyboard.press('j');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('f');
  await page.waitForFunction(() => location.search.includes('host='));
});

await step('No key acts in a field or while an input method composes', async (page) => {
  await page.goto(root + '/log');
  await rows(page);
  await page.keyboard.press('/');
  await page.keyboard.type('gl?j');
  assert.equal(new URL(page.url()).pathname, '/log');
  assert.equal(await page.locator('.mantine-Modal-content').count(), 0);
  const box = page.getByRole('textbox', { name: 'Filter' });
  await box.fill('host:play.example');
  await box.evaluate((input) => input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true })));
  await page.waitForTimeout(300);
  assert.equal(query(page).has('host'), false);
  await box.press('Enter');
  await page.waitForFunction(() => location.search.includes('host=play.example'));
});

await step('Filters survive reload, back and forward, and go along to the overview', async (page) => {
  await page.goto(root + '/log?range=7d');
  await rows(page);
  await page.getByRole('textbox', { name: 'Filter' }).fill('action:blocked category:gambling');
  await page.getByRole('textbox', { name: 'Filter' }).press('Enter');
  await page.waitForFunction(() => location.search.includes('action=block'));
  await page.reload();
  await rows(page);
  assert.deepEqual(Object.fromEntries(query(page)), { range: '7d', action: 'block', category: 'gambling' });
  await page.getByRole('link', { name: 'Overview' }).click();
  await page.waitForURL((url) => url.pathname === '/' && url.searchParams.get('category') === 'gambling');
  await page.goBack();
  await page.waitForURL((url) => url.pathname === '/log');
  await page.goBack();
  assert.equal(query(page).has('action'), false);
});

await step('A number on the overview opens exactly its events', async (page) => {
  await page.goto(root + '/');
  const entry = page.locator('section', { hasText: 'Top blocked hosts' }).getByRole('link').first();
  const wanted = Number.parseInt((await entry.locator('.num').innerText()).replace(',', ''), 10);
  await entry.click();
  await rows(page);
  assert.match(await page.locator('h1 + p').innerText(), new RegExp(`^${wanted} events`));
});

await step('Block a host: a draft of one line, its diff, and a second click that publishes', async (page) => {
  await page.goto(root + '/log');
  await rows(page);
  /** @type {string[]} */
  const sent = [];
  page.on('request', (request) => {
    if (request.method() === 'PUT') sent.push(`${request.headers()['if-match']} ${request.headers()['x-sekisho-csrf']} ${request.postData()}`);
  });
  await page.locator('[role=row][data-index="0"] button').click();
  await page.getByRole('menuitem', { name: 'Block this host' }).click();
  const added = page.locator('[data-kind=added]');
  await added.first().waitFor();
  assert.equal(await added.count(), 1);
  assert.equal(sent.length, 0, 'nothing is sent before the second click');
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByText(/Version 43 is live/).waitFor();
  assert.match(sent[0] ?? '', /^"42" c5rf /);
  assert.ok((sent[0] ?? '').includes('# Works council decision 2026-11, SEC-118'), 'comments are kept');
});

await step('Somebody else published meanwhile: both changes are shown and can be put together', async (page) => {
  await page.goto(root + '/policy/text');
  await page.locator('.cm-content').click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('# conflict-please');
  await page.getByRole('button', { name: 'Publish…' }).click();
  await page.locator('.mantine-Drawer-content').getByText('It compiles').waitFor();
  await page.route('**/api/v1/policy', async (route) => {
    if (route.request().method() === 'PUT' && (route.request().postData() ?? '').includes('then: warn')) {
      await route.fulfill({ status: 412, contentType: 'application/problem+json', body: JSON.stringify({ type: '', title: '', status: 412, code: 'precondition-failed', detail: '', reference: 'R' }) });
    } else if (route.request().method() === 'GET') {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, body: (await answer.text()).replace('then: warn', 'then: monitor'), headers: { ...answer.headers(), etag: '"99"' } });
    } else {
      await route.continue({ headers: { ...route.request().headers(), 'if-match': '"43"' } });
    }
  });
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByRole('heading', { name: 'Their change' }).waitFor();
  await page.getByRole('button', { name: 'Keep both' }).click();
  await page.locator('.mantine-Drawer-content').getByText('It compiles').waitFor();
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByText(/Version \d+ is live/).waitFor();
});

await step('Table and text are one document, and what is undone is undone in both', async (page) => {
  await page.goto(root + '/policy');
  await page.getByRole('button', { name: 'Move no-listed up' }).click();
  await page.getByText('Draft not published.').waitFor();
  await page.getByRole('link', { name: 'Text' }).click();
  await page.locator('.cm-content').waitFor();
  const text = await page.locator('.cm-content').innerText();
  assert.ok(text.indexOf('name: no-listed') < text.indexOf('name: no-threats'));
  assert.ok(text.indexOf('# Works council decision') < text.indexOf('name: no-listed'));
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.waitForFunction(() => {
    const shown = document.querySelector('.cm-host')?.shadowRoot?.querySelector('.cm-content')?.textContent ?? '';
    return shown.indexOf('name: no-threats') < shown.indexOf('name: no-listed');
  });
});

await step('Nobody is signed in: the sign-in page is asked to come back here', async (page) => {
  await page.goto(root + '/log?action=block');
  await page.waitForURL((url) => url.pathname === '/sign-in' && url.searchParams.get('next') === '/log?action=block');
}, 'signed-out');

await step('A name that is typed never reaches the address', async (page) => {
  await page.goto(root + '/log');
  await rows(page);
  await page.route(/\/api\/v1\/events\?.*user=aya/, (route) => route.fulfill({ contentType: 'application/json', body: JSON.stringify({ items: [sample.events[0]], next: null, coverage: { segments: 1, unreadable: 0, complete: true } }) }));
  await page.getByRole('textbox', { name: 'Filter' }).fill('user:aya.tanaka');
  await page.getByRole('textbox', { name: 'Filter' }).press('Enter');
  await page.waitForFunction(() => location.search.includes('user=u-'));
  assert.equal(page.url().includes('aya'), false);
});

await step('The live log waits while somebody points at it', async (page) => {
  await page.goto(root + '/log?live=1');
  await page.locator('[role=row][data-index="3"]').hover();
  await page.getByText(/Held while you look/).waitFor();
  const before = await page.locator('[role=row][data-index="0"]').innerText();
  await page.waitForTimeout(700);
  assert.equal(await page.locator('[role=row][data-index="0"]').innerText(), before);
  await page.mouse.move(5, 500);
  await page.getByText('Running').waitFor();
});

await step('The whole log can be walked; rows are only made near the screen', async (page) => {
  await page.goto(root + '/log');
  await rows(page);
  for (let i = 0; i < 12; i++) {
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    await page.waitForTimeout(120);
  }
  const made = await page.locator('[role=row][data-index]').count();
  assert.ok(made < 80, `${made} rows exist at once`);
  assert.ok(Number(await page.locator('[role=row][data-index]').last().getAttribute('data-index')) > 400);
});

await step('An erasure is approved by the keyboard alone, and not before the numbers and the word are there', async (page) => {
  /** @type {string[]} */
  const sent = [];
  page.on('request', (request) => { if (request.method() === 'POST') sent.push(new URL(request.url()).pathname); });
  await page.goto(`${root}/trust/erasures`);
  await rows(page);
  for (let i = 0; i < 3; i++) await page.keyboard.press('j');
  await page.waitForFunction(() => document.activeElement?.getAttribute('data-index') === '2');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => location.search.includes('open='));
  const approve = page.getByRole('button', { name: 'Approve erasure' });
  await approve.waitFor();
  await approve.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Approve erasure' });
  await dialog.locator('tfoot').waitFor();
  assert.equal(await dialog.getByRole('button', { name: 'Approve erasure' }).isDisabled(), true);
  await dialog.getByRole('textbox').focus();
  await page.keyboard.type('eras');
  await page.keyboard.press('Enter');
  await page.waitForTimeout(200);
  assert.equal(sent.length, 0);
  await page.keyboard.type('e');
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  assert.deepEqual(sent.map((path) => path.split('/').pop()), ['approve']);
});

await step('The mail of a request is shown as text, with whom its address may belong to and that this proves nothing', async (page) => {
  await page.goto(`${root}/trust/erasures?open=${sample.id(701)}`);
  const part = page.locator('section', { has: page.getByRole('heading', { name: 'The mail' }) });
  await part.getByText('a.suzuki@example.co.jp').waitFor();
  await part.getByText('私に関する記録をすべて消去してください。').waitFor();
  await part.getByText('a suggestion, not a proof').waitFor();
  assert.equal(await part.locator('a').count(), 0);
  await page.goto(`${root}/trust/erasures?open=${sample.id(703)}`);
  await page.getByRole('button', { name: 'Approve erasure' }).waitFor();
  assert.equal(await page.getByRole('heading', { name: 'The mail' }).count(), 0);
});

await step(
  'An operator gives an unassigned mail to a customer',
  async (page) => {
    /** @type {string[]} */
    const sent = [];
    page.on('request', (request) => { if (request.method() === 'POST') sent.push(new URL(request.url()).pathname + ' ' + (request.postData() ?? '')); });
    await page.goto(`${root}/operator/mails`);
    await page.getByText('person1@mail.example').waitFor();
    await page.getByRole('button', { name: 'Give to a customer' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Give to a customer' });
    const give = dialog.getByRole('button', { name: 'Give to a customer' });
    assert.equal(await give.isDisabled(), true);
    await dialog.getByRole('combobox').selectOption({ index: 1 });
    await give.click();
    await dialog.waitFor({ state: 'detached' });
    assert.equal(sent.length, 1);
    assert.match(sent[0] ?? '', /\/operator\/mails\/[^/]+\/assign \{"handle":"[^"]+"\}$/);
  },
  'operator',
);

await step('Whoever asked cannot approve, and Escape closes one layer at a time and gives the focus back', async (page) => {
  await page.goto(`${root}/trust/erasures?open=${sample.id(704)}`);
  const approve = page.getByRole('button', { name: 'Approve erasure' });
  await approve.waitFor();
  assert.equal(await approve.isDisabled(), true);
  await page.getByText('somebody else has to approve').waitFor();
  const refuse = page.getByRole('button', { name: 'Refuse' });
  await refuse.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Refuse' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'Refuse' }).waitFor({ state: 'detached' });
  await page.waitForFunction(() => document.activeElement?.textContent === 'Refuse');
  assert.equal(query(page).has('open'), true);
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => !location.search.includes('open='));
});

await step('A choice of what is collected shows its difference before it is saved, and is sent with the version it was made from', async (page) => {
  await page.goto(`${root}/trust/data`);
  const host = page.getByRole('combobox', { name: 'What is stored of host', exact: true });
  await host.selectOption('truncate');
  await page.getByText('1 change, not saved yet').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  assert.equal(await host.inputValue(), 'keep');
  await host.selectOption('drop');
  await page.getByRole('button', { name: 'Review changes…' }).click();
  const drawer = page.getByRole('dialog');
  await drawer.locator('ins').getByText('Not collected').waitFor();
  await drawer.getByText('2,012').first().waitFor();
  const [put] = await Promise.all([page.waitForRequest((request) => request.method() === 'PUT'), drawer.getByRole('button', { name: 'Save' }).click()]);
  assert.equal(put.headers()['if-match'], '"3"');
  assert.equal(put.postDataJSON().fields.host, 'drop');
});

await step('A locked licence leaves what the law asks for, and says what works', async (page) => {
  await page.goto(`${root}/log`);
  await page.getByRole('heading', { name: 'Locked licence' }).waitFor();
  await page.getByText('Changes to policies, users and settings').waitFor();
  await page.getByRole('main').getByRole('link', { name: 'Receipts' }).click();
  await rows(page);
  await page.getByText('is locked since').waitFor();
}, 'locked');

await step('Who only browses sees what is stored about himself, and no other page', async (page) => {
  await page.goto(`${root}/`);
  await page.waitForURL(`${root}/privacy`);
  await page.getByRole('heading', { name: 'Who looked' }).waitFor();
  assert.deepEqual(await page.locator('nav a').allTextContents(), ['What is stored about me', 'My account']);
}, 'browsing');

await browser.close();
server.close();
server.closeAllConnections();
