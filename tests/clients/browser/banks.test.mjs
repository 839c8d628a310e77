/** The pages that a customer meets on the way of a payment, on the smallest screens. PICTURES is a folder for pictures. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { URL_OF_SERVER, assertCalm, launch, watched } from './browser.mjs';
import { assertFits, graph, make } from './shop.mjs';

const SMALL = { viewport: { width: 320, height: 640 } };
const SIZES = {
  light: { ...SMALL, colorScheme: 'light' },
  'dark, in German': { ...SMALL, colorScheme: 'dark', locale: 'de-DE' },
};
const LONG = 'Donaudampfschifffahrtsgesellschaftskapitaenskajuetenschluessel, handgeschmiedet';

let browser;

before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const pay = (fields, input) =>
  make('paymentIntentCreate', 'paymentIntent', fields, { amount: 4900, currency: 'usd', confirm: true, ...input });

const acceptance = { mandateData: { customerAcceptance: { type: 'OFFLINE' } } };

/** Each page by its name: how to come by its address, and what it must show. */
const PAGES = {
  receipt: async () => {
    const given = { paymentMethod: 'pm_card_visa', description: LONG };
    return (await pay('latestCharge { receiptUrl }', given)).latestCharge.receiptUrl;
  },
  'question of a card’s bank': async () => {
    const { nextAction } = await pay('nextAction { redirectToUrl { url } }', {
      paymentMethod: 'pm_card_threeDSecure2Required',
      description: LONG,
      returnUrl: 'https://example.com/thanks',
    });
    return nextAction.redirectToUrl.url;
  },
  'question of iDEAL': async () => {
    const { nextAction } = await pay('nextAction { redirectToUrl { url } }', {
      currency: 'eur',
      paymentMethodTypes: ['ideal'],
      paymentMethodData: { type: 'IDEAL', ideal: { bank: 'ING' } },
      returnUrl: 'https://example.com/thanks',
    });
    return nextAction.redirectToUrl.url;
  },
  voucher: async () => {
    const { nextAction } = await pay('nextAction { oxxoDisplayDetails { hostedVoucherUrl } }', {
      currency: 'mxn',
      paymentMethodTypes: ['oxxo'],
      paymentMethodData: { type: 'OXXO', oxxo: {}, billingDetails: { name: 'Ada L', email: 'fill_never@example.com' } },
    });
    return nextAction.oxxoDisplayDetails.hostedVoucherUrl;
  },
  'instructions for a transfer': async () => {
    const customer = await make('customerCreate', 'customer', 'id', { name: LONG });
    const fields = 'nextAction { displayBankTransferInstructions { hostedInstructionsUrl } }';
    const { nextAction } = await pay(fields, {
      customer: customer.id,
      paymentMethodTypes: ['customer_balance'],
      paymentMethodData: { type: 'CUSTOMER_BALANCE' },
      paymentMethodOptions: {
        customerBalance: { fundingType: 'BANK_TRANSFER', bankTransfer: { type: 'US_BANK_TRANSFER' } },
      },
    });
    return nextAction.displayBankTransferInstructions.hostedInstructionsUrl;
  },
  mandate: async () => {
    const { latestCharge } = await pay('latestCharge { paymentMethodDetails { sepaDebit { mandate { id } } } }', {
      currency: 'eur',
      paymentMethodTypes: ['sepa_debit'],
      paymentMethodData: {
        type: 'SEPA_DEBIT',
        sepaDebit: { iban: 'AT611904300234573201' },
        billingDetails: { name: LONG, email: 'ada@example.com' },
      },
      ...acceptance,
    });
    const { id } = latestCharge.paymentMethodDetails.sepaDebit.mandate;
    const fields = 'mandate(id: $id) { paymentMethodDetails { sepaDebit { url } } }';
    return (await graph(`query ($id: ID!) { ${fields} }`, { id })).mandate.paymentMethodDetails.sepaDebit.url;
  },
  'code of a small deposit': async () => {
    const { nextAction } = await pay('nextAction { verifyWithMicrodeposits { hostedVerificationUrl } }', {
      paymentMethodTypes: ['us_bank_account'],
      paymentMethodData: {
        type: 'US_BANK_ACCOUNT',
        usBankAccount: { routingNumber: '110000000', accountNumber: '000123456789', accountHolderType: 'INDIVIDUAL' },
        billingDetails: { name: 'Ada Lovelace', email: 'ada@example.com' },
      },
      paymentMethodOptions: { usBankAccount: { verificationMethod: 'MICRODEPOSITS' } },
      ...acceptance,
    });
    return nextAction.verifyWithMicrodeposits.hostedVerificationUrl;
  },
  'receipt that is none': () => `${URL_OF_SERVER}/receipts/ch_none/none`,
  'address that is none': () => `${URL_OF_SERVER}/i/none/none`,
};

for (const [size, options] of Object.entries(SIZES)) {
  describe(`on a screen of 320 pixels, ${size}`, () => {
    for (const [name, addressOf] of Object.entries(PAGES)) {
      test(`the ${name} fits`, async () => {
        const context = await browser.newContext(options);
        try {
          const seen = await watched(context);
          const address = new URL(await addressOf());
          const answer = await seen.page.goto(URL_OF_SERVER + address.pathname);
          assert.equal(answer.status(), name.endsWith('none') ? 404 : 200);
          await assertFits(seen.page, `${name}-${options.colorScheme}`);
          seen.complaints.errors = seen.complaints.errors.filter((text) => !/status of 404/.test(text));
          await assertCalm(seen);
        } finally {
          await context.close();
        }
      });
    }
  });
}
