// What a user of Jest has: the package is required, and the runner would take a test with parameters for one that calls back.

const assert = require("node:assert/strict");
const { test } = require("node:test");

const { sandboxed } = require("paygraph-testing");

const empty = sandboxed(async (paygraph) => {
  assert.equal((await paygraph.query("{ customers { totalCount } }")).customers.totalCount, 0);
});

test("a program in CommonJS has a sandbox", empty);

test("a test has no parameters", () => assert.equal(empty.length, 0));
