// The same in Apollo Client 3, where a refusal of the whole request, such as of its key, is a network error.
import { ApolloError } from '@apollo/client';

export function codes(error: Error): unknown[] {
  if (!(error instanceof ApolloError)) return [error.message];
  const { graphQLErrors, networkError } = error;
  const result = networkError && 'result' in networkError ? networkError.result : undefined;
  const errors: typeof graphQLErrors = typeof result === 'object' ? result.errors : graphQLErrors;
  return errors.map(({ extensions }) => extensions?.code);
}
