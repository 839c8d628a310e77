// urql: everything over fetch, with subscriptions as Server-Sent Events.
import { Client, fetchExchange } from '@urql/core';
import {
  AUTHORIZATION, MUTATION, QUERY, SUBSCRIPTION, URL_HTTP,
  assert, assertCreated, assertCustomers, assertDeferred, assertEvent, deferred, somebody, streamed, test, whileCreating,
} from './harness.mjs';

const types = [];
const client = new Client({
  url: URL_HTTP,
  exchanges: [fetchExchange],
  fetchSubscriptions: true,
  preferGetMethod: false,
  fetchOptions: { headers: { authorization: AUTHORIZATION } },
  fetch: async (...request) => {
    const response = await fetch(...request);
    types.push(response.headers.get('content-type'));
    return response;
  },
});

test('runs a query, answered with JSON although its Accept mentions event streams', async () => {
  const { data, error } = await client.query(QUERY, {}).toPromise();
  assert.equal(error, undefined);
  assertCustomers(data);
  assert.equal(types.at(-1), 'application/graphql-response+json; charset=utf-8');
});

test('runs a query by GET', async () => {
  const { data, error } = await client.query(QUERY, {}, { preferGetMethod: 'force' }).toPromise();
  assert.equal(error, undefined);
  assertCustomers(data);
});

test('runs a mutation', async () => {
  const variables = somebody();
  const { data, error } = await client.mutation(MUTATION, variables).toPromise();
  assert.equal(error, undefined);
  assertCreated(data, variables);
});

test('runs a subscription as an event stream', async () => {
  const before = types.length;
  const seen = new Promise((resolve, reject) => {
    const subscription = client.subscription(SUBSCRIPTION, {}).subscribe(({ data, error }) => {
      if (error) reject(error);
      else resolve(data);
      queueMicrotask(() => subscription.unsubscribe());
    });
  });
  assertEvent(await whileCreating(seen));
  assert.equal(types[before], 'text/event-stream; charset=utf-8');
});

test('reads validation errors as GraphQL errors', async () => {
  const { error } = await client.query('{ nothingOfTheKind }', {}).toPromise();
  assert.equal(error.networkError, undefined);
  assert.equal(error.graphQLErrors[0].extensions.code, 'GRAPHQL_VALIDATION_FAILED');
});

// What a query shows, until all of it is there.
async function shown(query, of = client) {
  const seen = [];
  await new Promise((resolve, reject) => {
    of.query(query, {}, { requestPolicy: 'network-only' }).subscribe(({ data, error, hasNext }) => {
      if (error) reject(error);
      seen.push(structuredClone(data));
      if (!hasNext) resolve();
    });
  });
  return seen;
}

test('reads a deferred fragment as events', async () => {
  const before = types.length;
  assertDeferred(await shown(deferred()));
  assert.equal(types[before], 'text/event-stream; charset=utf-8');
});

test('reads a streamed list as events and as parts', async () => {
  const mixed = new Client({
    url: URL_HTTP, exchanges: [fetchExchange], preferGetMethod: false,
    fetchOptions: { headers: { authorization: AUTHORIZATION, accept: 'multipart/mixed' } },
  });
  for (const of of [client, mixed]) {
    const seen = await shown(streamed(), of);
    assert.equal(seen[0].customers.nodes.length, 1);
    assert.equal(seen.at(-1).customers.nodes.length, 2);
    assert.deepEqual(Object.keys(seen.at(-1).customers), ['nodes']);
  }
});
