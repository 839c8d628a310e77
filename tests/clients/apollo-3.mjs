// Apollo Client 3 with its plain HttpLink alone: subscriptions by multipart HTTP, and @defer by the draft of 2022.
import apollo from 'apollo-client-3/core/core.cjs';
import {
  AUTHORIZATION, MUTATION, QUERY, SUBSCRIPTION, URL_HTTP,
  assert, assertCreated, assertCustomers, assertDeferred, assertEvent, deferred, somebody, test, whileCreating,
} from './harness.mjs';

const { ApolloClient, HttpLink, InMemoryCache, gql } = apollo;

const types = [];
const client = (authorization = AUTHORIZATION) => new ApolloClient({
  cache: new InMemoryCache(),
  link: new HttpLink({
    uri: URL_HTTP,
    headers: { authorization },
    fetch: async (...request) => {
      const response = await fetch(...request);
      types.push(response.headers.get('content-type'));
      return response;
    },
  }),
});

test('runs a query', async () => assertCustomers((await client().query({ query: gql(QUERY) })).data));

test('runs a mutation', async () => {
  const variables = somebody();
  assertCreated((await client().mutate({ mutation: gql(MUTATION), variables })).data, variables);
});

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
  await assert.rejects(new Promise((_, reject) => {
    client().subscribe({ query: gql('subscription { events(after: "nonsense") { id } }') }).subscribe({ error: reject });
  }), /nonsense/);
});

test('reads a deferred fragment', async () => {
  const before = types.length;
  const seen = [];
  await new Promise((resolve, reject) => {
    client().watchQuery({ query: gql(deferred()) }).subscribe({
      next: ({ data }) => { seen.push(data); if (data.customers.totalCount !== undefined) resolve(); }, error: reject,
    });
  });
  assert.equal(types[before], 'multipart/mixed; boundary=graphql; deferSpec=20220824');
  assertDeferred(seen);
});

test('reads all of a list that it could not be streamed', async () => {
  const query = gql('{ customers(first: 2) { nodes @stream(initialCount: 1) { id } ... @defer { totalCount } } }');
  const { data } = await client().query({ query });
  assert.equal(data.customers.nodes.length, 2);
  assert.ok(data.customers.nodes.every(({ id }) => id.startsWith('cus_')));
  assert.ok(data.customers.totalCount >= 2);
});

test('reads validation errors of a subscription as GraphQL errors', async () => {
  await assert.rejects(new Promise((_, reject) => {
    client().subscribe({ query: gql('subscription { nothingOfTheKind }') }).subscribe({ error: reject });
  }), (error) => {
    const errors = error.graphQLErrors?.length ? error.graphQLErrors : error.networkError?.result?.errors ?? [];
    return errors[0]?.extensions.code === 'GRAPHQL_VALIDATION_FAILED';
  });
});
