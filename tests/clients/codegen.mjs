// graphql-codegen accepts the SDL and each document, and writes a type for every operation.
import { generate } from '@graphql-codegen/cli';
import { parse } from 'graphql';
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import test from 'node:test';
import { SDL, documents, scratch } from './documents.mjs';

for (const { name, path, text } of documents) {
  test(`types ${name}`, async () => {
    const folder = scratch();
    try {
      const [{ content }] = await generate({
        schema: SDL,
        documents: [path],
        silent: true,
        generates: { [`${folder}/types.ts`]: { plugins: ['typescript', 'typescript-operations'] } },
      }, false);
      for (const definition of parse(text).definitions) {
        if (definition.kind !== 'OperationDefinition' || !definition.name) continue;
        const words = definition.name.value + { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' }[definition.operation];
        assert.match(content.toLowerCase(), new RegExp(`export type ${words.toLowerCase()} =`));
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}
