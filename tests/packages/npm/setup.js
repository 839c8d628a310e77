// `globalSetup` of vitest and Jest: the server is there before the first test, whose time would not be enough to start it.

"use strict";

const { server } = require("./server.js");

module.exports = async () => {
  await server();
};
