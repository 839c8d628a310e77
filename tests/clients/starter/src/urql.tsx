import { Provider } from 'urql';
import { show } from './SignIn';
import { url } from './settings';
import { makeClient } from './urql/client';
import { Payments } from './urql/Payments';

show((key, customer) => (
  <Provider value={makeClient(url, key)}><Payments customer={customer} /></Provider>
));
