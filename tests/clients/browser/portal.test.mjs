/** The customer portal in headless Chromium, against a running server. PICTURES is a folder for what it looks like. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { URL_OF_SERVER, assertCalm, launch, watched } from './browser.mjs';
import { assertFits, graph, make } from './shop.mjs';

const WIDE = { viewport: { width: 1280, height: 900 } };
const NARROW = { viewport: { width: 320, height: 640 }, colorScheme: 'dark' };

let browser;
let shop;

before(async () => {
  browser = await launch();
  shop = await opened();
});
after(() => browser?.close());

/** A merchant who sells two plans. */
async function opened() {
  const plan = async (name, unitAmount) => {
    const input = { currency: 'usd', unitAmount, recurring: { interval: 'MONTH' }, productData: { name } };
    const { id, product } = await make('priceCreate', 'price', 'id product { id }', input);
    return { price: id, product: product.id };
  };
  const gold = await plan('Gold', 1000);
  const platinum = await plan('Platinum', 3100);
  const updates = ['NAME', 'EMAIL', 'PHONE', 'ADDRESS', 'SHIPPING', 'TAX_ID'];
  const { id } = await make('billingPortalConfigurationCreate', 'billingPortalConfiguration', 'id', {
    businessProfile: { headline: 'Rockets for everyone', privacyPolicyUrl: 'https://rocket.example/privacy' },
    features: {
      customerUpdate: { enabled: true, allowedUpdates: updates },
      invoiceHistory: { enabled: true },
      paymentMethodUpdate: { enabled: true },
      subscriptionCancel: { enabled: true, cancellationReason: { enabled: true, options: ['UNUSED', 'OTHER'] } },
      subscriptionUpdate: {
        enabled: true,
        defaultAllowedUpdates: ['PRICE', 'QUANTITY', 'PROMOTION_CODE'],
        products: [{ product: platinum.product, prices: [platinum.price] }],
        prorationBehavior: 'ALWAYS_INVOICE',
      },
    },
  });
  return { gold, configuration: id };
}

/** A subscriber of the cheaper plan. */
async function subscriber() {
  const input = { name: 'Ada Lovelace', email: 'ada@example.com' };
  const customer = await make('customerCreate', 'customer', 'id', input);
  const method = await make('paymentMethodAttach', 'paymentMethod', 'id', { customer: customer.id }, 'pm_card_visa');
  await make('customerUpdate', 'customer', 'id', { invoiceSettings: { defaultPaymentMethod: method.id } }, customer.id);
  const items = [{ price: shop.gold.price }];
  const { id } = await make('subscriptionCreate', 'subscription', 'id', { customer: customer.id, items });
  return { customer: customer.id, subscription: id };
}

/** Run `body` with a browser in the portal of a new subscriber. */
async function inPortal(options, body, more = () => ({})) {
  const context = await browser.newContext(options);
  try {
    const who = await subscriber();
    const input = { customer: who.customer, configuration: shop.configuration, ...more(who) };
    const { url } = await make('billingPortalSessionCreate', 'billingPortalSession', 'url', input);
    const seen = await watched(context);
    await seen.page.goto(URL_OF_SERVER + new URL(url).pathname);
    await body(seen.page, who);
    await assertCalm(seen);
  } finally {
    await context.close();
  }
}

const status = (page) => page.getByRole('status').textContent();
const found = async (id, fields) =>
  (await graph(`query ($id: ID!) { it: subscription(id: $id) { ${fields} } }`, { id })).it;

for (const [size, options] of Object.entries({ wide: WIDE, narrow: NARROW })) {
  describe(`the portal, ${size}`, () => {
    test('changes a plan with the proration shown', () =>
      inPortal(options, async (page, { subscription }) => {
        await assertFits(page, `home-${size}`);
        await page.getByRole('link', { name: 'Change plan' }).click();
        await page.getByLabel(/Platinum/).check();
        await page.getByLabel('Quantity').fill('2');
        await assertFits(page, `choose-${size}`);
        await page.getByRole('button', { name: 'Continue' }).click();
        await page.getByText('Due today').waitFor();
        const due = await page.locator('tr.due td').last().textContent();
        await assertFits(page, `review-${size}`);
        await page.getByRole('button', { name: 'Confirm' }).click();
        assert.equal(await status(page), 'Your plan was changed.');
        await page.getByText('Platinum × 2').waitFor();
        const { latestInvoice } = await found(subscription, 'latestInvoice { status amountPaid { formatted } }');
        assert.deepEqual(latestInvoice, { status: 'PAID', amountPaid: { formatted: due } });
      }));

    test('cancels, and continues after all', () =>
      inPortal(options, async (page, { subscription }) => {
        await page.getByRole('link', { name: 'Cancel' }).click();
        await page.getByLabel('Why do you cancel?').selectOption('unused');
        await assertFits(page, `cancel-${size}`);
        await page.getByRole('button', { name: 'Cancel subscription' }).click();
        assert.equal(await status(page), 'Your subscription was canceled.');
        const fields = 'cancelAtPeriodEnd cancellationDetails { feedback }';
        assert.deepEqual(await found(subscription, fields), {
          cancelAtPeriodEnd: true,
          cancellationDetails: { feedback: 'UNUSED' },
        });
        await page.reload();
        await page.getByRole('button', { name: 'Keep it' }).click();
        assert.equal(await status(page), 'Your subscription continues.');
        assert.equal((await found(subscription, 'cancelAtPeriodEnd')).cancelAtPeriodEnd, false);
      }));
  });
}

describe('a bank that wants to confirm the payment of a change', () => {
  test('leads back to the portal, whose plan is changed', () =>
    inPortal(NARROW, async (page, { customer, subscription }) => {
      const input = { customer };
      const { id } = await make('paymentMethodAttach', 'paymentMethod', 'id', input, 'pm_card_authenticationRequired');
      await make('customerUpdate', 'customer', 'id', { invoiceSettings: { defaultPaymentMethod: id } }, customer);
      await page.getByRole('link', { name: 'Change plan' }).click();
      await page.getByLabel(/Platinum/).check();
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByRole('button', { name: 'Confirm' }).click();
      await page.getByText(/^Your bank asks whether you want to pay/).waitFor();
      await assertFits(page, 'bank');
      await page.getByRole('button', { name: 'Complete authentication' }).click();
      await page.waitForURL(/done=changed$/);
      assert.equal(await status(page), 'Your plan was changed.');
      assert.equal((await found(subscription, 'pendingUpdate { expiresAt }')).pendingUpdate, null);
    }));
});

describe('the login page', () => {
  test('leads to the portal of who has the email address', async () => {
    const { customer } = await subscriber();
    const email = `${customer.toLowerCase()}@example.com`;
    await make('customerUpdate', 'customer', 'id', { email }, customer);
    const input = { features: { invoiceHistory: { enabled: true } }, loginPage: { enabled: true } };
    const fields = 'loginPage { url }';
    const made = await make('billingPortalConfigurationCreate', 'billingPortalConfiguration', fields, input);
    const context = await browser.newContext({ ...NARROW, locale: 'de-DE' });
    try {
      const seen = await watched(context);
      await seen.page.goto(URL_OF_SERVER + new URL(made.loginPage.url).pathname);
      await seen.page.getByLabel('E-Mail').fill(email);
      await assertFits(seen.page, 'login');
      await seen.page.getByRole('button', { name: 'Link senden' }).click();
      await seen.page.getByRole('link', { name: 'Ihre Abrechnung öffnen' }).click();
      await seen.page.getByText('Abonnements').waitFor();
      await assertFits(seen.page, 'logged-in');
      await assertCalm(seen);
    } finally {
      await context.close();
    }
  });
});

describe('a flow', () => {
  const flow = ({ subscription }) => ({
    flowData: {
      type: 'SUBSCRIPTION_CANCEL',
      subscriptionCancel: { subscription },
      afterCompletion: { type: 'REDIRECT', redirect: { returnUrl: `${URL_OF_SERVER}/healthz` } },
    },
  });

  test('leads to the merchant when it is completed, by keyboard', () =>
    inPortal(
      WIDE,
      async (page) => {
        await page.getByRole('button', { name: 'Cancel subscription' }).focus();
        await page.keyboard.press('Enter');
        await page.waitForURL(/healthz$/);
      },
      flow,
    ));
});
