// What a user of vitest has.

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { createSandbox, sandboxed } from "paygraph-testing";

const CREATE =
  "mutation($input: CustomerCreateInput) { customerCreate(input: $input) { customer { id } userErrors { message } } }";

test(
  "a trial ends",
  sandboxed(async (paygraph) => {
    const clock = await paygraph.clock();
    const { customerCreate } = await paygraph.query(
      "mutation($input: CustomerCreateInput) { customerCreate(input: $input) { customer { id } userErrors { message } } }",
      { input: { name: "Ada", testClock: clock.id } },
    );
    await clock.advance({ days: 30 });
    const event = await paygraph.waitFor("customer.*");
    expect(event.data.object.id).toBe(customerCreate.customer.id);
  }),
);

test.concurrent.each([1, 2, 3])("no test meets another (%i)", (number) =>
  sandboxed(async (paygraph) => {
    for (let made = 0; made < number; made += 1) await paygraph.query(CREATE, { input: { name: "Ada" } });
    expect((await paygraph.query("{ customers { totalCount } }")).customers.totalCount).toBe(number);
  })(),
);

describe("hooks", () => {
  let paygraph;

  beforeEach(async () => {
    paygraph = await createSandbox({ country: "DE" });
  });

  afterEach(() => paygraph.delete());

  test("a sandbox is made for each test", async () => {
    expect((await paygraph.query("{ account { country } }")).account.country).toBe("DE");
    await expect(paygraph.query(CREATE, { input: { email: "nope" } })).rejects.toThrow(/email/);
  });
});
