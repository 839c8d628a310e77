// What the servers written by hand share: their resolvers, and the DataLoaders of a request.

import DataLoader from 'dataloader';
import { byIds, newest, pagesOf } from './store.mjs';

const rows = (table) => new DataLoader((ids) => byIds(table, ids), { maxBatchSize: 10_000 });
const pages = (table, column) =>
  new DataLoader((asked) => pagesOf(table, column, asked), {
    maxBatchSize: 10_000,
    cacheKeyFn: ({ id, first }) => `${id} ${first}`,
  });

/** The context of a request. */
export const loaders = () => ({
  customer: rows('customer'),
  paymentMethod: rows('payment_method'),
  charge: rows('charge'),
  balanceTransaction: rows('balance_transaction'),
  product: rows('product'),
  paymentIntents: pages('payment_intent', 'customer_id'),
  refunds: pages('refund', 'charge_id'),
});

const one = (loader, column) => (row, _, context) => (row[column] ? context[loader].load(row[column]) : null);
const many = (loader) => (row, { first }, context) => context[loader].load({ id: row.id, first });

export const resolvers = {
  Query: {
    paymentIntent: async (_, { id }) => (await byIds('payment_intent', [id]))[0],
    paymentIntents: (_, { first }) => newest('payment_intent', first),
    customers: (_, { first }) => newest('customer', first),
    prices: (_, { first }) => newest('price', first),
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
  Price: { product: one('product', 'productId') },
  Refund: { balanceTransaction: one('balanceTransaction', 'balanceTransactionId') },
};
