/** What the playground has for finding, building and taking away: docs, fields, ids, and the clipboard. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { editorText, launch, openExample, result, run } from './browser.mjs';
import { pane, withPlayground } from './page.mjs';

const start = promisify(execFile);

let browser;

before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const withPage = (body, options) => withPlayground(browser, body, options);
const search = (page) => page.getByLabel('Search the docs');
const found = (page) => page.locator('.pg-found code').allTextContents();

/** The operation and its variables as they stand in the editors. */
async function written(page) {
  const json = await editorText(page, 'variables.json');
  return [await editorText(page, 'operation.graphql'), json ? JSON.parse(json) : null];
}

async function put(page, text) {
  await page.evaluate((value) => {
    const { editor } = globalThis.__MONACO;
    editor.getModels().find(({ uri }) => uri.path.endsWith('operation.graphql')).setValue(value);
  }, text);
}

describe('the docs', () => {
  test('find the type first, however it is written', () =>
    withPage(async (page) => {
      await page.keyboard.press('Control+Alt+k');
      await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Search the docs');
      for (const [typed, type] of [
        ['invoice', 'Invoice'],
        ['payment_intent', 'PaymentIntent'],
        ['promotion code', 'PromotionCode'],
        ['subscriptionsch', 'SubscriptionSchedule'],
      ]) {
        await search(page).fill(typed);
        assert.equal((await found(page))[0], type, typed);
      }
      await search(page).fill('nosuchthing');
      await page.getByText('Nothing in the graph has “nosuchthing” in its name.').waitFor();
    }));

  test('lead from a family to a resource, how to get at it, and on along its fields', () =>
    withPage(async (page) => {
      await pane(page, 'Docs');
      await page.locator('.pg-family summary', { hasText: /^Products/ }).click();
      await page.getByRole('button', { name: 'Coupon', exact: true }).click();
      const title = page.getByRole('region', { name: 'Docs' }).getByRole('heading', { level: 2 });
      assert.equal(await title.textContent(), 'Coupon');
      const names = await page.locator('.pg-field > div > code').allTextContents();
      assert.deepEqual(names.slice(0, 5), ['coupon', 'coupons', 'couponCreate', 'couponUpdate', 'couponDelete']);
      const field = page.locator('.pg-field').filter({ has: page.locator('code', { hasText: /^duration$/ }) });
      await field.getByText('How long a discount from the coupon lasts.').waitFor();
      await field.getByRole('button', { name: 'CouponDuration' }).click();
      assert.equal(await title.textContent(), 'CouponDuration');
      assert.deepEqual(await page.locator('.pg-field > code').allTextContents(), ['FOREVER', 'ONCE', 'REPEATING']);
      await page.getByRole('button', { name: 'Back' }).click();
      assert.equal(await title.textContent(), 'Coupon');
    }));

  test('open at a name of the operation that is clicked', () =>
    withPage(async (page) => {
      const name = page.locator('.graphiql-query-editor .view-line span', { hasText: /^totalCount$/ }).first();
      await name.hover();
      await page.keyboard.down('Control');
      await name.click();
      await page.keyboard.up('Control');
      await page.getByRole('heading', { name: 'CustomerConnection' }).waitFor();
      await page.locator('.pg-field[data-chosen]').getByText('totalCount').waitFor();
    }));
});

describe('the tree of fields', () => {
  test('puts what is ticked into the operation, and takes it out, without touching the rest', () =>
    withPage(async (page) => {
      await put(page, '# Mine\nquery Mine {\n  balance { # what is there\n    livemode\n  }\n}\n');
      await pane(page, 'Fields');
      const tick = (name) => page.getByLabel(name, { exact: true }).click();
      await page.getByText('List all customers of the account').waitFor();
      await tick('customers');
      const added = '  customers { nodes { id } }\n}\n';
      assert.deepEqual(await written(page), [
        `# Mine\nquery Mine {\n  balance { # what is there\n    livemode\n  }\n${added}`,
        null,
      ]);
      await tick('first:');
      assert.deepEqual(await written(page), [
        '# Mine\nquery Mine($first: Int) {\n  balance { # what is there\n    livemode\n  }\n' +
          '  customers(first: $first) { nodes { id } }\n}\n',
        { first: 0 },
      ]);
      await tick('totalCount');
      assert.match((await written(page))[0], /customers\(first: \$first\) \{ nodes \{ id \} totalCount \}/);
      await tick('customers');
      assert.deepEqual(await written(page), [
        '# Mine\nquery Mine {\n  balance { # what is there\n    livemode\n  }\n}\n',
        null,
      ]);
    }));

  test('begins a mutation in a tab of its own, with what it must be given', () =>
    withPage(async (page) => {
      await pane(page, 'Fields');
      await page.getByLabel('Kind of operation').selectOption('Mutation');
      await page.getByLabel('Filter fields by name').fill('productcreate');
      await page.getByLabel('productCreate', { exact: true }).click();
      await page.locator('.pg-tab').nth(1).waitFor();
      assert.deepEqual(await written(page), [
        'mutation ($input: ProductCreateInput!) {\n  productCreate(input: $input) ' +
          '{ product { id } userErrors { code message field } }\n}\n',
        { input: { name: '' } },
      ]);
    }));

  test('waits while the operation has a mistake in its syntax', () =>
    withPage(async (page) => {
      await pane(page, 'Fields');
      await page.locator('.pg-tree').waitFor();
      await put(page, '{ customers { ');
      await page.getByText('The operation has a mistake in its syntax.').waitFor();
      assert.equal(await page.locator('.pg-tree').count(), 0);
    }));
});

describe('an answer', () => {
  test('is asked for while there is none', () =>
    withPage(async (page) => {
      const blank = page.getByRole('heading', { name: 'Run the operation to see its answer here' });
      await blank.waitFor();
      await run(page);
      assert.equal(await blank.count(), 0);
      await page.getByRole('button', { name: 'New tab' }).click();
      await blank.waitFor();
    }));

  test('has ids that open their objects, by a click and by the keyboard', () =>
    withPage(async (page) => {
      await openExample(page, 'core_resources/pay');
      const paid = (await run(page)).data.paymentIntentCreate.paymentIntent;
      await page.locator('.result-window .pg-id', { hasText: paid.id }).click();
      await page.locator('.pg-tab[aria-current]').getByText('PaymentIntent').waitFor();
      await page.waitForFunction(() => {
        const model = globalThis.__MONACO.editor.getModels().find(({ uri }) => uri.path.endsWith('response.json'));
        return model.getValue().includes('"paymentIntent"');
      });
      const { paymentIntent } = (await result(page)).data;
      assert.deepEqual([paymentIntent.id, paymentIntent.amount.formatted], [paid.id, '$20.00']);
      assert.deepEqual(paymentIntent.latestCharge, { id: paid.latestCharge.id });

      await page.evaluate((id) => {
        const { editor } = globalThis.__MONACO;
        const answer = editor.getEditors().find((each) => each.getModel()?.uri.path.endsWith('response.json'));
        const [match] = answer.getModel().findMatches(id, false, false, true, null, false);
        answer.setPosition(match.range.getStartPosition());
        answer.focus();
      }, paid.latestCharge.id);
      await page.keyboard.press('Enter');
      await page.locator('.pg-tab[aria-current]').getByText('Charge', { exact: true }).waitFor();
    }));

  test('has no links where it has secrets', () =>
    withPage(async (page) => {
      await openExample(page, 'sandboxes/create');
      const { id, account, secretKey, publishableKey } = (await run(page)).data.sandboxCreate.sandbox;
      assert.match(`${secretKey} ${publishableKey}`, /^sk_test_\w+ pk_test_\w+$/);
      await page.locator('.result-window .pg-id').first().waitFor();
      assert.deepEqual(await page.locator('.result-window .pg-id').allTextContents(), [id, account]);
    }));

  test('says so where an id leads nowhere', () =>
    withPage(async (page) => {
      await put(page, '{ __type(name: "Customer") { name } }');
      await run(page);
      await page.evaluate(() => {
        const { editor } = globalThis.__MONACO;
        editor.getModels().find(({ uri }) => uri.path.endsWith('response.json')).setValue('{ "id": "cus_00000000" }');
      });
      await page.locator('.result-window .pg-id').click();
      await page.getByText('No object of this account has the id cus_00000000.').waitFor();
      assert.equal(await page.locator('.pg-tab').count(), 1);
    }));
});

describe('the clipboard', () => {
  const permissions = ['clipboard-read', 'clipboard-write'];

  async function copied(page, what) {
    await page.getByRole('button', { name: 'Copy as…' }).click();
    await page.getByRole('menuitem', { name: `Copy as ${what}` }).click();
    await page.getByText(`Copied as ${what}.`).waitFor();
    return page.evaluate(() => navigator.clipboard.readText());
  }

  const QUERY = `query Find($name: String) {
  customers(first: 1, query: "-name:'x'", where: { name: { ne: $name } }) { nodes { __typename } }
}`;

  test('takes an operation as curl and as fetch, which answer as the page does', () =>
    withPage(
      async (page) => {
        await put(page, QUERY);
        await page.evaluate(() => {
          const { editor } = globalThis.__MONACO;
          const models = editor.getModels();
          models.find(({ uri }) => uri.path.endsWith('variables.json')).setValue('{ "name": "It\'s `${1}`" }');
        });
        const { data } = await run(page);
        assert.deepEqual(data, { customers: { nodes: [{ __typename: 'Customer' }] } });
        const curl = await start('sh', ['-c', `${await copied(page, 'curl')} -s`]);
        assert.deepEqual(JSON.parse(curl.stdout).data, data);
        const fetched = await start(process.execPath, ['--input-type=module', '-e', await copied(page, 'fetch')]);
        assert.deepEqual(JSON.parse(fetched.stdout).data, data);
      },
      { permissions },
    ));

  test('leaves a live key out', () =>
    withPage(
      async (page) => {
        await page.getByLabel('API key').fill('sk_live_secret');
        await page.getByLabel('API key').press('Enter');
        for (const [what, instead] of [
          ['curl', '-H "Authorization: Bearer $PAYGRAPH_KEY"'],
          ['fetch', 'Authorization: `Bearer ${process.env.PAYGRAPH_KEY}`'],
        ]) {
          const text = await copied(page, what);
          assert.ok(text.includes(instead), text);
          assert.doesNotMatch(text, /sk_live/);
        }
      },
      { permissions, refused: 1 },
    ));
});
