// The codes of a refusal that is no userErrors, such as UNAUTHENTICATED.
import { CombinedGraphQLErrors } from '@apollo/client';

export function codes(error: Error): unknown[] {
  return CombinedGraphQLErrors.is(error) ? error.errors.map(({ extensions }) => extensions?.code) : [error.message];
}
