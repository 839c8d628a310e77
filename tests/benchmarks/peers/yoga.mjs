// GraphQL Yoga on Node's own HTTP server, with DataLoader.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import DataLoader from 'dataloader';
import { createSchema, createYoga } from 'graphql-yoga';
import { byIds, newest, pagesOf } from './store.mjs';

const rows = (table) => new DataLoader((ids) => byIds(table, ids), { maxBatchSize: 10_000 });
const pages = (table, column) =>
  new DataLoader((asked) => pagesOf(table, column, asked), {
    maxBatchSize: 10_000,
    cacheKeyFn: ({ id, first }) => `${id} ${first}`,
  });
const loaders = () => ({
  customer: rows('customer'),
  paymentMethod: rows('payment_method'),
  charge: rows('charge'),
  balanceTransaction: rows('balance_transaction'),
  paymentIntents: pages('payment_intent', 'customer_id'),
  refunds: pages('refund', 'charge_id'),
});
const one = (loader, column) => (row, _, context) => (row[column] ? context[loader].load(row[column]) : null);
const many = (loader) => (row, { first }, context) => context[loader].load({ id: row.id, first });

const yoga = createYoga({
  schema: createSchema({
    typeDefs: readFileSync(new URL('./schema.graphql', import.meta.url), 'utf8'),
    resolvers: {
      Query: {
        paymentIntent: async (_, { id }) => (await byIds('payment_intent', [id]))[0],
        paymentIntents: (_, { first }) => newest('payment_intent', first),
        customers: (_, { first }) => newest('customer', first),
      },
      Customer: { paymentIntents: many('paymentIntents') },
      PaymentIntent: {
        customer: one('customer', 'customerId'),
        paymentMethod: one('paymentMethod', 'paymentMethodId'),
        latestCharge: one('charge', 'latestChargeId'),
      },
      Charge: {
        balanceTransaction: one('balanceTransaction', 'balanceTransactionId'),
        paymentMethod: one('paymentMethod', 'paymentMethodId'),
        refunds: many('refunds'),
      },
      Refund: { balanceTransaction: one('balanceTransaction', 'balanceTransactionId') },
    },
  }),
  context: loaders,
  graphiql: false,
  landingPage: false,
  logging: false,
});
createServer(yoga).listen(Number(process.env.PORT), '127.0.0.1');
