// paygraph in tests: a server for the run, and a sandbox for each test.
//
// In CommonJS, which Jest takes without settings, and which `import` takes as well.

"use strict";

const { Client, GraphQLErrors, UserErrors } = require("./client.js");
const { TimeoutError } = require("./events.js");
const { Clock, Sandbox, createSandbox, sandboxed } = require("./sandbox.js");
const { NoServer, server } = require("./server.js");

module.exports = {
  Client,
  Clock,
  createSandbox,
  GraphQLErrors,
  NoServer,
  Sandbox,
  sandboxed,
  server,
  TimeoutError,
  UserErrors,
};
