// Half a year of a subscription, in a second: KEY=sk_test_… node docs/half-a-year.mjs
const url = process.env.PAYGRAPH_URL ?? 'http://127.0.0.1:8000/graphql';
const headers = { Authorization: `Bearer ${process.env.KEY}`, 'Content-Type': 'application/json' };
const post = (query, variables, more) =>
  fetch(url, { method: 'POST', headers: { ...headers, ...more }, body: JSON.stringify({ query, variables }) });

/** The data of an operation; throws what refused it. */
async function graph(query, variables) {
  const { data, errors } = await (await post(query, variables)).json();
  const refused = errors ?? Object.values(data).flatMap((field) => field?.userErrors ?? []);
  if (refused.length) throw new Error(refused.map(({ message }) => message).join('\n'));
  return data;
}

// Live: each invoice that is paid, as it is paid.
const live = await post('subscription { events(types: ["invoice.paid"]) { created data { object } } }', {}, { Accept: 'text/event-stream' });
const followed = (async () => {
  let text = '';
  for await (const chunk of live.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const messages = text.split('\n\n');
    text = messages.pop();
    for (const message of messages) {
      const told = /^data: (.*"events".*)$/m.exec(message);
      if (!told) continue;
      const { created, data } = JSON.parse(told[1]).data.events;
      console.log(created.slice(0, 10), data.object.number, data.object.status, data.object.total);
      if (created >= '2026-06') return;
    }
  }
})();

// A clock that can be moved, and a customer who lives by it and pays with a test card.
const { testClockCreate: { testClock: clock } } = await graph(`mutation {
  testClockCreate(input: { frozenTime: "2026-01-31T12:00:00Z" }) { testClock { id } userErrors { message } }
}`);
const { customerCreate: { customer }, planCreate: { plan } } = await graph(`mutation Prepare($clock: ID!) {
  customerCreate(input: {
    name: "Ada Lovelace", testClock: $clock,
    paymentMethod: "pm_card_visa", invoiceSettings: { defaultPaymentMethod: "pm_card_visa" }
  }) { customer { id } userErrors { message } }
  planCreate(input: { currency: "usd", amount: 2000, interval: MONTH, productData: { name: "Team" } }) {
    plan { id } userErrors { message }
  }
}`, { clock: clock.id });

// A subscription, whose first invoice is paid at once.
await graph(`mutation Subscribe($customer: ID!, $plan: ID!) {
  subscriptionCreate(input: { customer: $customer, items: [{ price: $plan }] }) {
    subscription { id status } userErrors { message }
  }
}`, { customer: customer.id, plan: plan.id });

// Half a year passes: it renews on the last day of each month, and each renewal is invoiced and paid an hour later.
await graph(`mutation Wait($clock: ID!) {
  testClockAdvance(id: $clock, input: { frozenTime: "2026-07-01T00:00:00Z" }) { testClock { status } userErrors { message } }
}`, { clock: clock.id });
await followed;

const { customer: { subscriptions } } = await graph(`query Billed($customer: ID!) {
  customer(id: $customer) { subscriptions { nodes { status currentPeriodEnd } } }
}`, { customer: customer.id });
for (const { status, currentPeriodEnd } of subscriptions.nodes) console.log(status, 'until', currentPeriodEnd);
process.exit();
