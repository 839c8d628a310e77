// Apollo Client: queries and mutations over HTTP, subscriptions over graphql-ws's link.
import { ApolloClient, ApolloLink, CombinedGraphQLErrors, HttpLink, InMemoryCache, ServerError, gql } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import {
  AUTHORIZATION, MUTATION, QUERY, SUBSCRIPTION, URL_HTTP, URL_WS,
  assert, assertCreated, assertCustomers, assertEvent, post, somebody, test, whileCreating,
} from './harness.mjs';

const socket = createClient({ url: URL_WS, webSocketImpl: WebSocket, connectionParams: { Authorization: AUTHORIZATION } });

function client(authorization = AUTHORIZATION) {
  return new ApolloClient({
    cache: new InMemoryCache(),
    link: ApolloLink.split(
      ({ operationType }) => operationType === 'subscription',
      new GraphQLWsLink(socket),
      new HttpLink({ uri: URL_HTTP, headers: { authorization } }),
    ),
  });
}

test('runs a query', async () => {
  assertCustomers((await client().query({ query: gql(QUERY) })).data);
});

test('runs a mutation', async () => {
  const variables = somebody();
  assertCreated((await client().mutate({ mutation: gql(MUTATION), variables })).data, variables);
});

const ONE = gql('query One($id: ID!) { customer(id: $id) { id name } }');
const SNAPSHOTS = gql(`subscription Snapshots($id: ID!) {
  events(types: ["customer.*"], objects: [$id], after: "0") { id snapshot { ... on Customer { id name } } }
}`);
const RENAME = `mutation Rename($id: ID!) {
  customerUpdate(id: $id, input: { name: "Another Name" }) { userErrors { message } }
}`;

test('fills its cache from the snapshots of events', async () => {
  const apollo = client();
  const created = await apollo.mutate({ mutation: gql(MUTATION), variables: somebody() });
  const { id } = created.data.customerCreate.customer;
  const names = [];
  const watched = new Promise((resolve, reject) => {
    apollo.watchQuery({ query: ONE, variables: { id } }).subscribe({
      next: ({ data }) => {
        if (data?.customer) names.push(data.customer.name);
        if (names.at(-1) === 'Another Name') resolve();
      },
      error: reject,
    });
  });
  await apollo.query({ query: ONE, variables: { id } });
  // Changed behind the client's back: only the event can tell it.
  await post(RENAME, { id });
  const events = apollo.subscribe({ query: SNAPSHOTS, variables: { id } }).subscribe({});
  await watched;
  events.unsubscribe();
  assert.deepEqual(names, ['A Client', 'Another Name']);
  assert.equal(apollo.cache.extract()[`Customer:${id}`].name, 'Another Name');
});

test('runs a subscription', async () => {
  const seen = new Promise((resolve, reject) => {
    const subscription = client().subscribe({ query: gql(SUBSCRIPTION) }).subscribe({
      next: (value) => { resolve(value); queueMicrotask(() => subscription.unsubscribe()); }, error: reject,
    });
  });
  assertEvent((await whileCreating(seen)).data);
  await socket.dispose();
});

test('reads validation errors as GraphQL errors', async () => {
  await assert.rejects(client().query({ query: gql('{ nothingOfTheKind }') }), (error) => {
    assert.ok(CombinedGraphQLErrors.is(error), error.stack);
    return error.errors[0].extensions.code === 'GRAPHQL_VALIDATION_FAILED';
  });
});

test('reads a bad key as a refusal with status 401', async () => {
  await assert.rejects(client('Bearer sk_test_nobody').query({ query: gql(QUERY) }), (error) => {
    if (ServerError.is(error)) return error.statusCode === 401;
    return error.errors[0].extensions.status === 401;
  });
});
