// relay-compiler accepts the SDL and each document. Relay wants one operation a module, named for it, and fragments
// named for it too, so the documents are renamed to that before they are compiled.
import { parse, print, visit } from 'graphql';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import test from 'node:test';
import { SDL, documents, scratch } from './documents.mjs';

const require = createRequire(import.meta.url);
const compiler = join(dirname(require.resolve('relay-compiler/package.json')), 'cli.js');
const suffixes = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' };

function modules() {
  return documents.flatMap(({ name, text }, index) => {
    const { definitions } = parse(text);
    const fragments = definitions.filter(({ kind }) => kind === 'FragmentDefinition');
    return definitions.filter(({ kind }) => kind === 'OperationDefinition').map((operation, nth) => {
      const module = `Document${index}Operation${nth}`;
      const source = [operation, ...fragments].map((definition) => print(visit(definition, {
        OperationDefinition: (node) => ({ ...node, name: { kind: 'Name', value: module + suffixes[node.operation] } }),
        FragmentDefinition: (node) => ({ ...node, name: { kind: 'Name', value: `${module}_${node.name.value}` } }),
        FragmentSpread: (node) => ({ ...node, name: { kind: 'Name', value: `${module}_${node.name.value}` } }),
      })));
      return { module, name, artifact: module + suffixes[operation.operation], source };
    });
  });
}

test('compiles every document', () => {
  const folder = scratch();
  try {
    mkdirSync(join(folder, 'src'));
    copyFileSync(SDL, join(folder, 'schema.graphql'));
    const wanted = modules();
    for (const { module, name, source } of wanted) {
      const tags = source.map((text) => `graphql\`${text.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\`;`);
      writeFileSync(join(folder, 'src', `${module}.js`), `// ${name}\n${tags.join('\n')}\n`);
    }
    writeFileSync(join(folder, 'package.json'), '{}');
    writeFileSync(join(folder, 'relay.config.json'), JSON.stringify({
      src: './src', schema: './schema.graphql', language: 'javascript', artifactDirectory: './src/__generated__',
    }));
    mkdirSync(join(folder, 'src', '__generated__'));
    try {
      execFileSync(process.execPath, [compiler, 'relay.config.json'], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
    } catch (error) {
      assert.fail(`${error.stdout}\n${error.stderr}`);
    }
    const written = readdirSync(join(folder, 'src', '__generated__'));
    for (const { artifact, name } of wanted) assert.ok(written.includes(`${artifact}.graphql.js`), `nothing was compiled for ${name}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
