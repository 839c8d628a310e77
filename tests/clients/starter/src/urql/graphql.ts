import { initGraphQLTada } from 'gql.tada';
import type { introspection } from '../graphql-env';

export type Scalars = {
  Currency: string;
  DateTime: string;
  Decimal: string;
  Int64: number;
  JSON: unknown;
  Metadata: Record<string, string | null>;
  Upload: Blob;
};

export const graphql = initGraphQLTada<{ introspection: introspection; scalars: Scalars }>();

export { readFragment, type FragmentOf, type ResultOf, type VariablesOf } from 'gql.tada';
