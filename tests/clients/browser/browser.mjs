/**
 * Headless Chromium, and a page that watches itself: what it asks of other origins, what its policy forbids, and
 * what it complains of are kept, for a test to hold them to none.
 *
 * PAYGRAPH_URL is the server, PAYGRAPH_KEY one of its secret test keys, CHROMIUM the browser's path.
 */
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

export const URL_OF_SERVER = new URL(process.env.PAYGRAPH_URL ?? 'http://127.0.0.1:8000').origin;
export const KEY = process.env.PAYGRAPH_KEY ?? '';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function launch() {
  assert.notEqual(KEY, '', 'Set PAYGRAPH_KEY to a secret test key of the server at PAYGRAPH_URL.');
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });
}

/** A page in `context` that keeps its complaints. The browser itself complains of every 401: those are told apart. */
export async function watched(context) {
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints = { offOrigin: [], policy: [], errors: [], refused: 0 };
  page.on('request', (request) => {
    const url = request.url();
    if (!/^(data|blob):/.test(url) && new URL(url).origin !== URL_OF_SERVER) complaints.offOrigin.push(url);
  });
  page.on('websocket', (socket) => {
    if (new URL(socket.url()).host !== new URL(URL_OF_SERVER).host) complaints.offOrigin.push(socket.url());
  });
  page.on('pageerror', (error) => complaints.errors.push(String(error)));
  page.on('console', (message) => {
    const text = message.text();
    if (/Content Security Policy/i.test(text)) complaints.policy.push(text);
    else if (/status of 401/.test(text)) complaints.refused += 1;
    else if (message.type() === 'error') complaints.errors.push(text);
  });
  await page.addInitScript(() => {
    globalThis.violations = [];
    document.addEventListener('securitypolicyviolation', (event) => {
      globalThis.violations.push(`${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  return { page, complaints };
}

/** The playground in a page that keeps its complaints. */
export async function open(context, { path = '/' } = {}) {
  const { page, complaints } = await watched(context);
  const answer = await page.goto(URL_OF_SERVER + path);
  await ready(page);
  return { page, complaints, answer };
}

/** The editors stand and the schema is known. */
export async function ready(page) {
  await page.locator('.graphiql-query-editor .view-lines').waitFor();
  await page.locator('.graphiql-sidebar button[aria-label^="Re-fetch"]:enabled').waitFor();
}

/** The page may be refused a key it was given; nothing else may go wrong. */
export async function assertCalm({ page, complaints }, { refused = 0 } = {}) {
  complaints.policy.push(...(await page.evaluate(() => globalThis.violations)));
  assert.deepEqual(
    { offOrigin: complaints.offOrigin, policy: complaints.policy, errors: complaints.errors },
    { offOrigin: [], policy: [], errors: [] },
  );
  if (refused) assert.ok(complaints.refused >= refused, 'the server refused the key');
  else assert.equal(complaints.refused, 0, 'no request was refused');
}

/** Give the page a key that works, where the server fills in none. */
export async function useKey(page, key) {
  const box = page.getByLabel('API key');
  await box.fill(key);
  await box.press('Enter');
  await ready(page);
}

export const editorText = (page, name) =>
  page.evaluate((suffix) => {
    const model = globalThis.__MONACO.editor.getModels().find(({ uri }) => uri.path.endsWith(suffix));
    return model.getValue();
  }, name);

/** Open an example from the sidebar and wait until it stands in the editor. */
export async function openExample(page, id) {
  const button = page.locator(`[data-example="${id}"]`);
  const title = (await button.locator('.pg-example-title').textContent()).trim();
  await button.click();
  await page.waitForFunction(
    (line) =>
      globalThis.__MONACO.editor
        .getModels()
        .find(({ uri }) => uri.path.endsWith('operation.graphql'))
        .getLineContent(1) === line,
    `# ${title}`,
  );
}

/** Run what stands in the editor, and give back the first answer. */
export async function run(page) {
  await page.getByRole('button', { name: /^Execute query/ }).click();
  return result(page);
}

export async function result(page) {
  await page.waitForFunction(() => {
    const model = globalThis.__MONACO.editor.getModels().find(({ uri }) => uri.path.endsWith('response.json'));
    return model.getValue().trimEnd().endsWith('}');
  });
  return JSON.parse(await editorText(page, 'response.json'));
}
