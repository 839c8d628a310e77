// graphql-sse's client: every operation a stream of its own, and all of them over one.
import { createClient } from 'graphql-sse';
import {
  AUTHORIZATION, MUTATION, QUERY, SUBSCRIPTION, URL_HTTP,
  assert, assertCreated, assertCustomers, assertEvent, somebody, streamed, test, whileCreating,
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

const single = createClient({
  url: URL_HTTP, singleConnection: true, retryAttempts: 0, headers: () => ({ authorization: AUTHORIZATION }),
});

test('runs a query and a mutation over a single connection', async () => {
  const variables = somebody();
  const [read, written] = await Promise.all([
    once({ query: QUERY }, single), once({ query: MUTATION, variables }, single),
  ]);
  assertCustomers(read.data);
  assertCreated(written.data, variables);
});

test('runs subscriptions over a single connection, and ends one of them', async () => {
  const watch = () => new Promise((resolve, reject) => {
    const stop = single.subscribe({ query: SUBSCRIPTION }, {
      next: (value) => { resolve(value); queueMicrotask(() => stop()); }, error: reject, complete: () => {},
    });
  });
  const [one, other] = await whileCreating(Promise.all([watch(), watch()]));
  assertEvent(one.data);
  assertEvent(other.data);
});

test('reads validation errors over a single connection as a result', async () => {
  const { errors } = await once({ query: '{ nothingOfTheKind }' }, single);
  assert.equal(errors[0].extensions.code, 'GRAPHQL_VALIDATION_FAILED');
});

test('reads the parts of an answer over either', async () => {
  for (const of of [client, single]) {
    const parts = [];
    await new Promise((resolve, reject) => {
      of.subscribe({ query: streamed() }, { next: (part) => { parts.push(part); }, error: reject, complete: resolve });
    });
    assert.equal(parts[0].data.customers.nodes.length, 1);
    assert.equal(parts[0].hasNext, true);
    assert.equal(parts.at(-1).hasNext, false);
    assert.deepEqual(parts[1].incremental[0].path, ['customers', 'nodes', 1]);
    assert.equal(parts[1].incremental[0].items.length, 1);
  }
});

test('is refused a bad key over a single connection with status 401', async () => {
  const stranger = createClient({
    url: URL_HTTP, singleConnection: true, retryAttempts: 0, headers: { authorization: 'Bearer sk_test_nobody' },
  });
  await assert.rejects(once({ query: QUERY }, stranger), (error) => error.response.status === 401);
});
