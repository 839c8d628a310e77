import { useMutation, useQuery } from '@apollo/client/react';
import type { FormEvent } from 'react';
import { graphql } from '../gql';

const READ = graphql(`
  query Read($id: ID!, $clientSecret: String!) {
    paymentIntent(id: $id, clientSecret: $clientSecret) { id status amount { formatted } }
  }
`);

const CONFIRM = graphql(`
  mutation Confirm($id: ID!, $input: PaymentIntentConfirmInput!) {
    paymentIntentConfirm(id: $id, input: $input) {
      paymentIntent { id status nextAction { redirectToUrl { url } } }
      userErrors { type message field }
    }
  }
`);

export function Checkout({ id, clientSecret }: { id: string; clientSecret: string }) {
  const { data, error } = useQuery(READ, { variables: { id, clientSecret } });
  const [confirm, { data: answer, error: lost, loading }] = useMutation(CONFIRM);
  const payment = data?.paymentIntent;
  if (error) return <p role="alert">{error.message}</p>;
  if (!payment) return <p>Loading…</p>;
  if (payment.status === 'SUCCEEDED') return <h1>Thank you. {payment.amount.formatted} is paid.</h1>;

  async function pay(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const card = {
      number: String(form.get('number')).replaceAll(' ', ''),
      expMonth: Number(form.get('month')),
      expYear: Number(form.get('year')),
      cvc: String(form.get('cvc')),
    };
    // The bank may ask the customer to authenticate, and then sends the browser back to this page.
    const returnUrl = location.origin + location.pathname;
    const input = { clientSecret, returnUrl, paymentMethodData: { type: 'CARD' as const, card } };
    const result = await confirm({ variables: { id, input } }).catch(() => null); // the form shows it as `lost`
    const bank = result?.data?.paymentIntentConfirm?.paymentIntent?.nextAction?.redirectToUrl?.url;
    if (bank) location.assign(bank);
  }

  return (
    <form onSubmit={pay}>
      <h1>Pay {payment.amount.formatted}</h1>
      <label>Card number <input name="number" inputMode="numeric" autoComplete="cc-number" required /></label>
      <label>Month <input name="month" inputMode="numeric" autoComplete="cc-exp-month" required /></label>
      <label>Year <input name="year" inputMode="numeric" autoComplete="cc-exp-year" required /></label>
      <label>Security code <input name="cvc" inputMode="numeric" autoComplete="cc-csc" required /></label>
      {answer?.paymentIntentConfirm?.userErrors.map(({ message }) => <p role="alert" key={message}>{message}</p>)}
      {lost && <p role="alert">The payment was not sent. Try again.</p>}
      <button disabled={loading}>Pay</button>
    </form>
  );
}
