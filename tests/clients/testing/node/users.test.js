// What a user of node:test has.

import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { GraphQLErrors, sandboxed, server, TimeoutError, UserErrors } from "paygraph-testing";

const CREATE =
  "mutation($input: CustomerCreateInput) { customerCreate(input: $input) { customer { id } userErrors { message } } }";
const ALL = "{ customers { totalCount } account { id } }";

const created = async (paygraph, input) => (await paygraph.query(CREATE, { input })).customerCreate.customer.id;

describe("side by side", { concurrency: true }, () => {
  for (const number of [0, 1, 2, 3]) {
    test(
      `no test meets another ${number}`,
      sandboxed(async (paygraph) => {
        assert.equal((await paygraph.query(ALL)).customers.totalCount, 0);
        for (let made = 0; made < number; made += 1) await created(paygraph, { name: "Ada" });
        const found = await paygraph.query(ALL);
        assert.equal(found.customers.totalCount, number);
        assert.equal(found.account.id, paygraph.account);
        await paygraph.reset();
        assert.equal((await paygraph.query(ALL)).customers.totalCount, 0);
      }),
    );
  }
});

test(
  "events are waited for",
  sandboxed(async (paygraph) => {
    const first = await created(paygraph, { name: "Ada" });
    await created(paygraph, { name: "Bob" });
    assert.equal((await paygraph.waitFor("customer.*")).data.object.id, first);
    assert.equal((await paygraph.waitFor("customer.created")).data.object.name, "Bob");
    const waiting = paygraph.waitFor(["customer.created", "customer.updated"], ({ data }) => data.object.name === "Cy");
    await created(paygraph, { name: "Di" });
    const third = await created(paygraph, { name: "Cy" });
    assert.equal((await waiting).data.object.id, third);
    await assert.rejects(paygraph.waitFor("invoice.paid", undefined, { seconds: 0.2 }), (error) => {
      assert.ok(error instanceof TimeoutError);
      assert.match(error.message, /invoice\.paid/);
      return true;
    });
  }),
);

test(
  "time is moved",
  sandboxed(async (paygraph) => {
    const clock = await paygraph.clock(new Date("2030-01-01T00:00:00Z"));
    await created(paygraph, { name: "Ada", testClock: clock.id });
    const shown = async () =>
      (await paygraph.query("query($id: ID!) { testClock(id: $id) { frozenTime status } }", { id: clock.id })).testClock;
    assert.equal((await clock.advance({ days: 400, hours: 1 })).toISOString(), "2031-02-05T01:00:00.000Z");
    assert.deepEqual(await shown(), { frozenTime: "2031-02-05T01:00:00Z", status: "READY" });
    await clock.advance(new Date("2031-03-01T00:00:00Z"));
    assert.deepEqual(await shown(), { frozenTime: "2031-03-01T00:00:00Z", status: "READY" });
    await assert.rejects(clock.advance({ fortnights: 1 }), /not by fortnights/);
  }),
);

test(
  "what is wrong is thrown",
  sandboxed(async (paygraph) => {
    await assert.rejects(paygraph.query("{ nope }"), (error) => error instanceof GraphQLErrors && /nope/.test(error.message));
    await assert.rejects(paygraph.query(CREATE, { input: { email: "nope" } }), (error) => {
      assert.ok(error instanceof UserErrors);
      assert.equal(error.mutation, "customerCreate");
      assert.match(error.message, /email/);
      return true;
    });
  }),
);

test(
  "its keys open it to any client",
  sandboxed(async (paygraph) => {
    for (const key of [paygraph.secretKey, paygraph.publishableKey]) {
      const response = await fetch(paygraph.graphqlUrl, {
        method: "POST",
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
        body: JSON.stringify({ query: "{ __typename }" }),
      });
      assert.deepEqual((await response.json()).data, { __typename: "Query" });
    }
  }),
);

test(
  "it is seeded, and named after its test",
  sandboxed(
    async (paygraph, context) => {
      assert.equal((await paygraph.query("{ customers { totalCount } }")).customers.totalCount, 3);
      const { url, key } = await server();
      const response = await fetch(`${url}/graphql`, {
        method: "POST",
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
        body: JSON.stringify({ query: `{ sandbox(id: "${paygraph.id}") { name } }` }),
      });
      assert.equal((await response.json()).data.sandbox.name, context.name);
    },
    { seed: { name: "SHOP" } },
  ),
);
