// What the compiler is to know of each scalar by graphql.ts, and that none is missing there. Nothing here runs.
import type { introspection } from '../graphql-env';
import { holds, type Same } from '../same';
import { graphql, type ResultOf, type Scalars, type VariablesOf } from './graphql';

type Types = introspection['types'];
type Served = { [Name in keyof Types]: unknown extends Types[Name] ? Name : never }[keyof Types];
holds<Same<keyof Scalars, Exclude<Served, 'Boolean' | 'Float' | 'ID' | 'Int' | 'String'>>>();

const PAYMENT = graphql(`query Typed($id: ID!) { paymentIntent(id: $id) { created metadata amount { amount currency } } }`);
type Payment = NonNullable<ResultOf<typeof PAYMENT>['paymentIntent']>;
holds<Same<Payment['amount'], { amount: number; currency: string }>>();
holds<Same<Payment['created'], string>>();
holds<Same<Payment['metadata'], Record<string, string | null>>>();

const GIVEN = graphql(`mutation Given($file: Upload!) { fileCreate(input: { file: $file, purpose: DISPUTE_EVIDENCE }) { replayed } }`);
holds<Same<VariablesOf<typeof GIVEN>['file'], Blob>>();
