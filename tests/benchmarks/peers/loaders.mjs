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
  invoice: rows('invoice'),
  price: rows('price'),
  product: rows('product'),
  subscriptions: pages('subscription', 'customer_id'),
  items: pages('subscription_item', 'subscription_id'),
  lines: pages('invoice_line_item', 'invoice_id'),
});

const one = (loader, column) => (row, _, context) => (row[column] ? context[loader].load(row[column]) : null);
const many = (loader) => (row, { first }, context) => context[loader].load({ id: row.id, first });

export const resolvers = {
  Query: {
    paymentIntent: async (_, { id }) => (await byIds('payment_intent', [id]))[0],
    invoices: (_, { first }) => newest('invoice', first),
    customers: (_, { first }) => newest('customer', first),
  },
  Customer: { subscriptions: many('subscriptions') },
  Subscription: {
    defaultPaymentMethod: one('paymentMethod', 'defaultPaymentMethodId'),
    latestInvoice: one('invoice', 'latestInvoiceId'),
    items: many('items'),
  },
  SubscriptionItem: { price: one('price', 'priceId') },
  Invoice: { customer: one('customer', 'customerId'), lines: many('lines') },
  InvoiceLineItem: { price: one('price', 'priceId') },
  Price: { product: one('product', 'productId') },
};
