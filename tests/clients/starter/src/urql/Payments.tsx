import { useState } from 'react';
import { useMutation, useQuery, useSubscription } from 'urql';
import { graphql, readFragment, type FragmentOf, type VariablesOf } from './graphql';

const PAYMENT = graphql(`
  fragment Payment on PaymentIntent { id version status amount { amount currency formatted } }
`);

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
`, [PAYMENT]);

const ONE = graphql(`
  query One($id: ID!) { paymentIntent(id: $id) { id ...Payment } }
`, [PAYMENT]);

const NOW = graphql(`
  query Now { events(first: 1) { nodes { id cursor } } }
`);

const CHANGES = graphql(`
  subscription Changes($after: String) {
    events(types: ["payment_intent.*"], after: $after) { id snapshot { ... on PaymentIntent { id ...Payment } } }
  }
`, [PAYMENT]);

const CANCEL = graphql(`
  mutation Cancel($id: ID!, $idempotencyKey: String!) {
    paymentIntentCancel(id: $id, idempotencyKey: $idempotencyKey) {
      paymentIntent { id ...Payment }
      userErrors { code message field }
    }
  }
`, [PAYMENT]);

type Page = Pick<VariablesOf<typeof PAYMENTS>, 'status' | 'after'>;

// Fills the cache with all that changes from now on. A list that is asked for after `data` has come misses nothing.
function useChanges() {
  const [{ data, error }] = useQuery({ query: NOW, requestPolicy: 'network-only' });
  const after = data?.events?.nodes[0]?.cursor;
  useSubscription({ query: CHANGES, variables: { after }, pause: !data });
  return { data, error };
}

export function Payments({ customer }: { customer: string }) {
  const [page, setPage] = useState<Page>({});
  const live = useChanges();
  const [list] = useQuery({ query: PAYMENTS, variables: { customer, ...page }, pause: !live.data });
  const { data, error = live.error } = list;
  if (error) return <p role="alert">{error.graphQLErrors.map(({ extensions }) => extensions.code).join(', ')}</p>;
  if (!data) return <p>Loading…</p>;
  if (!data.customer) return <p role="alert">There is no such customer.</p>;
  const { edges, pageInfo: { endCursor, hasNextPage } } = data.customer.paymentIntents;
  return (
    <main>
      <h1>{data.customer.name}</h1>
      <button onClick={() => setPage({})}>All</button>
      <button onClick={() => setPage({ status: 'CANCELED' })}>Canceled</button>
      <ul>{edges.map(({ node }) => <Payment key={node.id} payment={node} />)}</ul>
      {hasNextPage && <button onClick={() => setPage({ ...page, after: endCursor })}>More</button>}
    </main>
  );
}

function Payment({ payment }: { payment: FragmentOf<typeof PAYMENT> }) {
  const { id, status, amount } = readFragment(PAYMENT, payment);
  const [{ data }, cancel] = useMutation(CANCEL);
  const [open, setOpen] = useState(false);
  const refusal = data?.paymentIntentCancel?.userErrors[0];
  return (
    <li>
      {amount.formatted} {status}
      <button onClick={() => cancel({ id, idempotencyKey: crypto.randomUUID() })}>Cancel</button>
      {refusal && <p role="alert">{refusal.message}</p>}
      <button onClick={() => setOpen(!open)}>Details</button>
      {open && <Details id={id} />}
    </li>
  );
}

function Details({ id }: { id: string }) {
  const [{ data }] = useQuery({ query: ONE, variables: { id } });
  return <code>{data?.paymentIntent?.id}</code>;
}
