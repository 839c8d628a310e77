/** Whoever comes, and by whatever line: axe, the keyboard, small screens, and what the first paint waits for. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { URL_OF_SERVER, launch, run } from './browser.mjs';
import { assertAccessible } from './axe.mjs';
import { pane, withPlayground } from './page.mjs';

/** What may be loaded before the first paint, in bytes as packed: three quarters of a second at 1.6 Mbps. */
const FIRST_PAINT = 150_000;

let browser;

before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const withPage = (body, options) => withPlayground(browser, body, options);
const SMALL = { width: 320, height: 640 };
const focused = (page) =>
  page.evaluate(() => {
    const { activeElement } = document;
    return activeElement.getAttribute('aria-label') ?? activeElement.textContent;
  });

describe('axe finds no serious fault', () => {
  for (const colorScheme of ['light', 'dark']) {
    test(`in any pane and dialog, ${colorScheme}`, () =>
      withPage(
        async (page) => {
          await assertAccessible(page, 'the page at first');
          await run(page);
          for (const name of ['Docs', 'Fields', 'Live', 'History', 'Examples']) {
            await pane(page, name);
            await page.getByRole('heading', { level: 2, name }).waitFor();
            await assertAccessible(page, name);
          }
          await page.getByRole('button', { name: 'New tab' }).click();
          await assertAccessible(page, 'two tabs');
          for (const name of ['Settings', 'Short keys']) {
            await page.getByRole('button', { name, exact: true }).click();
            await assertAccessible(page, name);
            await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
            assert.equal(await page.getByRole('dialog').count(), 0);
          }
        },
        { colorScheme },
      ));
  }

  test('on a small screen, which nothing is wider than', () =>
    withPage(
      async (page) => {
        await run(page);
        await assertAccessible(page, 'the small page');
        for (const name of ['Examples', 'Docs', 'Fields']) {
          await pane(page, name);
          await page.getByRole('heading', { level: 2, name }).waitFor();
          await assertAccessible(page, name);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.equal(wide, 0, name);
        }
      },
      { viewport: SMALL },
    ));
});

describe('the keyboard', () => {
  test('skips to the operation, and sees where it is', () =>
    withPage(async (page) => {
      await page.keyboard.press('Tab');
      assert.equal(await focused(page), 'Skip to the operation');
      await page.keyboard.press('Enter');
      await page.waitForFunction(() => document.activeElement?.id === 'operation');
      await page.keyboard.press('Tab');
      assert.equal(await focused(page), 'Operation editor');
      const ring = () => page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
      assert.equal(await ring(), 'solid');
      await page.keyboard.press('Tab');
      assert.match(await focused(page), /^Execute query/);
      assert.equal(await ring(), 'solid');
    }));

  test('opens and leaves a dialog, and is back where it was', () =>
    withPage(async (page) => {
      await page.getByRole('button', { name: 'Settings', exact: true }).focus();
      await page.keyboard.press('Enter');
      assert.equal(await focused(page), 'Close');
      await page.keyboard.press('Escape');
      assert.equal(await page.getByRole('dialog').count(), 0);
      assert.equal(await focused(page), 'Settings');
    }));
});

describe('a line that breaks', () => {
  test('says what to do where the editor does not come', async () => {
    const context = await browser.newContext();
    try {
      const page = await context.newPage();
      await page.route(/\/assets\/Workbench-.*\.js/, (route) => route.abort());
      await page.goto(URL_OF_SERVER);
      await page.getByRole('alert').getByText('The editor could not be shown.').waitFor();
      await page.getByLabel('API key').waitFor();
    } finally {
      await context.close();
    }
  });
});

describe('a slow line', () => {
  test('shows the header, the examples and the operation before any editor has come', async () => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    try {
      const page = await context.newPage();
      await page.route(/\/assets\/Workbench-/, () => undefined);
      await page.goto(URL_OF_SERVER, { waitUntil: 'commit' });
      await page.getByText('The editor is loading…').waitFor();
      await page.getByText('query LookAround {').waitFor();
      await page.getByText('A payment that succeeds').waitFor();
      await page.getByLabel('API key').waitFor();
      const html = await (await page.request.get(URL_OF_SERVER)).text();
      const paths = [...html.matchAll(/(?:src|href)="(\/playground\/assets\/[^"]+)"/g)].map(([, path]) => path);
      assert.ok(paths.some((path) => path.endsWith('.js')) && paths.some((path) => path.endsWith('.css')));
      const files = await Promise.all(paths.map(async (path) => (await page.request.get(URL_OF_SERVER + path)).body()));
      const sizes = [Buffer.from(html), ...files].map((file) => gzipSync(file).length);
      const total = sizes.reduce((sum, size) => sum + size, 0);
      assert.ok(total < FIRST_PAINT, `the first paint waits for ${total} bytes`);
    } finally {
      await context.close();
    }
  });
});
