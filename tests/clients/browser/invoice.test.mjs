/** The page of an invoice in headless Chromium, against a running server. PICTURES is a folder for what it looks like. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { URL_OF_SERVER, assertCalm, launch, watched } from './browser.mjs';
import { assertFits, make } from './shop.mjs';

const SIZES = {
  wide: { viewport: { width: 1280, height: 900 } },
  narrow: { viewport: { width: 320, height: 640 }, colorScheme: 'dark' },
};

let browser;

before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Run `body` with a browser at the page of a new invoice of $20.00, with a discount and a tax. */
async function atInvoice(options, customer, body) {
  const context = await browser.newContext(options);
  try {
    const { id } = await make('customerCreate', 'customer', 'id', { name: 'Ada 山田', ...customer });
    const item = { customer: id, currency: 'usd', unitAmount: 1250000, quantity: 2, description: 'Seat of a rocket' };
    await make('invoiceItemCreate', 'invoiceItem', 'id', item);
    const coupon = await make('couponCreate', 'coupon', 'id', { name: 'Spring', amountOff: 2498000, currency: 'usd' });
    const vat = { displayName: 'VAT', percentage: '19', inclusive: true };
    const rate = await make('taxRateCreate', 'taxRate', 'id', vat);
    const draft = await make('invoiceCreate', 'invoice', 'id', {
      customer: id,
      collectionMethod: 'SEND_INVOICE',
      daysUntilDue: 30,
      pendingInvoiceItemsBehavior: 'INCLUDE',
      discounts: [{ coupon: coupon.id }],
      defaultTaxRates: [rate.id],
    });
    const { hostedInvoiceUrl } = await make('invoiceFinalize', 'invoice', 'hostedInvoiceUrl', {}, draft.id);
    const seen = await watched(context);
    await seen.page.goto(URL_OF_SERVER + new URL(hostedInvoiceUrl).pathname);
    await body(seen.page);
    await assertCalm(seen);
  } finally {
    await context.close();
  }
}

async function pay(page, number) {
  await page.getByLabel('Card number').fill(number);
  await page.getByLabel('Expiry date').fill('12/50');
  await page.getByLabel('Security code').fill('123');
  await page.getByRole('button', { name: 'Pay $20.00' }).click();
}

/** The first bytes of what a link leads to. */
async function startOf(page, name) {
  const address = await page.getByRole('link', { name }).getAttribute('href');
  return (await (await page.request.get(address)).body()).subarray(0, 5).toString();
}

for (const [size, options] of Object.entries(SIZES)) {
  describe(`the page of an invoice, ${size}`, () => {
    test('is paid by card, and leads to the papers', () =>
      atInvoice(options, {}, async (page) => {
        await page.getByRole('row', { name: 'Seat of a rocket 2 $12,500.00 19% $25,000.00' }).waitFor();
        await page.getByRole('row', { name: 'Spring -$24,980.00' }).waitFor();
        await assertFits(page, `invoice-${size}`);
        assert.equal(await startOf(page, 'Download the invoice'), '%PDF-');
        await pay(page, '4242 4242 4242 4242');
        await page.getByText('Paid', { exact: true }).waitFor();
        await assertFits(page, `invoice-paid-${size}`);
        assert.equal(await startOf(page, 'Download the receipt'), '%PDF-');
      }));

    test('is paid by a card whose bank asks', () =>
      atInvoice(options, {}, async (page) => {
        await pay(page, '4000 0000 0000 3220');
        await page.getByRole('button', { name: 'Complete authentication' }).click();
        await page.getByText('Paid', { exact: true }).waitFor();
      }));

    test('is paid from a bank account, once its deposit is verified', () =>
      atInvoice(options, {}, async (page) => {
        await page.getByText('Pay from a US bank account').click();
        assert.equal(await page.getByLabel('Card number').isVisible(), false, 'one form is open at a time');
        const bank = page.locator('details[open]');
        await bank.getByLabel('Email').fill('ada@example.com');
        await bank.getByLabel('Routing number').fill('110000000');
        await bank.getByLabel('Account number').fill('000123456789');
        await bank.getByLabel('I accept').check();
        await assertFits(page, `invoice-bank-${size}`);
        await bank.getByRole('button', { name: 'Pay $20.00' }).click();
        await page.getByLabel('Code', { exact: true }).fill('SM11AA');
        await assertFits(page, `invoice-verify-${size}`);
        await page.getByRole('button', { name: 'Verify and pay' }).click();
        await page.getByText('Your payment is being processed').waitFor();
        await assertFits(page, `invoice-processing-${size}`);
      }));

    test('speaks Japanese', () =>
      atInvoice(options, { preferredLocales: ['ja'] }, async (page) => {
        await page.getByText('請求書番号').waitFor();
        await assertFits(page, `invoice-ja-${size}`);
      }));
  });
}
