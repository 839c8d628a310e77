// GraphQL Yoga on Node's own HTTP server, with DataLoader; it caches parsing and validation by itself.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createSchema, createYoga } from 'graphql-yoga';
import { loaders, resolvers } from './loaders.mjs';

const typeDefs = readFileSync(new URL('./schema.graphql', import.meta.url), 'utf8');
const yoga = createYoga({
  schema: createSchema({ typeDefs, resolvers }),
  context: loaders,
  cors: false,
  graphiql: false,
  landingPage: false,
  logging: false,
  multipart: false,
});
createServer(yoga).listen(Number(process.env.PORT), '127.0.0.1');
