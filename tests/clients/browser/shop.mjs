/** What the tests of a merchant's pages share: the merchant's server, and what each page keeps to. */
import assert from 'node:assert/strict';
import { assertAccessible } from './axe.mjs';
import { KEY, URL_OF_SERVER } from './browser.mjs';

/** The data of an operation. */
export async function graph(query, variables = {}) {
  const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ query, variables });
  const { data, errors } = await (await fetch(`${URL_OF_SERVER}/graphql`, { method: 'POST', headers, body })).json();
  assert.equal(errors, undefined, JSON.stringify(errors));
  return data;
}

/** Do a mutation: the object with some of its fields. */
export async function make(mutation, object, fields, input, id) {
  const type = `${mutation[0].toUpperCase()}${mutation.slice(1)}Input!`;
  const [given, taken] = id ? ['$id: ID!, ', 'id: $id, '] : ['', ''];
  const query = `mutation (${given}$input: ${type}) { it: ${mutation}(${taken}input: $input) {
    ${object} { ${fields} } userErrors { field message } } }`;
  const { it } = await graph(query, { id, input });
  assert.deepEqual(it.userErrors, []);
  return it[object];
}

/** Hold a page to what all of them keep to, and take its picture. */
export async function assertFits(page, name) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.equal(wide, 0, `${name} does not scroll sideways`);
  const lines = await page.locator('dd').evaluateAll((all) =>
    all.map((each) => {
      const range = document.createRange();
      range.selectNodeContents(each);
      return [each.textContent.trim(), new Set([...range.getClientRects()].map(({ top }) => top)).size];
    }),
  );
  const words = lines.filter(([text, count]) => count > 1 && /^\S{1,24}$/.test(text));
  assert.deepEqual(words, [], `no word of ${name} is broken`);
  await assertAccessible(page, name);
  const { PICTURES } = process.env;
  if (PICTURES) await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true });
}
