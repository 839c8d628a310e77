// The schema's SDL and every .graphql file below a folder, for the tools that build clients from them.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

if (!process.env.PAYGRAPH_SDL || !process.env.PAYGRAPH_DOCUMENTS) {
  throw new Error('Set PAYGRAPH_SDL to a file of SDL, and PAYGRAPH_DOCUMENTS to a folder of .graphql files.');
}

export const SDL = resolve(process.env.PAYGRAPH_SDL);

const folder = resolve(process.env.PAYGRAPH_DOCUMENTS);
export const documents = readdirSync(folder, { recursive: true })
  .filter((name) => name.endsWith('.graphql'))
  .sort()
  .map((name) => ({ name, path: join(folder, name), text: readFileSync(join(folder, name), 'utf8') }));
assert.ok(documents.length > 0, `There is no .graphql file in ${folder}`);

export const scratch = () => mkdtempSync(join(tmpdir(), 'paygraph-clients-'));
