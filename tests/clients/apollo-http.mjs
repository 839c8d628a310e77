// Apollo Client 4 with its plain HttpLink alone: subscriptions by multipart HTTP, @defer and @stream in both its forms.
import { ApolloClient, CombinedProtocolErrors, HttpLink, InMemoryCache, NetworkStatus, gql } from '@apollo/client';
import { Defer20220824Handler, GraphQL17Alpha9Handler } from '@apollo/client/incremental';
import {
  AUTHORIZATION, SUBSCRIPTION, URL_HTTP,
  assert, assertDeferred, assertEvent, deferred, streamed, test, whileCreating,
} from './harness.mjs';

const types = [];
const client = (incrementalHandler = new GraphQL17Alpha9Handler()) => new ApolloClient({
  cache: new InMemoryCache(),
  incrementalHandler,
  link: new HttpLink({
    uri: URL_HTTP,
    headers: { authorization: AUTHORIZATION },
    fetch: async (...request) => {
      const response = await fetch(...request);
      types.push(response.headers.get('content-type'));
      return response;
    },
  }),
});

// What a query shows, until all of it is there.
async function shown(query, of = client()) {
  const seen = [];
  await new Promise((resolve, reject) => {
    of.watchQuery({ query: gql(query) }).subscribe({
      next: ({ data, error, networkStatus }) => {
        if (error) reject(error);
        if (data) seen.push(data);
        if (networkStatus === NetworkStatus.ready) resolve();
      },
      error: reject,
    });
  });
  return seen;
}

test('runs a subscription by multipart HTTP', async () => {
  const before = types.length;
  const seen = new Promise((resolve, reject) => {
    const subscription = client().subscribe({ query: gql(SUBSCRIPTION) }).subscribe({
      next: (value) => { resolve(value); queueMicrotask(() => subscription.unsubscribe()); }, error: reject,
    });
  });
  assertEvent((await whileCreating(seen)).data);
  assert.equal(types[before], 'multipart/mixed; boundary=graphql; subscriptionSpec=1.0');
});

test('is told why a subscription ends', async () => {
  const { error } = await new Promise((resolve, reject) => {
    client().subscribe({ query: gql('subscription { events(after: "nonsense") { id } }') })
      .subscribe({ next: resolve, error: reject });
  });
  assert.ok(CombinedProtocolErrors.is(error), error?.stack);
  assert.match(error.errors[0].message, /nonsense/);
});

test('reads a deferred fragment by the present draft', async () => {
  const before = types.length;
  assertDeferred(await shown(deferred()));
  assert.equal(types[before], 'multipart/mixed; boundary=graphql; incrementalSpec=v0.2');
});

test('reads a deferred fragment by the draft of 2022', async () => {
  const before = types.length;
  assertDeferred(await shown(deferred(), client(new Defer20220824Handler())));
  assert.equal(types[before], 'multipart/mixed; boundary=graphql; deferSpec=20220824');
});

test('reads a streamed list by the present draft', async () => {
  const seen = await shown(streamed());
  assert.equal(seen[0].customers.nodes.length, 1);
  assert.equal(seen.at(-1).customers.nodes.length, 2);
  assert.ok(seen.at(-1).customers.nodes.every(({ id }) => id.startsWith('cus_')));
});

test('reads a list at once by the draft of 2022', async () => {
  const seen = await shown(streamed(), client(new Defer20220824Handler()));
  assert.equal(seen.at(-1).customers.nodes.length, 2);
});
