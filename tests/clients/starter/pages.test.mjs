// The pages in headless Chromium, served on a port of their own, against a running server.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { after, before, describe, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { KEY, URL_OF_SERVER, launch } from '../browser/browser.mjs';
import { make } from '../browser/shop.mjs';

const url = `${URL_OF_SERVER}/graphql`;
const { PAYGRAPH_RESTRICTED } = process.env;

let browser, sandbox, starter, origin;

before(async () => {
  browser = await launch();
  sandbox = await make('sandboxCreate', 'sandbox', 'secretKey publishableKey', {});
  const keys = { PUBLISHABLE_KEY: sandbox.publishableKey, SECRET_KEY: sandbox.secretKey };
  const env = { ...process.env, ...keys, PAYGRAPH_URL: URL_OF_SERVER, PORT: '0' };
  starter = spawn(process.execPath, ['start.mjs'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface(starter.stdout)) {
    [origin] = line.match(/http:\/\/localhost:\d+/);
    break;
  }
  assert.ok(origin, 'the starter has begun');
});
after(async () => {
  starter?.kill();
  await browser?.close();
});

/** A page in a browser without memory; `asked` are the operations that it has sent, `faults` its complaints. */
async function open(path, context) {
  const page = await (context ?? (await browser.newContext())).newPage();
  page.setDefaultTimeout(15_000);
  const asked = [];
  const faults = [];
  page.on('request', (request) => {
    if (request.url() === url && request.method() === 'POST') asked.push(request.postDataJSON().operationName);
  });
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (['warning', 'error'].includes(message.type())) faults.push(message.text());
  });
  await page.goto(origin + path);
  return { page, asked, faults };
}

async function signIn(page, key, customer) {
  await page.getByLabel('Restricted key').fill(key);
  await page.getByLabel('Customer').fill(customer);
  await page.getByRole('button', { name: 'Open' }).click();
}

/** Wait until the list has these rows. */
async function shows(page, rows) {
  const all = page.getByRole('listitem');
  await page.waitForFunction((count) => document.querySelectorAll('li').length === count, rows.length);
  for (const [nth, row] of rows.entries()) await all.nth(nth).getByText(row, { exact: false }).waitFor();
}

async function until(happened) {
  for (let tries = 0; !happened(); tries += 1) {
    assert.ok(tries < 750, `${happened} has come true`);
    await setTimeout(20);
  }
}

async function customerWithPayments(amounts) {
  const { id } = await make('customerCreate', 'customer', 'id', { name: 'Ada' });
  const payments = [];
  for (const amount of amounts) {
    payments.push(await make('paymentIntentCreate', 'paymentIntent', 'id', { amount, currency: 'usd', customer: id }));
  }
  return { customer: id, payments: payments.map((payment) => payment.id).reverse() };
}

for (const client of ['apollo', 'apollo-3', 'urql']) {
  describe(client, () => {
    test('shows a list by pages, each asked for once, and what changes in it', async () => {
      const { customer, payments } = await customerWithPayments([1000, 2000, 3000]);
      const { page, asked, faults } = await open(`/${client}`);
      const queries = () => asked.filter((name) => name === 'Payments').length;
      await signIn(page, PAYGRAPH_RESTRICTED, customer);
      await page.getByRole('heading', { name: 'Ada' }).waitFor();
      await shows(page, ['$30.00 REQUIRES_PAYMENT_METHOD', '$20.00 REQUIRES_PAYMENT_METHOD']);
      await page.getByRole('button', { name: 'More' }).click();
      await shows(page, ['$30.00', '$20.00', '$10.00']);
      assert.equal(await page.getByRole('button', { name: 'More' }).count(), 0);
      assert.equal(queries(), 2);

      // What this page does.
      await page.getByRole('listitem').nth(1).getByRole('button', { name: 'Cancel' }).click();
      await shows(page, ['$30.00 REQUIRES_PAYMENT_METHOD', '$20.00 CANCELED', '$10.00 REQUIRES_PAYMENT_METHOD']);
      // What another does.
      await make('paymentIntentUpdate', 'paymentIntent', 'id', { amount: 1200 }, payments[2]);
      await make('paymentIntentConfirm', 'paymentIntent', 'id', { paymentMethod: 'pm_card_visa' }, payments[2]);
      await shows(page, ['$30.00 REQUIRES_PAYMENT_METHOD', '$20.00 CANCELED', '$12.00 SUCCEEDED']);
      assert.equal(queries(), 2, 'what changes is not asked for again');

      // A filter is a list of its own, and the first one is still there.
      await page.getByRole('button', { name: 'Canceled' }).click();
      await shows(page, ['$20.00 CANCELED']);
      await page.getByRole('button', { name: 'All' }).click();
      await shows(page, ['$30.00', '$20.00', '$12.00']);
      assert.equal(queries(), 3);

      // What the list has brought is known.
      await page.getByRole('button', { name: 'Details' }).first().click();
      await page.getByText(payments[0]).waitFor();
      assert.ok(!asked.includes('One'));
      assert.deepEqual(faults, []);
      await page.context().close();
    });

    test('keeps the newest of each object, in whatever order states arrive', async () => {
      const { customer, payments } = await customerWithPayments([1000, 2000, 3000]);
      const confirm = (id, paymentMethod) => make('paymentIntentConfirm', 'paymentIntent', 'id', { paymentMethod }, id);
      const asksTheBank = 'pm_card_threeDSecure2Required';
      const context = await browser.newContext();
      let [held, passed, holds] = [[], '', false];
      await context.routeWebSocket(/graphql/, (socket) => {
        const server = socket.connectToServer();
        const pass = (message) => {
          socket.send(message);
          passed += message;
        };
        server.onMessage((message) => {
          if (holds && message.includes('"next"')) held.push(() => pass(message));
          else pass(message);
        });
      });
      const { page, asked, faults } = await open(`/${client}`, context);
      await signIn(page, PAYGRAPH_RESTRICTED, customer);
      await shows(page, ['$30.00', '$20.00']);

      // An event that is late: a mutation has brought what came after it.
      holds = true;
      await confirm(payments[0], asksTheBank);
      await page.getByRole('listitem').first().getByRole('button', { name: 'Cancel' }).click();
      await shows(page, ['$30.00 CANCELED', '$20.00 REQUIRES_PAYMENT_METHOD']);
      await confirm(payments[1], asksTheBank);
      await until(() => held.length === 3);
      const [asking, , askingOther] = held;
      asking();
      askingOther();
      await shows(page, ['$30.00 CANCELED', '$20.00 REQUIRES_ACTION']);

      // The answer of a query that is late: an event has brought what came after it.
      holds = false;
      const late = async (route) => {
        const answer = await route.fetch();
        await confirm(payments[2], 'pm_card_visa');
        await until(() => passed.includes('SUCCEEDED'));
        await route.fulfill({ response: answer });
      };
      await page.route(url, late, { times: 1 });
      await page.getByRole('button', { name: 'More' }).click();
      await shows(page, ['$30.00 CANCELED', '$20.00 REQUIRES_ACTION', '$10.00 SUCCEEDED']);
      assert.equal(asked.filter((name) => name === 'Payments').length, client === 'urql' ? 3 : 2);
      assert.deepEqual(faults, []);
      await context.close();
    });

    test('says that there is no such customer', async () => {
      const { page, asked } = await open(`/${client}`);
      await signIn(page, PAYGRAPH_RESTRICTED, 'cus_nobody');
      assert.equal(await page.getByRole('alert').textContent(), 'There is no such customer.');
      assert.deepEqual(asked, ['Now', 'Payments']);
      await page.context().close();
    });

    test('says why a mutation or a key was refused', async () => {
      const { customer, payments } = await customerWithPayments([1000]);
      await make('paymentIntentConfirm', 'paymentIntent', 'id', { paymentMethod: 'pm_card_visa' }, payments[0]);
      const { page } = await open(`/${client}`);
      await signIn(page, PAYGRAPH_RESTRICTED, customer);
      await shows(page, ['$10.00 SUCCEEDED']);
      await page.getByRole('button', { name: 'Cancel', exact: true }).click();
      assert.match(await page.getByRole('alert').textContent(), /cancel/i);
      await shows(page, ['$10.00 SUCCEEDED']);
      await page.reload();
      await signIn(page, `rk_test_${'a'.repeat(43)}`, customer);
      assert.equal(await page.getByRole('alert').textContent(), 'UNAUTHENTICATED');
      await page.context().close();
    });
  });
}

describe('checkout', () => {
  const CARDS = { good: '4242 4242 4242 4242', declined: '4000 0000 0000 0002', asked: '4000 0000 0000 3220' };

  async function pay(page, number) {
    await page.getByRole('heading', { name: 'Pay €49.00' }).waitFor();
    await page.getByLabel('Card number').fill(number);
    await page.getByLabel('Month').fill('12');
    await page.getByLabel('Year').fill('2040');
    await page.getByLabel('Security code').fill('123');
    await page.getByRole('button', { name: 'Pay' }).click();
  }
  const payments = async () => {
    const headers = { authorization: `Bearer ${sandbox.secretKey}`, 'content-type': 'application/json' };
    const query = '{ paymentIntents { nodes { id status amountReceived { amount } } } }';
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) });
    return (await answer.json()).data.paymentIntents.nodes;
  };

  test('a declined card is told, and another one pays the same payment', async () => {
    const before = (await payments()).length;
    const { page, faults } = await open('/checkout');
    await pay(page, CARDS.declined);
    assert.equal(await page.getByRole('alert').textContent(), 'Your card was declined. Contact your bank, or pay another way.');
    await pay(page, CARDS.good);
    await page.getByRole('heading', { name: 'Thank you. €49.00 is paid.' }).waitFor();
    const [last, ...others] = await payments();
    assert.deepEqual([last.status, last.amountReceived.amount, others.length], ['SUCCEEDED', 4900, before]);
    assert.deepEqual(faults, []);
    await page.context().close();
  });

  test('a bank that asks sends the customer back to the page', async () => {
    const before = (await payments()).length;
    const { page, faults } = await open('/checkout');
    await pay(page, CARDS.asked);
    await page.waitForURL(`${URL_OF_SERVER}/authenticate/**`);
    await page.getByRole('button', { name: 'Complete' }).click();
    await page.waitForURL(`${origin}/checkout?**`);
    await page.getByRole('heading', { name: 'Thank you. €49.00 is paid.' }).waitFor();
    assert.equal((await payments()).length, before + 1, 'the way back makes no second payment');
    assert.deepEqual(faults, []);
    await page.context().close();
  });

  test('a payment that is not sent can be sent again', async () => {
    const { page } = await open('/checkout');
    await page.getByRole('heading', { name: 'Pay €49.00' }).waitFor();
    await page.route(url, (route) => route.abort());
    await pay(page, CARDS.good);
    assert.equal(await page.getByRole('alert').textContent(), 'The payment was not sent. Try again.');
    await page.unroute(url);
    await pay(page, CARDS.good);
    await page.getByRole('heading', { name: 'Thank you. €49.00 is paid.' }).waitFor();
    await page.context().close();
  });

  test('another secret opens no payment', async () => {
    const [{ id }] = await payments();
    const { page } = await open(`/checkout?payment_intent=${id}&payment_intent_client_secret=${id}_secret_guessed`);
    assert.match(await page.getByRole('alert').textContent(), /its own client secret/);
    assert.equal(await page.getByLabel('Card number').count(), 0);
    await page.context().close();
  });

  test('no page has a secret key', async () => {
    for (const name of ['apollo', 'apollo-3', 'urql', 'checkout']) {
      const script = await readFile(`dist/${name}.js`, 'utf8');
      assert.ok(script.includes(url));
      for (const secret of [KEY, sandbox.secretKey, PAYGRAPH_RESTRICTED]) assert.ok(!script.includes(secret), name);
    }
  });
});
