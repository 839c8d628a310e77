// graphql-sse's client in its distinct connections mode: every operation is a stream of its own.
import { createClient } from 'graphql-sse';
import {
  AUTHORIZATION, MUTATION, QUERY, SUBSCRIPTION, URL_HTTP,
  assert, assertCreated, assertCustomers, assertEvent, somebody, test, whileCreating,
} from './harness.mjs';

const client = createClient({ url: URL_HTTP, retryAttempts: 0, headers: { authorization: AUTHORIZATION } });

function once(request, of = client) {
  return new Promise((resolve, reject) => {
    let last;
    of.subscribe(request, { next: (value) => { last = value; }, error: reject, complete: () => resolve(last) });
  });
}

test('runs a query', async () => assertCustomers((await once({ query: QUERY })).data));

test('runs a mutation', async () => {
  const variables = somebody();
  assertCreated((await once({ query: MUTATION, variables })).data, variables);
});

test('runs a subscription', async () => {
  const seen = new Promise((resolve, reject) => {
    const stop = client.subscribe({ query: SUBSCRIPTION }, {
      next: (value) => { resolve(value); queueMicrotask(() => stop()); }, error: reject, complete: () => {},
    });
  });
  assertEvent((await whileCreating(seen)).data);
});

test('reads validation errors as a result', async () => {
  const { errors } = await once({ query: '{ nothingOfTheKind }' });
  assert.equal(errors[0].extensions.code, 'GRAPHQL_VALIDATION_FAILED');
});

test('is refused a bad key with status 401', async () => {
  const stranger = createClient({ url: URL_HTTP, retryAttempts: 0, headers: { authorization: 'Bearer sk_test_nobody' } });
  await assert.rejects(once({ query: QUERY }, stranger), (error) => error.response.status === 401);
});
