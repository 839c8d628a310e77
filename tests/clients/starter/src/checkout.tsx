import { ApolloProvider } from '@apollo/client/react';
import { createRoot } from 'react-dom/client';
import { makeClient } from './apollo/client';
import { Checkout } from './checkout/Checkout';
import { publishableKey, url } from './settings';

// The shop's server creates the payment once; the address then has what the bank's page comes back to.
const address = new URL(location.href);
if (!address.searchParams.has('payment_intent')) {
  const answer = await fetch('/payments', { method: 'POST' });
  if (!answer.ok) throw new Error(`The shop answered ${answer.status}.`);
  const { id, clientSecret } = await answer.json();
  address.searchParams.set('payment_intent', id);
  address.searchParams.set('payment_intent_client_secret', clientSecret);
  history.replaceState(null, '', address);
}
const id = address.searchParams.get('payment_intent')!;
const clientSecret = address.searchParams.get('payment_intent_client_secret')!;

createRoot(document.getElementById('root')!).render(
  <ApolloProvider client={makeClient(url, publishableKey)}>
    <Checkout id={id} clientSecret={clientSecret} />
  </ApolloProvider>,
);
