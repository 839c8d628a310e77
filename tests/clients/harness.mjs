// What every script shares: the server under test, and the three operations that each client runs.
import assert from 'node:assert/strict';
import test from 'node:test';

if (!process.env.PAYGRAPH_URL || !process.env.PAYGRAPH_KEY) {
  throw new Error('Set PAYGRAPH_URL to the address of /graphql, and PAYGRAPH_KEY to a secret key.');
}

export const URL_HTTP = process.env.PAYGRAPH_URL;
export const URL_WS = URL_HTTP.replace(/^http/, 'ws');
export const KEY = process.env.PAYGRAPH_KEY;
export const AUTHORIZATION = `Bearer ${KEY}`;

export const QUERY = 'query Customers { customers(first: 2) { nodes { id email } } }';
export const MUTATION = `mutation Create($email: String, $name: String) {
  customerCreate(input: { email: $email, name: $name }) { customer { id email } userErrors { message } }
}`;
export const SUBSCRIPTION = 'subscription Watch { events(types: ["customer.*"]) { id type } }';


// A query with a fragment that comes later, and one with a list whose items do.
export const deferred = () => `query Deferred {
  customers(first: 2) { nodes { id } ...Later @defer(label: "later") }
} fragment Later on CustomerConnection { totalCount nodes { id email } }`;
export const streamed = () => 'query Streamed { customers(first: 2) { nodes @stream(initialCount: 1) { id email } } }';

let made = 0;
export function somebody() {
  made += 1;
  return { email: `client-${process.pid}-${made}@example.com`, name: 'A Client' };
}

export function assertCustomers(data) {
  assert.equal(data.customers.nodes.length, 2);
  for (const customer of data.customers.nodes) assert.match(customer.id, /^cus_/);
}

export function assertCreated(data, { email }) {
  assert.deepEqual(data.customerCreate.userErrors, []);
  assert.equal(data.customerCreate.customer.email, email);
}

export function assertEvent(data) {
  assert.equal(data.events.type, 'customer.created');
  assert.match(data.events.id, /^evt_/);
}

// What a client showed of the deferred query: first without the fragment, then with it.
export function assertDeferred(seen) {
  const [first, last] = [seen[0].customers, seen.at(-1).customers];
  assert.equal(first.nodes.length, 2);
  assert.equal(first.totalCount, undefined);
  assert.ok(last.totalCount >= 2);
  assert.equal(last.nodes.length, 2);
  for (const customer of last.nodes) assert.match(customer.email, /@/);
}

// A plain request, for a script that needs an effect from outside the client under test.
export async function post(query, variables) {
  const response = await fetch(URL_HTTP, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: AUTHORIZATION },
    body: JSON.stringify({ query, variables }),
  });
  const result = await response.json();
  assert.equal(result.errors, undefined, JSON.stringify(result.errors));
  return result.data;
}

// Keep making customers until `seen` settles: a subscription has no moment at which a client knows that it has begun.
export async function whileCreating(seen) {
  let over = false;
  const watched = seen.finally(() => { over = true; });
  while (!over) {
    await post(MUTATION, somebody());
    await Promise.race([watched.catch(() => {}), new Promise((resolve) => setTimeout(resolve, 100))]);
  }
  return watched;
}

export { assert, test };
