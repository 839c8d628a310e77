// PostGraphile 5 over views of the tables, which carry the keys that it needs; money is planned, as paygraph shows it.

import { createServer } from 'node:http';
import pg from 'pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { extendSchema, gql } from 'postgraphile/utils';

const MONEY = {
  PaymentIntent: ['amount', 'amountReceived'],
  Invoice: ['amountDue', 'amountPaid', 'total'],
  InvoiceLineItem: ['amount'],
  Price: ['unitAmount'],
};
const column = (field) => `${field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}_minor`;

const money = extendSchema(({ grafast: { object } }) => ({
  typeDefs: gql`
    type Money { amount: Int! currency: String! }
    type Card { brand: String! last4: String! }
    extend type PaymentMethod { card: Card }
    extend type PaymentIntent { amount: Money! amountReceived: Money! }
    extend type Invoice { amountDue: Money! amountPaid: Money! total: Money! }
    extend type InvoiceLineItem { amount: Money! }
    extend type Price { unitAmount: Money! }
  `,
  objects: {
    ...Object.fromEntries(
      Object.entries(MONEY).map(([type, fields]) => [
        type,
        {
          plans: Object.fromEntries(
            fields.map((field) => [
              field,
              ($row) => object({ amount: $row.get(column(field)), currency: $row.get('currency') }),
            ]),
          ),
        },
      ]),
    ),
    PaymentMethod: {
      plans: { card: ($row) => object({ brand: $row.get('card_brand'), last4: $row.get('card_last4') }) },
    },
  },
}));

const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  plugins: [money],
  pgServices: [makePgService({ pool: new pg.Pool({ max: 10, idleTimeoutMillis: 0 }), schemas: ['peers'] })],
  grafserv: { graphqlPath: '/graphql', graphiql: false, watch: false },
  grafast: { explain: false },
});
const server = createServer();
await instance.createServ(grafserv).addTo(server);
if (process.env.PRINT_SCHEMA) {
  const { printSchema } = await import('graphql');
  console.log(printSchema((await instance.getSchemaResult()).schema));
}
server.listen(Number(process.env.PORT), '127.0.0.1');
