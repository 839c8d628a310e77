// graphql-codegen accepts the SDL and each document, and writes a type for every operation.
import { generate } from '@graphql-codegen/cli';
import { parse } from 'graphql';
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import test from 'node:test';
import { SDL, documents, scratch } from './documents.mjs';

const suffixes = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' };

test('types every document', async () => {
  const folder = scratch();
  try {
    const plugins = ['typescript', 'typescript-operations'];
    const generates = documents.map(({ path }, index) => [`${folder}/${index}.ts`, { documents: [path], plugins }]);
    const files = await generate({ schema: SDL, silent: true, generates: Object.fromEntries(generates) }, false);
    for (const [index, { name, text }] of documents.entries()) {
      const { content } = files.find(({ filename }) => filename === `${folder}/${index}.ts`);
      for (const { kind, name: title, operation } of parse(text).definitions) {
        if (kind !== 'OperationDefinition' || !title) continue;
        const type = (title.value + suffixes[operation]).toLowerCase();
        assert.ok(content.toLowerCase().includes(`export type ${type} =`), `${name} has no type ${type}`);
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
