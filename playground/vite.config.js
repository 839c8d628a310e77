import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const paygraph = process.env.PAYGRAPH_URL ?? 'http://127.0.0.1:8000';

/** Beside each script and style of some size its copy packed with Brotli, which the server sends to those who take it. */
const brotli = {
  name: 'brotli',
  writeBundle({ dir }, bundle) {
    for (const { fileName } of Object.values(bundle)) {
      if (!/^assets\/.*\.(css|js|ttf)$/.test(fileName)) continue;
      const content = readFileSync(join(dir, fileName));
      if (content.length < 1024) continue;
      const params = { [constants.BROTLI_PARAM_SIZE_HINT]: content.length, [constants.BROTLI_PARAM_LGWIN]: 24 };
      writeFileSync(join(dir, `${fileName}.br`), brotliCompressSync(content, { params }));
    }
  },
};

// The server answers the page at / and everything else of it below /playground/.
export default defineConfig({
  base: '/playground/',
  plugins: [react(), brotli],
  worker: { format: 'es' },
  resolve: {
    alias: [
      // Wherever GraphiQL's packages ask for all of Monaco, they get what ours has.
      {
        find: /^(?:monaco-graphql\/esm|\.)\/monaco-editor(?:\.js)?$/,
        replacement: fileURLToPath(new URL('src/monaco.js', import.meta.url)),
      },
      {
        find: /^.*\/(?:diffEditorWidget|linesDiffComputers|multiDiffEditorWidget)\.js$/,
        replacement: fileURLToPath(new URL('src/absent.js', import.meta.url)),
      },
    ],
  },
  server: {
    proxy: {
      '/graphql': { target: paygraph, ws: true },
      '/playground/config.json': paygraph,
      '/playground/events.json': paygraph,
      '/playground/families.json': paygraph,
      '/schema.json': paygraph,
    },
  },
  build: {
    target: 'es2022',
    license: { fileName: 'licenses.md' },
    // Monaco is large and is one thing: splitting it further would only add round trips.
    chunkSizeWarningLimit: 4500,
    // Hints to React's compiler inside the packages, which are compiled already.
    rolldownOptions: { checks: { moduleLevelDirective: false } },
  },
});
