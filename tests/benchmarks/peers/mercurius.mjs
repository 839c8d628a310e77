// Mercurius on Fastify, with its JIT. DataLoader batches, because Mercurius' own loaders turn each whole parent into a
// string to tell it from the others, which is slower here.

import { readFileSync } from 'node:fs';
import Fastify from 'fastify';
import mercurius from 'mercurius';
import { loaders, resolvers } from './loaders.mjs';

const app = Fastify({ logger: false });
app.register(mercurius, {
  schema: readFileSync(new URL('./schema.graphql', import.meta.url), 'utf8'),
  resolvers,
  context: loaders,
  jit: 1,
});
await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
