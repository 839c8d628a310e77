// graphql-ws's own client over graphql-transport-ws: operations, ways of giving the key, pings, and its close codes.
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import {
  AUTHORIZATION, KEY, MUTATION, QUERY, SUBSCRIPTION, URL_WS,
  assert, assertCreated, assertCustomers, assertEvent, somebody, test, whileCreating,
} from './harness.mjs';

function client(options = {}) {
  return createClient({
    url: URL_WS, webSocketImpl: WebSocket, retryAttempts: 0, connectionParams: { Authorization: AUTHORIZATION }, ...options,
  });
}

function once(client, request) {
  return new Promise((resolve, reject) => {
    let last;
    client.subscribe(request, { next: (value) => { last = value; }, error: reject, complete: () => resolve(last) });
  });
}

function first(client, request) {
  return new Promise((resolve, reject) => {
    const stop = client.subscribe(request, {
      next: (value) => { resolve(value); queueMicrotask(() => stop()); }, error: reject, complete: () => {},
    });
  });
}

test('runs a query', async () => {
  const socket = client();
  assertCustomers((await once(socket, { query: QUERY })).data);
  await socket.dispose();
});

test('runs a mutation', async () => {
  const socket = client();
  const variables = somebody();
  assertCreated((await once(socket, { query: MUTATION, variables })).data, variables);
  await socket.dispose();
});

test('runs a subscription', async () => {
  const socket = client();
  assertEvent((await whileCreating(first(socket, { query: SUBSCRIPTION }))).data);
  await socket.dispose();
});

test('receives events with typed objects', async () => {
  const socket = client();
  const query = `subscription {
    events(types: ["customer.created"], after: "0") { type data { object } snapshot { __typename id ... on Customer { name email } } }
  }`;
  const { type, data, snapshot } = (await first(socket, { query })).data.events;
  assert.equal(type, 'customer.created');
  const { id, name, email } = data.object;
  assert.match(id, /^cus_/);
  assert.ok(name);
  assert.deepEqual({ ...snapshot }, { __typename: 'Customer', id, name, email });
  await socket.dispose();
});

for (const [name, connectionParams] of Object.entries({
  'authorization in lower case': { authorization: AUTHORIZATION },
  'apiKey alone': { apiKey: KEY },
  'nested headers': { headers: { Authorization: AUTHORIZATION } },
})) {
  test(`takes the key as ${name}`, async () => {
    const socket = client({ connectionParams });
    assertCustomers((await once(socket, { query: QUERY })).data);
    await socket.dispose();
  });
}

test('takes the key from the upgrade request, with a null payload', async () => {
  class WithHeader extends WebSocket {
    constructor(url, protocols) { super(url, protocols, { headers: { authorization: AUTHORIZATION } }); }
  }
  const socket = client({ webSocketImpl: WithHeader, connectionParams: undefined });
  assertCustomers((await once(socket, { query: QUERY })).data);
  await socket.dispose();
});

test('answers a syntax error and an unknown operation with errors, and stays open', async () => {
  const socket = client({ lazy: false });
  await assert.rejects(once(socket, { query: '{' }), ([error]) => error.extensions.code === 'GRAPHQL_PARSE_FAILED');
  await assert.rejects(once(socket, { query: '{ nothingOfTheKind }' }), ([error]) => error.extensions.code === 'GRAPHQL_VALIDATION_FAILED');
  await assert.rejects(once(socket, { query: QUERY, operationName: 'Other' }), ([error]) => error.extensions.code === 'BAD_REQUEST');
  assertCustomers((await once(socket, { query: QUERY })).data);
  await socket.dispose();
});

test('answers the pings of the client', async () => {
  const ponged = new Promise((resolve) => {
    const socket = client({ lazy: false, keepAlive: 20, on: { pong: (received) => { if (received) resolve(socket.dispose()); } } });
  });
  await ponged;
});

// The protocol's refusals, word by word: a client that keeps the protocol can't provoke most of them.
function raw(messages, { protocol = 'graphql-transport-ws', binary = false } = {}) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(URL_WS, protocol);
    const received = [];
    socket.on('error', reject);
    socket.on('message', (data) => received.push(JSON.parse(data)));
    socket.on('open', () => { for (const message of messages) socket.send(typeof message === 'string' ? message : JSON.stringify(message), { binary }); });
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString(), received }));
  });
}

const init = { type: 'connection_init', payload: { Authorization: AUTHORIZATION } };
const watch = { id: '1', type: 'subscribe', payload: { query: SUBSCRIPTION } };

test('4400: a message that is not JSON', async () => assert.equal((await raw(['{'])).code, 4400));
test('4400: a message of an unknown type', async () => assert.equal((await raw([{ type: 'start' }])).code, 4400));
test('4400: a binary frame', async () => assert.equal((await raw([init], { binary: true })).code, 4400));
test('4400: an operation without a query', async () => assert.equal((await raw([init, { id: '1', type: 'subscribe', payload: {} }])).code, 4400));
test('4401: a subscription before the connection is acknowledged', async () => assert.equal((await raw([watch])).code, 4401));
test('4401: no key', async () => assert.equal((await raw([{ type: 'connection_init' }])).code, 4401));
test('4401: no key, with a null payload', async () => assert.equal((await raw([{ type: 'connection_init', payload: null }])).code, 4401));
test('4401: a key that does not exist', async () => {
  const { code, reason, received } = await raw([{ type: 'connection_init', payload: { Authorization: 'Bearer sk_test_nobody' } }]);
  assert.equal(code, 4401);
  assert.ok(reason.length > 0);
  assert.deepEqual(received, []);
});
test('4406: an unknown subprotocol', async () => {
  const socket = new WebSocket(URL_WS);
  assert.equal(await new Promise((resolve) => { socket.on('close', resolve); }), 4406);
});
test('4408: no connection_init in time', async () => assert.equal((await raw([])).code, 4408));
test('4409: an id that is in use', async () => assert.equal((await raw([init, watch, watch])).code, 4409));
test('4429: a second connection_init', async () => {
  const { code, received } = await raw([init, init]);
  assert.equal(code, 4429);
  assert.equal(received[0].type, 'connection_ack');
});
test('a ping is answered with its payload, even before connection_init', async () => {
  const { received } = await raw([{ type: 'ping', payload: { n: 1 } }, { type: 'pong' }, '{']);
  assert.deepEqual(received, [{ type: 'pong', payload: { n: 1 } }]);
});
