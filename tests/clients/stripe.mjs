// Stripe's own library: it verifies what webhooks are signed with, and parses what they carry.
import { createServer } from 'node:http';
import { once } from 'node:events';
import Stripe from 'stripe';
import { AUTHORIZATION, URL_HTTP, assert, test } from './harness.mjs';

const stripe = new Stripe('sk_test_nothing', { apiVersion: '2024-12-18.acacia' });
const received = [];
const waiting = [];

const receiver = createServer((request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    received.push({ body: Buffer.concat(parts), signature: request.headers['stripe-signature'] });
    response.end();
    waiting.splice(0).forEach((wake) => wake());
  });
});
receiver.listen(0, '127.0.0.1');
await once(receiver, 'listening');
const url = `http://127.0.0.1:${receiver.address().port}/`;
test.after(() => receiver.close());

async function ask(query, variables) {
  const headers = { Authorization: AUTHORIZATION, 'Content-Type': 'application/json' };
  const response = await fetch(URL_HTTP, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
  const { data, errors } = await response.json();
  assert.equal(errors, undefined);
  return data;
}

async function arrivals(count) {
  while (received.length < count) await new Promise((wake) => waiting.push(wake));
  return received.splice(0, count);
}

const CREATE = `mutation Create($input: WebhookEndpointCreateInput!) {
  webhookEndpointCreate(input: $input) { webhookEndpoint { id secret } userErrors { message } }
}`;
const PAY = `mutation Pay($input: PaymentIntentCreateInput!) {
  paymentIntentCreate(input: $input) { paymentIntent { id amount { amount } } userErrors { message } }
}`;
const ROLL = `mutation Roll($id: ID!) {
  webhookEndpointRollSecret(id: $id, input: { expiresIn: 60 }) { webhookEndpoint { secret } userErrors { message } }
}`;
const DELETE = 'mutation Delete($id: ID!) { webhookEndpointDelete(id: $id) { webhookEndpoint { deleted } } }';
const PAYMENT = { amount: 2000, currency: 'usd', paymentMethod: 'pm_card_visa', confirm: true };

async function endpoint(...enabledEvents) {
  const { webhookEndpointCreate } = await ask(CREATE, { input: { url, enabledEvents } });
  assert.deepEqual(webhookEndpointCreate.userErrors, []);
  return webhookEndpointCreate.webhookEndpoint;
}

test('verifies a signature and parses the event', async () => {
  const { id, secret } = await endpoint('payment_intent.succeeded');
  const { paymentIntentCreate } = await ask(PAY, { input: PAYMENT });
  const [{ body, signature }] = await arrivals(1);
  const event = stripe.webhooks.constructEvent(body, signature, secret);
  assert.equal(event.object, 'event');
  assert.equal(event.type, 'payment_intent.succeeded');
  assert.equal(event.api_version, '2024-12-18.acacia');
  assert.equal(event.livemode, false);
  assert.equal(event.pending_webhooks, 1);
  assert.ok(Math.abs(event.created - Date.now() / 1000) < 300);
  assert.match(event.request.id, /^req_/);
  const intent = event.data.object;
  assert.equal(intent.object, 'payment_intent');
  assert.equal(intent.id, paymentIntentCreate.paymentIntent.id);
  assert.equal(intent.amount_received, 2000);
  assert.equal(intent.status, 'succeeded');
  assert.match(intent.latest_charge, /^ch_/);
  await ask(DELETE, { id });
});

test('refuses what was tampered with, and another secret', async () => {
  const { id, secret } = await endpoint('payment_intent.succeeded');
  await ask(PAY, { input: PAYMENT });
  const [{ body, signature }] = await arrivals(1);
  const forged = Buffer.from(body.toString().replace('2000', '9000'));
  const { StripeSignatureVerificationError } = Stripe.errors;
  assert.throws(() => stripe.webhooks.constructEvent(forged, signature, secret), StripeSignatureVerificationError);
  assert.throws(() => stripe.webhooks.constructEvent(body, signature, 'whsec_x'), StripeSignatureVerificationError);
  await ask(DELETE, { id });
});

test('takes either secret while one is being rolled', async () => {
  const { id, secret } = await endpoint('payment_intent.succeeded');
  const { webhookEndpointRollSecret } = await ask(ROLL, { id });
  await ask(PAY, { input: PAYMENT });
  const [{ body, signature }] = await arrivals(1);
  for (const either of [secret, webhookEndpointRollSecret.webhookEndpoint.secret]) {
    assert.equal(stripe.webhooks.constructEvent(body, signature, either).type, 'payment_intent.succeeded');
  }
  await ask(DELETE, { id });
});

test('parses a thin event', async () => {
  const { eventDestinationCreate } = await ask(
    `mutation Create($input: EventDestinationCreateInput!) {
      eventDestinationCreate(input: $input) {
        eventDestination { id webhookEndpoint { signingSecret } } userErrors { message }
      }
    }`,
    {
      input: {
        name: 'Thin', enabledEvents: ['v1.payment_intent.succeeded'], eventPayload: 'THIN', type: 'WEBHOOK_ENDPOINT',
        webhookEndpoint: { url },
      },
    },
  );
  assert.deepEqual(eventDestinationCreate.userErrors, []);
  const { id, webhookEndpoint } = eventDestinationCreate.eventDestination;
  const { paymentIntentCreate } = await ask(PAY, { input: PAYMENT });
  const [{ body, signature }] = await arrivals(1);
  const event = stripe.parseThinEvent(body, signature, webhookEndpoint.signingSecret);
  assert.equal(event.type, 'v1.payment_intent.succeeded');
  assert.equal(event.related_object.id, paymentIntentCreate.paymentIntent.id);
  assert.equal(event.reason.request.id, event.reason.id);
  await ask('mutation Delete($id: ID!) { eventDestinationDelete(id: $id) { userErrors { message } } }', { id });
});
