/** The one WebSocket of the page, shared by the tab's subscription and the Live pane. */
import { createClient } from 'graphql-ws';
import { session } from './session.js';
import { createState } from './state.js';

/** `closed`, `connecting` or `open`. */
export const line = createState({ status: 'closed' });

const REASONS = {
  4400: 'The server did not understand the message.',
  4401: 'This key was not accepted. Enter another key at the top of the page.',
  4403: 'This key is not allowed to listen.',
  4408: 'The server waited too long for the connection to begin.',
  4429: 'This key has too many live connections. Close some, or raise the limit in the settings.',
};

let client;

function open() {
  const { endpoint } = session.get();
  const url = new URL(endpoint, location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return createClient({
    url: url.href,
    connectionParams: () => {
      const { key } = session.get();
      return key ? { Authorization: `Bearer ${key}` } : {};
    },
    keepAlive: 15_000,
    retryAttempts: 10,
    // A server that refuses the key says so with a code in the 4400s, and means it.
    shouldRetry: (event) => !(event instanceof CloseEvent && event.code >= 4400 && event.code < 4500),
    on: {
      connecting: () => line.set({ status: 'connecting' }),
      connected: () => {
        line.set({ status: 'open' });
        session.set({ standing: 'accepted' });
      },
      closed: (event) => {
        line.set({ status: 'closed' });
        if (event instanceof CloseEvent && event.code === 4401) session.set({ standing: 'refused' });
      },
    },
  });
}

/** Start a subscription. `payload` is read again after a lost connection. Returns the function that stops it. */
export function subscribe(payload, sink) {
  client ??= open();
  return client.subscribe(payload, sink);
}

/** Hang up, so that the next subscription speaks with the key of now. */
export function hangUp() {
  client?.dispose();
  client = undefined;
  line.set({ status: 'closed' });
}

/** What ended a subscription, as GraphQL errors in plain words. */
export function errorsOf(cause) {
  if (Array.isArray(cause)) return cause;
  if (cause instanceof CloseEvent) {
    const reason = REASONS[cause.code] ?? 'The live connection was lost.';
    return [{ message: reason, extensions: { code: cause.code, reason: cause.reason || undefined } }];
  }
  if (cause instanceof Error) return [{ message: cause.message }];
  return [{ message: 'The live connection could not be opened. Is the server running?' }];
}
