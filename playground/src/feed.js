/** The Live pane's own subscription: every event from when it was opened, whatever the tabs are doing. */
import { session } from './session.js';
import { errorsOf, hangUp, subscribe } from './socket.js';
import { createState } from './state.js';

/** How many events the pane keeps; older ones are let go. */
const KEPT = 200;

export const feed = createState({ on: false, paused: false, events: [], count: 0, error: null });

/** The subscription that counts; one that was stopped may still say that it ended. */
let current = null;

const document = (after) =>
  `subscription Feed { events${after ? `(after: ${JSON.stringify(after)})` : ''} { id type created data { object } } }`;

export function start() {
  if (current) return;
  // The socket reads the payload again when it reconnects: with the last id in it, the feed goes on without a gap.
  const payload = { query: document(feed.get().events[0]?.id) };
  const mine = {};
  const end = (error) => {
    if (current !== mine) return;
    current = null;
    feed.set({ on: false, error });
  };
  current = mine;
  feed.set({ on: true, paused: false, error: null });
  mine.stop = subscribe(payload, {
    next({ data, errors }) {
      if (current !== mine) return;
      if (errors) feed.set({ error: errors[0].message });
      const event = data?.events;
      if (!event) return;
      payload.query = document(event.id);
      feed.set(({ events, count }) => ({ events: [event, ...events].slice(0, KEPT), count: count + 1 }));
    },
    error(cause) {
      const [{ message, extensions }] = errorsOf(cause);
      if (current !== mine) return;
      // What came after the last event shown is gone: listening again begins anew.
      if (/^cursor_expired$/i.test(extensions?.code)) clear();
      end(message);
    },
    complete: () => end(null),
  });
}

function halt() {
  current?.stop();
  current = null;
  feed.set({ on: false });
}

export function pause() {
  halt();
  feed.set({ paused: true });
}

/** The pane was opened: listen, unless the reader said to pause. */
export function open() {
  if (!feed.get().paused) start();
}

export function clear() {
  feed.set({ events: [], count: 0 });
}

/** Another key sees another account: what was shown is not its own, and the socket speaks for the old one. */
export function followKey() {
  let { key } = session.get();
  return session.subscribe((now) => {
    if (now.key === key) return;
    key = now.key;
    const wasOn = feed.get().on || feed.get().error !== null;
    halt();
    hangUp();
    feed.set({ events: [], count: 0, error: null });
    if (wasOn) start();
  });
}
