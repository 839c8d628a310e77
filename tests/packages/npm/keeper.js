// Keeper: holds a server for as long as anyone is connected to the socket in the folder that it is given, and a little
// longer, so that the next process of a run finds it.

"use strict";

const { spawn } = require("node:child_process");
const { createWriteStream, mkdtempSync, rmSync, statSync, unlinkSync } = require("node:fs");
const { connect, createServer } = require("node:net");
const { tmpdir } = require("node:os");
const { join } = require("node:path");

const LINGERS = 5000;
const ENDS_WITHIN = 20_000;
const READY = /ready at (http:\/\/\S+)/;
const SECRET = /Secret key +(sk_test_\w+)/;
// How the last line begins that a server prints when it is ready.
const LAST = /^Ctrl-C/m;

const [folder] = process.argv.slice(2);
const path = join(folder, "socket");
const log = join(folder, "paygraph.log");
const clients = new Set();
let told = null;
let child = null;
let data = null;
let own = null;
let leaving;
let isEnding = false;

const meeting = createServer((client) => {
  clients.add(client);
  clearTimeout(leaving);
  if (told) client.write(told);
  client.on("error", () => {});
  client.on("close", () => {
    clients.delete(client);
    if (clients.size === 0 && !isEnding) linger();
  });
});

meeting.on("error", (error) => {
  if (error.code !== "EADDRINUSE") throw error;
  // Another keeper has it; or it was left by one that was killed.
  connect(path)
    .on("connect", () => process.exit(0))
    .on("error", () => {
      rmSync(path, { force: true });
      meeting.listen(path);
    });
});

meeting.listen(path, () => {
  own = statSync(path).ino;
  linger();
  // Where two keepers found what a killed one had left, the last to take it is the one.
  setInterval(() => isOwn() || end(), 1000).unref();
  start();
});

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, end);

function start() {
  const environment = Object.entries(process.env).filter(([name]) => !/^(PAYGRAPH_|DATABASE_URL$)/.test(name));
  const limits = { PAYGRAPH_REQUESTS_PER_SECOND: "100000", PAYGRAPH_BURST: "100000" };
  data = mkdtempSync(join(tmpdir(), "paygraph-"));
  const options = ["serve", "--empty", "--port", "0", "--data", join(data, "data")];
  child = spawn("paygraph", options, { env: { ...Object.fromEntries(environment), ...limits } });
  child.stderr.pipe(createWriteStream(log));
  let said = "";
  child.stdout.on("data", (part) => {
    said += part;
    if (told || !LAST.test(said)) return;
    tell({ url: READY.exec(said)?.[1], key: SECRET.exec(said)?.[1] });
  });
  child.on("error", () => {
    child = null;
    fail("There is no command paygraph to start. Install paygraph, or name a server in PAYGRAPH_URL.");
  });
  child.on("exit", () => {
    child = null;
    fail(`paygraph did not start, or has ended; what it said is in ${log}.`);
  });
}

function tell(answer) {
  told = `${JSON.stringify(answer)}\n`;
  for (const client of clients) client.write(told);
}

function fail(error) {
  if (!told) tell({ error });
  // Whoever asked for the server may still be on the way.
  if (clients.size > 0) end();
  else linger();
}

function linger() {
  clearTimeout(leaving);
  leaving = setTimeout(end, LINGERS);
}

function isOwn() {
  try {
    return statSync(path).ino === own;
  } catch {
    return false;
  }
}

function end() {
  if (isEnding) return;
  isEnding = true;
  clearTimeout(leaving);
  if (isOwn()) unlinkSync(path);
  for (const client of clients) client.end();
  if (child === null) {
    // The clients read why, first.
    setTimeout(leave, 200);
    return;
  }
  child.removeAllListeners("exit").on("exit", leave).kill("SIGINT");
  setTimeout(() => child.kill("SIGKILL"), ENDS_WITHIN).unref();
}

function leave() {
  if (data) rmSync(data, { recursive: true, force: true });
  // Without closing the socket, which would remove that of a keeper that has come since.
  process.exit(0);
}
