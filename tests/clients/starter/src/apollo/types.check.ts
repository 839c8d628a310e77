// What the compiler is to know of each scalar by codegen.ts. Nothing here runs.
import type { ResultOf, VariablesOf } from '@graphql-typed-document-node/core';
import { graphql } from '../gql';
import { holds, type Same } from '../same';

const SCALARS = graphql(`
  query Scalars($id: ID!) {
    paymentIntent(id: $id) { created metadata amount { amount currency } }
    coupon(id: $id) { percentOff }
    event(id: $id) { data { object } }
  }
`);
const GIVEN = graphql(`
  mutation Given($id: ID!, $metadata: Metadata, $amount: Int64!, $currency: Currency!, $file: Upload!, $payload: JSON!) {
    customerUpdate(id: $id, input: { metadata: $metadata }) { replayed }
    paymentIntentCreate(input: { amount: $amount, currency: $currency }) { replayed }
    fileCreate(input: { file: $file, purpose: DISPUTE_EVIDENCE }) { replayed }
    billingMeterEventCreate(input: { eventName: "calls", payload: $payload }) { replayed }
  }
`);

type Answer = ResultOf<typeof SCALARS>;
type Payment = NonNullable<Answer['paymentIntent']>;
holds<Same<Payment['amount']['amount'], number>>();
holds<Same<Payment['amount']['currency'], string>>();
holds<Same<Payment['created'], string>>();
holds<Same<Payment['metadata'], Record<string, string>>>();
holds<Same<NonNullable<Answer['coupon']>['percentOff'], string | null>>();
holds<Same<NonNullable<Answer['event']>['data']['object'], unknown>>();

type Given = VariablesOf<typeof GIVEN>;
holds<Same<Given['amount'], number>>();
holds<Same<Given['currency'], string>>();
holds<Same<NonNullable<Given['metadata']>, Record<string, string | null>>>();
holds<Same<Given['file'], Blob>>();
holds<Same<Given['payload'], unknown>>();
