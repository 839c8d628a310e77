// Mercurius on Fastify, with its JIT and its own batched loaders.

import { readFileSync } from 'node:fs';
import Fastify from 'fastify';
import mercurius from 'mercurius';
import { byIds, newest, pagesOf } from './store.mjs';

const one = (table, column) => (queries) => byIds(table, queries.map(({ obj }) => obj[column]));
const many = (table, column) => (queries) =>
  pagesOf(table, column, queries.map(({ obj, params }) => ({ id: obj.id, first: params.first })));

const app = Fastify({ logger: false });
app.register(mercurius, {
  schema: readFileSync(new URL('./schema.graphql', import.meta.url), 'utf8'),
  resolvers: {
    Query: {
      paymentIntent: async (_, { id }) => (await byIds('payment_intent', [id]))[0],
      paymentIntents: (_, { first }) => newest('payment_intent', first),
      customers: (_, { first }) => newest('customer', first),
    },
  },
  loaders: {
    Customer: { paymentIntents: many('payment_intent', 'customer_id') },
    PaymentIntent: {
      customer: one('customer', 'customerId'),
      paymentMethod: one('payment_method', 'paymentMethodId'),
      latestCharge: one('charge', 'latestChargeId'),
    },
    Charge: {
      balanceTransaction: one('balance_transaction', 'balanceTransactionId'),
      paymentMethod: one('payment_method', 'paymentMethodId'),
      refunds: many('refund', 'charge_id'),
    },
    Refund: { balanceTransaction: one('balance_transaction', 'balanceTransactionId') },
  },
  jit: 1,
});
await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
