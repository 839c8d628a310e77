// Pages of src/ as a browser takes them, in a folder. A bundler of your own (Vite, Next.js) does this for you.
import { build } from 'esbuild';

export async function bundle({ url, publishableKey, folder }) {
  const options = {
    bundle: true,
    format: 'esm',
    target: 'es2022',
    define: {
      'import.meta.env.VITE_PAYGRAPH_URL': JSON.stringify(url),
      'import.meta.env.VITE_PAYGRAPH_KEY': JSON.stringify(publishableKey),
      'process.env.NODE_ENV': '"development"',
    },
  };
  await Promise.all([
    build({ ...options, entryPoints: ['src/apollo.tsx', 'src/urql.tsx', 'src/checkout.tsx'], outdir: folder }),
    build({
      ...options,
      entryPoints: [{ in: 'src/apollo.tsx', out: 'apollo-3' }],
      outdir: folder,
      // The same source with the other version of the package; only *.v3.ts are its own.
      alias: { '@apollo/client': 'apollo-3' },
      resolveExtensions: ['.v3.ts', '.tsx', '.ts', '.js', '.json'],
    }),
  ]);
}
