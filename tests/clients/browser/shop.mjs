/** What the tests of a merchant's pages share: the merchant's server, and what each page keeps to. */
import assert from 'node:assert/strict';
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
  const bare = 'input:not([type=hidden]), select, textarea';
  const nameless = await page.locator(bare).evaluateAll((all) => all.filter((each) => !each.labels.length).length);
  assert.equal(nameless, 0, `every field of ${name} has a label`);
  const { PICTURES } = process.env;
  if (PICTURES) await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true });
}
