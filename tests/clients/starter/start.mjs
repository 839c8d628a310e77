// Build the pages, and serve them with the shop: PUBLISHABLE_KEY=pk_test_… SECRET_KEY=sk_test_… npm start
import { bundle } from './build.mjs';
import { shop } from './shop.mjs';

const { PAYGRAPH_URL = 'http://127.0.0.1:8000', PUBLISHABLE_KEY, SECRET_KEY, PORT = 5173 } = process.env;
if (!PUBLISHABLE_KEY || !SECRET_KEY) throw new Error('Set PUBLISHABLE_KEY and SECRET_KEY to the keys of one account.');

const url = `${PAYGRAPH_URL}/graphql`;
await bundle({ url, publishableKey: PUBLISHABLE_KEY, folder: 'dist' });
const server = shop({ url, secretKey: SECRET_KEY, folder: new URL('dist/', import.meta.url) });
server.listen(PORT, '127.0.0.1', () => {
  console.log(`http://localhost:${server.address().port}/checkout, and /apollo, /apollo-3 and /urql for staff`);
});
