import { cacheExchange, type Resolver } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import { createClient } from 'graphql-ws';
import { Client, fetchExchange, subscriptionExchange } from 'urql';
import { newest } from './newest';

// An object that something else has brought, such as a list, is read from the cache. Null: there is none.
const one = (__typename: string): Resolver => (_, args, cache, { parentKey, fieldName }) =>
  cache.resolve(parentKey, fieldName, args) === null ? null : { __typename, id: String(args.id) };

const resolvers = {
  Query: { customers: relayPagination(), customer: one('Customer'), paymentIntent: one('PaymentIntent') },
  Customer: { paymentIntents: relayPagination() },
};

export function makeClient(url: string, key: string) {
  const Authorization = `Bearer ${key}`;
  const socket = createClient({ url: url.replace(/^http/, 'ws'), connectionParams: { Authorization } });
  const live = subscriptionExchange({
    forwardSubscription: ({ query = '', variables }) => ({
      subscribe: (sink) => ({ unsubscribe: socket.subscribe({ query, variables }, sink) }),
    }),
  });
  const { keyOf, askAgain } = newest();
  // Values without an id belong to the object that they are a part of.
  const keys = { Money: () => null, Customer: keyOf, PaymentIntent: keyOf };
  return new Client({
    url,
    exchanges: [cacheExchange({ keys, resolvers }), askAgain, fetchExchange, live],
    fetchOptions: { headers: { Authorization } },
    preferGetMethod: false,
  });
}
