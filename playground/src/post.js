/** Takes an operation to the server over HTTP, with the page's key. */
import { session } from './session.js';

const NO_ANSWER = 'The server cannot be reached. Start it with “paygraph serve”, then run this again.';
const NOT_A_HEADER =
  'The request was not sent: the key or a header holds a character that no header can. Look for one that is not ASCII.';

function headersFor(extra) {
  const { key } = session.get();
  const headers = new Headers({
    Accept: 'application/graphql-response+json, application/json;q=0.9',
    'Content-Type': 'application/json',
    ...(key && { Authorization: `Bearer ${key}` }),
  });
  for (const [name, value] of Object.entries(extra ?? {})) headers.set(name, value);
  return headers;
}

async function read(response) {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return { errors: [{ message: `The server answered ${response.status} ${response.statusText} without JSON.` }] };
  }
}

/** POST an operation. Never throws: what goes wrong comes back as GraphQL errors. */
export async function post(operation, extraHeaders) {
  const { endpoint } = session.get();
  const started = performance.now();
  let headers;
  let response;
  try {
    headers = headersFor(extraHeaders);
  } catch {
    return { result: { errors: [{ message: NOT_A_HEADER }] }, status: 0, milliseconds: 0 };
  }
  try {
    response = await fetch(endpoint, { method: 'POST', headers, body: JSON.stringify(operation) });
  } catch {
    return { result: { errors: [{ message: NO_ANSWER }] }, status: 0, milliseconds: 0 };
  }
  const result = await read(response);
  const milliseconds = Math.max(1, Math.round(performance.now() - started));
  if (headers.get('Authorization') === headersFor().get('Authorization')) {
    if (response.status === 401) session.set({ standing: 'refused' });
    else if (response.ok) session.set({ standing: 'accepted' });
  }
  const requestId = response.headers.get('request-id') ?? response.headers.get('x-request-id');
  return { result, status: response.status, milliseconds, requestId };
}
