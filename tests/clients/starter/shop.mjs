// The shop's server: it holds the secret key, decides the amount, and serves the pages of a folder.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';

const CREATE = `mutation CreatePayment($input: PaymentIntentCreateInput!) {
  paymentIntentCreate(input: $input) {
    paymentIntent { id clientSecret }
    userErrors { message }
  }
}`;

export async function createPayment({ url, secretKey, amount }) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { Authorization: `Bearer ${secretKey}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ query: CREATE, variables: { input: { amount, currency: 'eur' } } }),
  });
  const { data, errors } = await response.json();
  const { paymentIntent, userErrors } = data?.paymentIntentCreate ?? {};
  if (!paymentIntent) throw new Error((errors ?? userErrors)[0].message);
  return paymentIntent;
}

const page = (script) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>paygraph starter</title>
<meta name="viewport" content="width=device-width"><div id="root"></div><script type="module" src="/${script}.js"></script>`;

export function shop({ url, secretKey, folder }) {
  return createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://shop');
    const name = pathname.match(/^\/([a-z0-9-]+)(\.js)?$/);
    try {
      if (request.method === 'POST' && pathname === '/payments') {
        const payment = await createPayment({ url, secretKey, amount: 4900 });
        response.setHeader('content-type', 'application/json').end(JSON.stringify(payment));
      } else if (name?.[2]) {
        const script = await readFile(new URL(`${name[1]}.js`, folder));
        response.setHeader('content-type', 'text/javascript').end(script);
      } else {
        response.setHeader('content-type', 'text/html').end(page(name?.[1] ?? 'checkout'));
      }
    } catch (error) {
      console.error(error);
      response.writeHead(error.code === 'ENOENT' ? 404 : 502).end();
    }
  });
}
