// paygraph in tests: a server for the run, and a sandbox for each test.

export { Client, GraphQLErrors, UserErrors } from "./client.js";
export { TimeoutError } from "./events.js";
export { Clock, Sandbox, createSandbox, sandboxed } from "./sandbox.js";
export { NoServer, server } from "./server.js";
