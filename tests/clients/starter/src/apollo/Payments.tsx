import { useMutation, useQuery, useSubscription } from '@apollo/client/react';
import { useState } from 'react';
import { getFragmentData, graphql, type FragmentType } from '../gql';
import type { PaymentIntentStatus } from '../gql/graphql';
import { codes } from './codes';

const PAYMENTS = graphql(`
  query Payments($customer: ID!, $after: String, $status: PaymentIntentStatus) {
    customer(id: $customer) {
      id
      name
      paymentIntents(first: 2, after: $after, where: { status: { eq: $status } }) {
        edges { node { id ...Payment } }
        pageInfo { endCursor hasNextPage }
      }
    }
  }
`);

const PAYMENT = graphql(`
  fragment Payment on PaymentIntent { id version status amount { amount currency formatted } }
`);

const ONE = graphql(`
  query One($id: ID!) { paymentIntent(id: $id) { id ...Payment } }
`);

const NOW = graphql(`
  query Now { events(first: 1) { nodes { id cursor } } }
`);

const CHANGES = graphql(`
  subscription Changes($after: String) {
    events(types: ["payment_intent.*"], after: $after) { id snapshot { ... on PaymentIntent { id ...Payment } } }
  }
`);

const CANCEL = graphql(`
  mutation Cancel($id: ID!, $idempotencyKey: String!) {
    paymentIntentCancel(id: $id, idempotencyKey: $idempotencyKey) {
      paymentIntent { id ...Payment }
      userErrors { code message field }
    }
  }
`);

// Fills the cache with all that changes from now on. A list that is asked for after `data` has come misses nothing.
function useChanges() {
  const { data, error } = useQuery(NOW, { fetchPolicy: 'network-only' });
  const after = data?.events?.nodes[0]?.cursor;
  useSubscription(CHANGES, { variables: { after }, skip: !data, ignoreResults: true });
  return { data, error };
}

export function Payments({ customer }: { customer: string }) {
  const [status, setStatus] = useState<PaymentIntentStatus>();
  const live = useChanges();
  const list = useQuery(PAYMENTS, { variables: { customer, status }, skip: !live.data });
  const { data, fetchMore, error = live.error } = list;
  if (error) return <p role="alert">{codes(error).join(', ')}</p>;
  if (!data) return <p>Loading…</p>;
  if (!data.customer) return <p role="alert">There is no such customer.</p>;
  const { edges, pageInfo: { endCursor, hasNextPage } } = data.customer.paymentIntents;
  return (
    <main>
      <h1>{data.customer.name}</h1>
      <button onClick={() => setStatus(undefined)}>All</button>
      <button onClick={() => setStatus('CANCELED')}>Canceled</button>
      <ul>{edges.map(({ node }) => <Payment key={node.id} payment={node} />)}</ul>
      {hasNextPage && <button onClick={() => fetchMore({ variables: { after: endCursor } })}>More</button>}
    </main>
  );
}

function Payment({ payment }: { payment: FragmentType<typeof PAYMENT> }) {
  const { id, status, amount } = getFragmentData(PAYMENT, payment);
  const [cancel, { data }] = useMutation(CANCEL);
  const [open, setOpen] = useState(false);
  const refusal = data?.paymentIntentCancel?.userErrors[0];
  return (
    <li>
      {amount.formatted} {status}
      <button onClick={() => cancel({ variables: { id, idempotencyKey: crypto.randomUUID() } })}>Cancel</button>
      {refusal && <p role="alert">{refusal.message}</p>}
      <button onClick={() => setOpen(!open)}>Details</button>
      {open && <Details id={id} />}
    </li>
  );
}

function Details({ id }: { id: string }) {
  const { data } = useQuery(ONE, { variables: { id } });
  return <code>{data?.paymentIntent?.id}</code>;
}
