/** Takes an operation from the editor to the server: over HTTP, or the socket where it is a subscription. */
import { Kind, parse } from 'graphql';
import { session } from './session.js';
import { errorsOf, subscribe } from './socket.js';
import { createState } from './state.js';

/** What the footer tells of the operation last run. `kind` is null until one was. */
export const lastRun = createState({ kind: null });

const NO_ANSWER = 'The server cannot be reached. Start it with “paygraph serve”, then run this again.';
const NOT_A_HEADER =
  'The request was not sent: the key or a header holds a character that no header can. Look for one that is not ASCII.';

/**
 * The kind and the name of the operation to run. For a moment after a change of tab GraphiQL still gives the
 * last tab's name: a document with one operation needs none.
 */
function chosen({ query, operationName }) {
  let operations;
  try {
    operations = parse(query).definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  } catch {
    return { kind: 'unknown', operationName };
  }
  const named = operations.find(({ name }) => name?.value === operationName) ?? operations[0];
  const single = operations.length === 1;
  return { kind: named?.operation, operationName: single ? named.name?.value : operationName };
}

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

async function request(operation, headers) {
  const isIntrospection = operation.operationName === 'IntrospectionQuery';
  const { result, status, milliseconds, requestId } = await post(operation, headers);
  if (!isIntrospection) {
    lastRun.set({
      kind: 'request',
      status,
      milliseconds,
      requestId,
      cost: costOf(result),
      page: pageOf(result.data),
      failed: Boolean(result.errors),
    });
  }
  return result;
}

/** Where the customer is to go, when a payment in the answer waits for them. */
function pageOf(value) {
  if (typeof value !== 'object' || value === null) return null;
  const url = value.redirectToUrl?.url;
  if (typeof url === 'string' && /^https?:/.test(url)) return url;
  for (const part of Object.values(value)) {
    const found = pageOf(part);
    if (found) return found;
  }
  return null;
}

function costOf(result) {
  const cost = result.extensions?.cost;
  return typeof cost === 'object' && cost !== null ? (cost.requested ?? cost.actual ?? null) : (cost ?? null);
}

/** An observable, as GraphiQL takes it: errors are shown as results, for an error thrown there shows its stack. */
function listen(payload) {
  return {
    subscribe(observer) {
      let stopped = false;
      lastRun.set({ kind: 'stream', live: true, count: 0, at: null, failed: false });
      const finish = (failed) => {
        lastRun.set({ live: false, failed });
        observer.complete();
      };
      const stop = subscribe(payload, {
        next(result) {
          lastRun.set(({ count }) => ({ count: count + 1, at: new Date(), failed: Boolean(result.errors) }));
          observer.next(result);
        },
        error(cause) {
          observer.next({ errors: errorsOf(cause) });
          finish(true);
        },
        complete() {
          if (!stopped) finish(false);
        },
      });
      return {
        unsubscribe() {
          stopped = true;
          stop();
          lastRun.set({ live: false });
        },
      };
    },
  };
}

export function fetcher({ query, variables, operationName: given }, { headers } = {}) {
  const { kind, operationName } = chosen({ query, operationName: given });
  const operation = { query, variables, operationName };
  return kind === 'subscription' ? listen(operation) : request(operation, headers);
}
