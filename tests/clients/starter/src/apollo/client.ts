import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, type FieldReadFunction } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { getMainDefinition, relayStylePagination } from '@apollo/client/utilities';
import { createClient } from 'graphql-ws';

// Pages are parts of one list. Each choice of the other arguments, such as where and orderBy, has a list of its own.
const pages = ['first', 'last', 'after', 'before'];
const list = relayStylePagination((args) => Object.keys(args ?? {}).filter((name) => !pages.includes(name)).sort());

// An object that something else has brought, such as a list, is read from the cache. Null: there is none.
const one = (__typename: string): FieldReadFunction => (existing, { args, toReference }) =>
  existing === undefined ? toReference({ __typename, id: args?.id }) : existing;

const typePolicies = {
  Query: { fields: { customers: list, customer: one('Customer'), paymentIntent: one('PaymentIntent') } },
  Customer: { fields: { paymentIntents: list } },
};

export function makeClient(url: string, key: string) {
  const Authorization = `Bearer ${key}`;
  const socket = createClient({ url: url.replace(/^http/, 'ws'), connectionParams: { Authorization } });
  const isLive = ({ query }: { query: Parameters<typeof getMainDefinition>[0] }) => {
    const definition = getMainDefinition(query);
    return definition.kind === 'OperationDefinition' && definition.operation === 'subscription';
  };
  return new ApolloClient({
    cache: new InMemoryCache({ typePolicies }),
    link: ApolloLink.split(isLive, new GraphQLWsLink(socket), new HttpLink({ uri: url, headers: { Authorization } })),
  });
}
