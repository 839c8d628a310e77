// The old graphql-ws protocol, as subscriptions-transport-ws speaks it: operations, the key, keep-alives, close codes.
import legacy from 'subscriptions-transport-ws';
import WebSocket from 'ws';
import {
  AUTHORIZATION, KEY, MUTATION, QUERY, SUBSCRIPTION, URL_WS,
  assert, assertCreated, assertCustomers, assertEvent, somebody, test, whileCreating,
} from './harness.mjs';

const { SubscriptionClient } = legacy;

function client(connectionParams = { Authorization: AUTHORIZATION }) {
  return new SubscriptionClient(URL_WS, { connectionParams, reconnect: false }, WebSocket);
}

function first(client, request) {
  return new Promise((resolve, reject) => {
    client.request(request).subscribe({ next: resolve, error: reject });
  });
}

test('runs a query', async () => {
  const socket = client();
  assertCustomers((await first(socket, { query: QUERY })).data);
  socket.close();
});

test('runs a mutation', async () => {
  const socket = client();
  const variables = somebody();
  assertCreated((await first(socket, { query: MUTATION, variables })).data, variables);
  socket.close();
});

test('runs a subscription', async () => {
  const socket = client({ apiKey: KEY });
  assertEvent((await whileCreating(first(socket, { query: SUBSCRIPTION }))).data);
  socket.close();
});

test('answers a syntax error with an error, and stays open', async () => {
  const socket = client();
  await assert.rejects(first(socket, { query: '{' }), ({ extensions }) => extensions.code === 'GRAPHQL_PARSE_FAILED');
  assertCustomers((await first(socket, { query: QUERY })).data);
  socket.close();
});

test('tells the client when its key is bad', async () => {
  const error = await new Promise((connectionCallback) => {
    const connectionParams = { Authorization: 'Bearer sk_test_nobody' };
    new SubscriptionClient(URL_WS, { connectionParams, reconnect: false, connectionCallback }, WebSocket);
  });
  assert.equal(error.extensions.code, 'UNAUTHENTICATED');
});

function raw(messages, { until } = {}) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(URL_WS, 'graphql-ws');
    const received = [];
    socket.on('error', reject);
    socket.on('message', (data) => {
      received.push(JSON.parse(data));
      if (received.at(-1).type === until) socket.close();
    });
    socket.on('open', () => { for (const message of messages) socket.send(typeof message === 'string' ? message : JSON.stringify(message)); });
    socket.on('close', (code) => resolve({ code, received }));
  });
}

const init = { type: 'connection_init', payload: { Authorization: AUTHORIZATION } };
const watch = { id: '1', type: 'start', payload: { query: SUBSCRIPTION } };

test('keeps the connection alive with ka', async () => {
  const { received } = await raw([init], { until: 'ka' });
  assert.deepEqual(received.map(({ type }) => type), ['connection_ack', 'ka']);
});
test('1000: connection_terminate', async () => assert.equal((await raw([init, { type: 'connection_terminate' }])).code, 1000));
test('4400: a message that is not JSON', async () => assert.equal((await raw(['{'])).code, 4400));
test('4400: a message of the new protocol', async () => assert.equal((await raw([init, { id: '1', type: 'subscribe', payload: { query: QUERY } }])).code, 4400));
test('4401: a start before connection_init', async () => assert.equal((await raw([watch])).code, 4401));
test('4401: a key that does not exist', async () => {
  const { code, received } = await raw([{ type: 'connection_init', payload: { Authorization: 'Bearer sk_test_nobody' } }]);
  assert.equal(code, 4401);
  assert.deepEqual(received.map(({ type }) => type), ['connection_error']);
});
test('4408: no connection_init in time', async () => assert.equal((await raw([])).code, 4408));
test('4409: an id that is in use', async () => assert.equal((await raw([init, watch, watch])).code, 4409));
test('4429: a second connection_init', async () => assert.equal((await raw([init, init])).code, 4429));
test('stop frees the id at once', async () => {
  const query = { id: '1', type: 'start', payload: { query: QUERY } };
  const { code, received } = await raw([init, watch, { id: '1', type: 'stop' }, query], { until: 'complete' });
  assert.equal(code, 1005);
  assertCustomers(received.find(({ type }) => type === 'data').payload.data);
});
