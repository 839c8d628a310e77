/** Takes an operation from the editor to the server: over HTTP, or the socket where it is a subscription. */
import { Kind, parse } from 'graphql';
import { post } from './post.js';
import { errorsOf, subscribe } from './socket.js';
import { createState } from './state.js';

/** What the footer tells of the operation last run. `kind` is null until one was. */
export const lastRun = createState({ kind: null });

/**
 * The kind and the name of the operation to run. For a moment after a change of tab GraphiQL still gives the
 * last tab's name: a document with one operation needs none.
 */
export function chosen({ query, operationName }) {
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

/** The schema is the same for all keys, and browsers keep it. Whether the key is good is asked beside it. */
async function introspect(operation, headers) {
  const [schema] = await Promise.all([
    fetch('/schema.json').catch(() => null),
    post({ query: '{ __typename }' }, headers),
  ]);
  return schema?.ok ? schema.json() : (await post(operation, headers)).result;
}

async function request(operation, headers) {
  if (operation.operationName === 'IntrospectionQuery') return introspect(operation, headers);
  const { result, status, milliseconds, requestId } = await post(operation, headers);
  lastRun.set({
    kind: 'request',
    status,
    milliseconds,
    requestId,
    cost: costOf(result),
    page: pageOf(result.data),
    failed: Boolean(result.errors),
  });
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
