import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const paygraph = process.env.PAYGRAPH_URL ?? 'http://127.0.0.1:8000';

// The server answers the page at / and everything else of it below /playground/.
export default defineConfig({
  base: '/playground/',
  plugins: [react()],
  worker: { format: 'es' },
  // Wherever GraphiQL's packages ask for all of Monaco, they get what ours has.
  resolve: {
    alias: [
      {
        find: /^(?:monaco-graphql\/esm|\.)\/monaco-editor(?:\.js)?$/,
        replacement: fileURLToPath(new URL('src/monaco.js', import.meta.url)),
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
