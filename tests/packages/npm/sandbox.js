// Sandbox: an account of its own on a running server, with its clocks and its events.

"use strict";

const { Client } = require("./client.js");
const { follow, named, TimeoutError } = require("./events.js");
const { server } = require("./server.js");

const REFUSED = "userErrors { code field message }";
const CREATE = `mutation($input: SandboxCreateInput) {
  made: sandboxCreate(input: $input) { sandbox { id account secretKey publishableKey expiresAt } ${REFUSED} }
}`;
const RESET = `mutation($id: ID!) { sandboxReset(id: $id) { ${REFUSED} } }`;
const DELETE = `mutation($id: ID!) { sandboxDelete(id: $id) { ${REFUSED} } }`;
const CLOCK = `mutation($input: TestClockCreateInput!) { made: testClockCreate(input: $input) { testClock { id } ${REFUSED} } }`;
const ADVANCE = `mutation($id: ID!, $input: TestClockAdvanceInput!) { testClockAdvance(id: $id, input: $input) { ${REFUSED} } }`;
const LASTS = 3600;
const MILLISECONDS = { weeks: 604_800_000, days: 86_400_000, hours: 3_600_000, minutes: 60_000, seconds: 1000 };

/** A new sandbox. `input` is that of `sandboxCreate`; it expires after an hour unless `expiresIn` says otherwise. */
async function createSandbox(input = {}) {
  const { url, key } = await server();
  return Sandbox.create(url, key, { expiresIn: LASTS, ...input });
}

/** A test that is given a sandbox no other test meets, which is deleted when the test ends. */
function sandboxed(run, input = {}) {
  // By its parameters, Jest would take this for a test that calls back.
  return async (...args) => {
    const name = String(args[0]?.task?.name ?? args[0]?.name ?? "").slice(-200) || undefined;
    const sandbox = await createSandbox({ name, ...input });
    try {
      await run(sandbox, ...args);
    } finally {
      await sandbox.delete();
    }
  };
}

class Sandbox extends Client {
  #owner;
  #cursor = "0";

  constructor(owner, shown) {
    super(owner.url, shown.secretKey);
    this.#owner = owner;
    this.id = shown.id;
    this.account = shown.account;
    this.secretKey = shown.secretKey;
    this.publishableKey = shown.publishableKey;
  }

  /** A new sandbox of the account that `key` opens. `input` is that of `sandboxCreate`. */
  static async create(url, key, input = {}) {
    const owner = new Client(url, key);
    return new Sandbox(owner, (await owner.query(CREATE, { input })).made.sandbox);
  }

  /** Delete all that it holds, and seed it again. Its keys stay. */
  async reset() {
    await this.#owner.query(RESET, { id: this.id });
  }

  /** Delete it, with all that it holds. */
  async delete() {
    await this.#owner.query(DELETE, { id: this.id });
  }

  async [Symbol.asyncDispose]() {
    await this.delete();
  }

  /** A new test clock, which shows `at`; by default the present. */
  async clock(at = new Date(Math.trunc(Date.now() / 1000) * 1000)) {
    const { made } = await this.query(CLOCK, { input: { frozenTime: at } });
    return new Clock(this, made.testClock.id, at);
  }

  /** The events after the last one that was taken, oldest first, from the sandbox's beginning. */
  async *events(types = [], { seconds = 10 } = {}) {
    for await (const event of follow(this, this.#cursor, [types].flat(), seconds)) {
      this.#cursor = event.cursor;
      yield event;
    }
  }

  /** The next event of these types for which `where` holds. Throws TimeoutError. */
  async waitFor(types = [], where = () => true, { seconds = 10 } = {}) {
    const end = Date.now() + seconds * 1000;
    for await (const event of this.events(types, { seconds })) {
      if (where(event)) return event;
      if (Date.now() > end) break;
    }
    throw new TimeoutError(`No event ${named([types].flat())} that is meant came within ${seconds} seconds.`);
  }
}

/** A test clock: objects under it live by its time. `id` is what `testClock` of an input takes. */
class Clock {
  #sandbox;

  constructor(sandbox, id, now) {
    this.#sandbox = sandbox;
    this.id = id;
    this.now = now;
  }

  /** Move to a later time, or by `{ days: 30 }`. Returns it once all that fell due on the way has happened. */
  async advance(to) {
    // Not by its class: a runner may give each test a Date of its own.
    const at = typeof to.getTime === "function" ? to : new Date(this.now.getTime() + lengthOf(to));
    await this.#sandbox.query(ADVANCE, { id: this.id, input: { frozenTime: at, wait: true } });
    this.now = at;
    return at;
  }
}

function lengthOf(by) {
  return Object.entries(by).reduce((sum, [unit, count]) => {
    if (!(unit in MILLISECONDS)) throw new TypeError(`A clock moves by ${Object.keys(MILLISECONDS)}, not by ${unit}.`);
    return sum + count * MILLISECONDS[unit];
  }, 0);
}

module.exports = { Clock, createSandbox, Sandbox, sandboxed };
