/** Takes the README's picture of the page: `node picture.mjs FILE.png [light|dark]`, against PAYGRAPH_URL. */
import { KEY, launch, open, openExample, run, useKey } from './browser.mjs';

const [file, colorScheme = 'light'] = process.argv.slice(2);

const browser = await launch();
const context = await browser.newContext({ viewport: { width: 1440, height: 860 }, deviceScaleFactor: 2, colorScheme });
const { page } = await open(context);
if (!(await page.getByLabel('API key').inputValue())) await useKey(page, KEY);
await openExample(page, 'core_resources/decline');
await openExample(page, 'core_resources/pay');
await page.getByRole('button', { name: 'Show Live' }).click();
await page.locator('.pg-pane .pg-live-state[data-state="live"]').waitFor();
const tab = (name) => page.locator('.pg-tab').getByText(name, { exact: true }).click();
await tab('Decline');
await run(page);
await tab('Pay');
await run(page);
await page.locator('.pg-event').filter({ hasText: 'payment_intent.succeeded' }).first().waitFor();
await page.mouse.move(0, 0);
await page.screenshot({ path: file });
await browser.close();
