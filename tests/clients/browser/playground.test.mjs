/** The playground in headless Chromium, against a running server. Run with `node --test`. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import {
  KEY,
  URL_OF_SERVER,
  assertCalm,
  editorText,
  launch,
  open,
  openExample,
  ready,
  result,
  run,
  useKey,
} from './browser.mjs';
import { demoKey, pane, withPlayground } from './page.mjs';

const contents = JSON.parse(readFileSync(new URL('../../../playground/examples/contents.json', import.meta.url)));
const ids = contents.flatMap(({ examples }) => examples);

/** Examples of a refusal. */
const REFUSED = new Set(['core_resources/decline']);

let browser;

before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Run `body` with a fresh page that holds a key, and hold the page to its manners. */
const withPage = (body, options) => withPlayground(browser, body, options);

const background = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
const keyBox = (page) => page.getByLabel('API key');
const notice = (page) => page.locator('.pg-notice');

/** A bank opens a dispute a moment after the payment: wait until there is one. */
async function disputed() {
  const body = JSON.stringify({ query: '{ disputes(first: 1, where: { status: { eq: NEEDS_RESPONSE } }) { nodes { id } } }' });
  const headers = { authorization: `Bearer ${(await demoKey()) ?? KEY}`, 'content-type': 'application/json' };
  for (;;) {
    const answer = await (await fetch(`${URL_OF_SERVER}/graphql`, { method: 'POST', headers, body })).json();
    if (answer.data.disputes.nodes.length) return;
    await setTimeout(100);
  }
}

describe('the page', () => {
  test('is served with a policy that allows neither strangers nor eval', () =>
    withPage(async (page, _context, { answer }) => {
      const policy = answer.headers()['content-security-policy'];
      assert.match(policy, /default-src 'none'/);
      assert.match(policy, /script-src 'self'(;|$)/);
      assert.match(policy, /worker-src 'self'(;|$)/);
      assert.match(policy, /frame-ancestors 'none'/);
      assert.doesNotMatch(policy, /unsafe-eval|https?:|\*/);
      assert.equal(answer.headers()['cache-control'], 'no-cache');
      assert.equal(await page.title(), 'paygraph');
      assert.equal(await page.evaluate(() => globalThis.violations.length), 0);
    }));

  test('fills in the demo key on a local server', async (t) => {
    const key = await demoKey();
    if (!key) return t.diagnostic('the server has no demo key to give');
    await withPage(async (page) => {
      assert.equal(await keyBox(page).inputValue(), key);
      assert.equal(await notice(page).count(), 0);
      await page.getByText('Demo key', { exact: true }).waitFor();
    });
  });

  test('shows a business at the first query, and keeps it in the history', () =>
    withPage(async (page) => {
      const { data } = await run(page);
      assert.ok(data.customers.nodes.length > 0, 'the demo account has customers');
      await pane(page, 'History');
      const past = page.locator('.pg-past-name');
      assert.deepEqual(await past.allTextContents(), ['LookAround']);
      await page.getByRole('button', { name: 'New tab' }).click();
      await past.click();
      assert.match(await editorText(page, 'operation.graphql'), /^# A look around\n/);
      await page.getByRole('button', { name: 'Delete LookAround from the history' }).click();
      await page.getByText('What you run is kept here.').waitFor();
    }));

  test('says which paygraph it is', () =>
    withPage(async (page) => {
      const { version, date, apiVersion } = await (await page.request.get('/playground/config.json')).json();
      await page.getByRole('heading', { name: `paygraph ${version} of ${date} · Stripe API ${apiVersion}` }).waitFor();
      await page.getByRole('button', { name: 'Settings', exact: true }).click();
      await page.getByText(`paygraph ${version}, ${date}, Stripe API ${apiVersion}`, { exact: true }).waitFor();
    }));

  test('is light or dark as told, and stays so', () =>
    withPage(
      async (page) => {
        const light = await background(page);
        await page.getByRole('button', { name: 'Use the dark theme' }).click();
        const dark = await background(page);
        assert.notEqual(dark, light);
        await page.reload();
        await ready(page);
        assert.equal(await background(page), dark);
        await page.getByRole('button', { name: 'Use the light theme' }).click();
        assert.equal(await background(page), light);
      },
      { colorScheme: 'light' },
    ));

  test('follows the system until told', () =>
    withPage(
      async (page) => {
        const dark = await background(page);
        await page.emulateMedia({ colorScheme: 'light' });
        await page.getByRole('button', { name: 'Use the dark theme' }).waitFor();
        assert.notEqual(await background(page), dark);
      },
      { colorScheme: 'dark' },
    ));

  test('fits a narrow screen', () =>
    withPage(
      async (page) => {
        await pane(page, 'Examples');
        await openExample(page, 'core_resources/decline');
        assert.equal(await page.locator('.pg-pane').count(), 0, 'the pane makes way for the editor');
        const answer = await run(page);
        assert.equal(answer.errors, undefined);
        const { wide, tall } = await page.evaluate(() => ({
          wide: document.documentElement.scrollWidth - innerWidth,
          tall: document.documentElement.scrollHeight - innerHeight,
        }));
        assert.deepEqual({ wide, tall }, { wide: 0, tall: 0 });
      },
      { viewport: { width: 390, height: 800 } },
    ));

  test('marks what the schema does not have, by its worker', () =>
    withPage(async (page) => {
      const [message] = await page.evaluate(async () => {
        const { editor } = globalThis.__MONACO;
        const model = editor.getModels().find(({ uri }) => uri.path.endsWith('operation.graphql'));
        const markers = () => editor.getModelMarkers({ resource: model.uri }).map((marker) => marker.message);
        const told = new Promise((resolve) => {
          const listener = editor.onDidChangeMarkers(() => {
            if (!markers().length) return;
            listener.dispose();
            resolve();
          });
        });
        model.setValue('{ noSuchField }');
        await told;
        return markers();
      });
      assert.match(message, /Cannot query field "noSuchField" on type "Query"/);
    }));

  test('offers the types of events while one is typed, each with its sentence', () =>
    withPage(async (page) => {
      const widget = page.locator('.suggest-widget.visible');
      const offered = () => widget.locator('.monaco-list-row .label-name').allTextContents();
      const type = async (editor, text, keys) => {
        await page.evaluate(
          ([suffix, before]) => {
            const { editor } = globalThis.__MONACO;
            const found = editor.getEditors().find((each) => each.getModel()?.uri.path.endsWith(suffix));
            const [start, end] = before.split('|');
            found.setValue(start + end);
            found.setPosition(found.getModel().getPositionAt(start.length));
            found.focus();
          },
          [editor, text],
        );
        await page.keyboard.type(keys);
        await widget.locator('.monaco-list-row').first().waitFor();
      };

      await type('operation.graphql', 'subscription { events(types: ["charge.failed", |]) { id } }', '"payment_intent.');
      assert.deepEqual((await offered()).slice(0, 2), ['payment_intent.*', 'payment_intent.amount_capturable_updated']);
      await page.keyboard.type('suc');
      await widget.getByText('payment_intent.succeeded', { exact: true }).first().waitFor();
      await page.keyboard.press('Control+Space');
      await page.locator('.suggest-details').getByText('A payment completed and was successful.').waitFor();
      await page.keyboard.press('Enter');
      assert.equal(
        await editorText(page, 'operation.graphql'),
        'subscription { events(types: ["charge.failed", "payment_intent.succeeded"]) { id } }',
      );

      await type('variables.json', '{ "input": { "enabledEvents": [|] } }', '"charge.ref');
      await page.keyboard.press('Enter');
      const { input } = JSON.parse(await editorText(page, 'variables.json'));
      assert.match(input.enabledEvents[0], /^charge\.ref/);
    }));

  test('is used with the keyboard alone', () =>
    withPage(async (page) => {
      await page.locator('[data-example="core_resources/latest"]').focus();
      await page.keyboard.press('Enter');
      await page.waitForFunction(() => document.activeElement?.closest('.graphiql-query-editor'));
      await page.keyboard.press('Control+Enter');
      assert.equal((await result(page)).errors, undefined);
    }));
});

describe('the key', () => {
  test('that is typed in survives a reload, and can be given back', () =>
    withPage(async (page) => {
      await useKey(page, KEY);
      await page.reload();
      await ready(page);
      assert.equal(await keyBox(page).inputValue(), KEY);
      assert.equal((await run(page)).errors, undefined);
    }));

  test('that is wrong is told plainly, kept over a reload, and mended', () =>
    withPage(
      async (page) => {
        await useKey(page, 'sk_test_mistyped');
        await notice(page).getByText('The server did not accept this key.').waitFor();
        assert.equal(await keyBox(page).getAttribute('aria-invalid'), 'true');
        await page.reload();
        await ready(page);
        assert.equal(await keyBox(page).inputValue(), 'sk_test_mistyped');
        await notice(page).waitFor();
        const refusal = await run(page);
        assert.equal(refusal.data ?? null, null);
        assert.equal(refusal.errors.length, 1);
        if (await demoKey()) await page.getByRole('button', { name: 'Use the demo key' }).click();
        else await useKey(page, KEY);
        await notice(page).waitFor({ state: 'detached' });
        await ready(page);
        assert.equal((await run(page)).errors, undefined);
      },
      { refused: 1 },
    ));
});

describe('the examples', () => {
  test('open in a tab each, and come back to it', () =>
    withPage(async (page) => {
      const tabs = page.locator('.pg-tab');
      await openExample(page, 'core_resources/decline');
      await openExample(page, 'core_resources/latest');
      await tabs.getByText('LatestPayments').waitFor();
      assert.deepEqual(await tabs.allTextContents(), ['LookAround', 'Decline', 'LatestPayments']);
      await openExample(page, 'core_resources/decline');
      assert.equal(await tabs.count(), 3);
      assert.equal(await page.locator('.pg-tab[aria-current]').textContent(), 'Decline');
    }));

  test('show a payment that succeeds and one that declines', () =>
    withPage(async (page) => {
      await openExample(page, 'core_resources/pay');
      const paid = (await run(page)).data.paymentIntentCreate;
      assert.deepEqual([paid.paymentIntent.status, paid.userErrors], ['SUCCEEDED', []]);
      await openExample(page, 'core_resources/decline');
      const declined = (await run(page)).data.paymentIntentCreate;
      assert.equal(declined.paymentIntent.status, 'REQUIRES_PAYMENT_METHOD');
      assert.equal(declined.userErrors[0].code, 'CARD_DECLINED');
    }));

  test('lead to the bank where a payment needs 3-D Secure', () =>
    withPage(async (page) => {
      await openExample(page, 'core_resources/authenticate');
      const { status, nextAction } = (await run(page)).data.paymentIntentCreate.paymentIntent;
      assert.equal(status, 'REQUIRES_ACTION');
      const link = page.getByRole('link', { name: 'Open the bank’s page' });
      assert.equal(await link.getAttribute('href'), nextAction.redirectToUrl.url);
      assert.equal(await link.getAttribute('rel'), 'noopener noreferrer');
    }));

  test('are all valid, find the ids they need, and run', () =>
    withPage(async (page) => {
      // A customer first, for the examples that look one up stand above the one that makes one.
      await openExample(page, 'core_resources/customer');
      assert.deepEqual((await run(page)).data.customerCreate.userErrors, []);
      for (const id of ids) {
        if (id === 'core_resources/answer-dispute') await disputed();
        await openExample(page, id);
        assert.doesNotMatch(await editorText(page, 'variables.json'), /…/, `${id} found its ids`);
        await page.getByRole('button', { name: /^Execute query/ }).click();
        if (id.includes('/live-')) {
          await page.locator('.pg-status .pg-live-state[data-state="live"]').waitFor();
          await page.getByRole('button', { name: 'Stop', exact: true }).click();
          await page.locator('.pg-status').getByText('Stopped').waitFor();
          continue;
        }
        const { errors, data } = await result(page).catch((error) => {
          throw new Error(`${id}: ${error.message}`);
        });
        assert.equal(errors, undefined, `${id}: ${JSON.stringify(errors)}`);
        const payload = Object.values(data)[0];
        const refusals = REFUSED.has(id) ? [] : (payload.userErrors ?? []);
        assert.deepEqual(refusals, [], id);
      }
    }));
});

describe('live', () => {
  test('a subscription runs in a tab while another window pays', () =>
    withPage(async (page, context) => {
      await openExample(page, 'core_resources/live-events');
      await page.getByRole('button', { name: /^Execute query/ }).click();
      await page.locator('.pg-status .pg-live-state[data-state="live"]').waitFor();
      const other = await open(context);
      await openExample(other.page, 'core_resources/pay');
      const paid = (await run(other.page)).data.paymentIntentCreate.paymentIntent.id;
      await page.waitForFunction((id) => {
        const model = globalThis.__MONACO.editor.getModels().find(({ uri }) => uri.path.endsWith('response.json'));
        return model.getValue().includes(id);
      }, paid);
      const { data } = await result(page);
      assert.match(data.events.id, /^evt_/);
      await page.locator('.pg-status [data-results]').getByText(/^\d+ results?$/).waitFor();
      await page.getByRole('button', { name: 'Stop', exact: true }).click();
      await page.locator('.pg-status').getByText('Stopped').waitFor();
      await assertCalm(other);
    }));

  test('the Live pane goes on while the tabs work', () =>
    withPage(async (page) => {
      await pane(page, 'Live');
      await page.locator('.pg-pane .pg-live-state[data-state="live"]').waitFor();
      await pane(page, 'Examples');
      await openExample(page, 'core_resources/pay');
      await pane(page, 'Live');
      const { data } = await run(page);
      const { id } = data.paymentIntentCreate.paymentIntent;
      const row = page.locator('.pg-event').filter({ hasText: 'payment_intent.succeeded' }).filter({ hasText: id });
      await row.getByRole('button').click();
      assert.equal(JSON.parse(await row.locator('pre').textContent()).id, id);
      await row.getByRole('button', { name: 'Open it as it is now' }).click();
      await page.locator('.pg-tab[aria-current]').getByText('PaymentIntent', { exact: true }).waitFor();
      await page.getByRole('button', { name: 'Pause' }).click();
      await page.locator('.pg-pane .pg-live-state[data-state="off"]').waitFor();
      await page.getByRole('button', { name: 'Clear' }).click();
      assert.equal(await page.locator('.pg-event').count(), 0);
    }));

  test('a subscription with a wrong key ends with the reason', () =>
    withPage(
      async (page) => {
        await useKey(page, 'sk_test_mistyped');
        await notice(page).waitFor();
        await pane(page, 'Live');
        await page.locator('.pg-pane').getByRole('alert').getByText('This key was not accepted.').waitFor();
        await page.locator('.pg-pane .pg-live-state[data-state="off"]').waitFor();
      },
      { refused: 1 },
    ));
});
