/** Owners of connected accounts in headless Chromium: onboarding, and the dashboard. PICTURES is a folder for pictures. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { KEY, URL_OF_SERVER, assertCalm, launch, watched } from './browser.mjs';
import { assertFits, graph, make } from './shop.mjs';

const SIZES = {
  wide: { viewport: { width: 1280, height: 900 } },
  'narrow and dark': { viewport: { width: 320, height: 640 }, colorScheme: 'dark' },
};
const BACK = `${URL_OF_SERVER}/healthz`;

let browser;

before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** A new account that can do nothing yet. */
async function account(input) {
  const capabilities = { cardPayments: { requested: true }, transfers: { requested: true } };
  return (await make('accountCreate', 'account', 'id', { type: 'EXPRESS', capabilities, ...input })).id;
}

const found = async (id, fields) =>
  (await graph(`query ($id: ID!) { it: account(id: $id) { ${fields} } }`, { id })).it;

/** Run `body` with a browser on the page of a link. */
async function on(options, url, body) {
  const context = await browser.newContext(options);
  try {
    const seen = await watched(context);
    await seen.page.goto(URL_OF_SERVER + new URL(url).pathname);
    await body(seen.page);
    await assertCalm(seen);
  } finally {
    await context.close();
  }
}

async function link(id) {
  const given = { account: id, type: 'ACCOUNT_ONBOARDING', returnUrl: BACK, refreshUrl: `${BACK}?again` };
  return (await make('accountLinkCreate', 'accountLink', 'url', given)).url;
}

const press = (page, name) => page.getByRole('button', { name }).click();

/** Say what kind of business it is, which decides what is asked next. */
async function begin(page, type) {
  await page.getByLabel('Type of business').selectOption(type);
  await press(page, 'Save and continue');
  await page.getByText('Saved. This is still needed.').waitFor();
}

for (const [size, options] of Object.entries(SIZES)) {
  describe(`onboarding, ${size}`, () => {
    test('an individual gives what is due, and returns', async () => {
      const id = await account();
      await on(options, await link(id), async (page) => {
        await assertFits(page, `onboarding-type-${size}`);
        await begin(page, 'individual');
        await press(page, 'Fill in test data');
        assert.equal(await page.getByLabel('Date of birth').inputValue(), '1901-01-01');
        await page.getByLabel('First name').fill('Ada');
        await assertFits(page, `onboarding-individual-${size}`);
        await press(page, 'Save and continue');
        await page.waitForURL(BACK);
      });
      const fields = 'detailsSubmitted requirements { currentlyDue } individual { firstName }';
      assert.deepEqual(await found(id, fields), {
        detailsSubmitted: true,
        requirements: { currentlyDue: [] },
        individual: { firstName: 'Ada' },
      });
    });

    test('a company names its people', async () => {
      const id = await account({ type: 'CUSTOM' });
      await on(options, await link(id), async (page) => {
        await begin(page, 'company');
        await press(page, 'Fill in test data');
        await page.getByText('Who represents the business').waitFor();
        await assertFits(page, `onboarding-company-${size}`);
        await press(page, 'Save and continue');
        await page.waitForURL(BACK);
      });
      const { requirements, persons } = await found(id, 'requirements { currentlyDue } persons { totalCount }');
      assert.deepEqual(requirements.currentlyDue, []);
      assert.equal(persons.totalCount, 2);
    });

    test('the dashboard shows the account, and leads to what can be changed', async () => {
      const id = await account({ businessProfile: { name: 'Donaudampfschifffahrtsgesellschaft' } });
      await on(options, await link(id), async (page) => {
        await begin(page, 'individual');
        await press(page, 'Fill in test data');
        await press(page, 'Save and continue');
        await page.waitForURL(BACK);
      });
      const { url } = await make('loginLinkCreate', 'loginLink', 'url', { account: id });
      await on(options, url, async (page) => {
        await page.getByRole('heading', { name: 'Donaudampfschifffahrtsgesellschaft' }).waitFor();
        await assertFits(page, `dashboard-${size}`);
        await page.getByRole('link', { name: 'Change details' }).click();
        await page.getByLabel('Email address for customers').fill('help@example.com');
        await assertFits(page, `dashboard-details-${size}`);
        await press(page, 'Save and continue');
        await page.getByRole('heading', { name: 'Balance' }).waitFor();
      });
      const { businessProfile } = await found(id, 'businessProfile { supportEmail }');
      assert.equal(businessProfile.supportEmail, 'help@example.com');
    });
  });
}

describe('the page', () => {
  test('tells mistakes at their fields, by keyboard and in German', async () => {
    const context = await browser.newContext({ ...SIZES['narrow and dark'], locale: 'de-DE' });
    try {
      const { page, complaints } = await watched(context);
      await page.goto(URL_OF_SERVER + new URL(await link(await account())).pathname);
      await page.getByLabel('Art des Unternehmens').selectOption('individual');
      await page.getByRole('button', { name: 'Speichern und weiter' }).focus();
      await page.keyboard.press('Enter');
      await page.getByText('Gespeichert. Dies wird noch benötigt.').waitFor();
      const phone = page.getByLabel('Telefonnummer').first();
      await phone.fill('12');
      await press(page, 'Speichern und weiter');
      await page.getByText('Es wurde nichts gespeichert.').waitFor();
      assert.equal(await phone.getAttribute('aria-invalid'), 'true');
      assert.equal(await phone.inputValue(), '12');
      await assertFits(page, 'mistakes');
      assert.deepEqual(complaints.policy, []);
    } finally {
      await context.close();
    }
  });

  test('takes a document from the disk', async () => {
    const id = await account({ type: 'CUSTOM' });
    await on(SIZES.wide, await link(id), async (page) => {
      await begin(page, 'company');
      await press(page, 'Fill in test data');
      const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
      const file = { name: 'passport.png', mimeType: 'image/png', buffer: Buffer.from(pixel, 'base64') };
      await page.getByLabel('Identity document', { exact: true }).setInputFiles(file);
      await press(page, 'Save and continue');
      await page.waitForURL(BACK);
    });
    const headers = { authorization: `Bearer ${KEY}`, 'stripe-account': id, 'content-type': 'application/json' };
    const body = JSON.stringify({ query: '{ files { nodes { filename purpose } } }' });
    const answer = await fetch(`${URL_OF_SERVER}/graphql`, { method: 'POST', headers, body });
    const { files } = (await answer.json()).data;
    assert.deepEqual(files.nodes, [{ filename: 'passport.png', purpose: 'IDENTITY_DOCUMENT' }]);
  });

  test('is left by a used link for where another is made', async () => {
    const url = await link(await account());
    await on(SIZES.wide, url, async (page) => {
      await page.getByRole('button', { name: 'Save and continue' }).waitFor();
      await page.goto(URL_OF_SERVER + new URL(url).pathname);
      assert.equal(page.url(), `${BACK}?again`);
    });
  });
});
