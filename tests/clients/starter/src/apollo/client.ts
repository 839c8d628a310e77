import { ApolloClient, ApolloLink, HttpLink, type FieldReadFunction } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { relayStylePagination } from '@apollo/client/utilities';
import type { DocumentNode } from 'graphql';
import { createClient } from 'graphql-ws';
import { NewestCache } from './newest';

// Pages are parts of one list. Each choice of the other arguments, such as where and orderBy, has a list of its own.
const pages = ['first', 'last', 'after', 'before'];
const list = relayStylePagination((args) => Object.keys(args ?? {}).filter((name) => !pages.includes(name)).sort());

// An object that something else has brought, such as a list, is read from the cache.
const one = (__typename: string): FieldReadFunction => (_, { args, toReference }) =>
  toReference({ __typename, id: args?.id });

const typePolicies = {
  Query: { fields: { customers: list, customer: one('Customer'), paymentIntent: one('PaymentIntent') } },
  Customer: { fields: { paymentIntents: list } },
};

const isLive = ({ query }: { query: DocumentNode }) =>
  query.definitions.some((each) => each.kind === 'OperationDefinition' && each.operation === 'subscription');

export function makeClient(url: string, key: string) {
  const Authorization = `Bearer ${key}`;
  const socket = createClient({ url: url.replace(/^http/, 'ws'), connectionParams: { Authorization } });
  return new ApolloClient({
    cache: new NewestCache({ typePolicies }),
    link: ApolloLink.split(isLive, new GraphQLWsLink(socket), new HttpLink({ uri: url, headers: { Authorization } })),
  });
}
