import { ApolloProvider } from '@apollo/client/react';
import { makeClient } from './apollo/client';
import { Payments } from './apollo/Payments';
import { show } from './SignIn';
import { url } from './settings';

show((key, customer) => (
  <ApolloProvider client={makeClient(url, key)}><Payments customer={customer} /></ApolloProvider>
));
