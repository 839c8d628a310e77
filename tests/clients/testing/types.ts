// The types of the package, as a program in TypeScript has them.

import { test } from "node:test";

import { type Clock, createSandbox, type Event, type Sandbox, sandboxed, UserErrors } from "paygraph-testing";

declare const Typed: { __apiType?: (variables: { id: string }) => { customer: { name: string } | null } };

test(
  "types",
  sandboxed(
    async (paygraph, context: { name: string }) => {
      const { customer } = await paygraph.query(Typed, { id: "cus_1" });
      const name: string | undefined = customer?.name ?? context.name;
      // @ts-expect-error A number is no id.
      await paygraph.query(Typed, { id: 1 });
      const clock: Clock = await paygraph.clock(new Date());
      const now: Date = await clock.advance({ days: 1 });
      // @ts-expect-error There is no such unit.
      await clock.advance({ fortnights: 1 });
      const event: Event = await paygraph.waitFor(["invoice.*"], ({ type }) => type !== name, { seconds: 1 });
      for await (const { cursor } of paygraph.events()) if (cursor > event.cursor) break;
      return now;
    },
    { seed: { steps: [{ mutation: "customerCreate" }] } },
  ),
);

export async function made(): Promise<Sandbox> {
  await using sandbox = await createSandbox({ seed: { name: "SHOP" } });
  // @ts-expect-error There is no such seed.
  await createSandbox({ seed: { name: "NOPE" } });
  return sandbox.query("{ nope }").catch((error: unknown) => {
    if (error instanceof UserErrors) return error.errors[0]?.message;
    throw error;
  });
}
