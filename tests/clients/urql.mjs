// urql: everything over fetch, with subscriptions as Server-Sent Events.
import { Client, fetchExchange } from '@urql/core';
import {
  AUTHORIZATION, MUTATION, QUERY, SUBSCRIPTION, URL_HTTP,
  assert, assertCreated, assertCustomers, assertEvent, somebody, test, whileCreating,
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
