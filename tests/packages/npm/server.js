// The server that tests run against: the one that PAYGRAPH_URL names, or one that is started for the run.
//
// Processes that test side by side share one: a keeper (keeper.js) holds it for as long as any of them is connected.

"use strict";

const { spawn } = require("node:child_process");
const { createHash } = require("node:crypto");
const { lstatSync, mkdirSync } = require("node:fs");
const { connect } = require("node:net");
const { tmpdir, userInfo } = require("node:os");
const { join } = require("node:path");
const { setTimeout: pause } = require("node:timers/promises");

const KEEPER = join(__dirname, "keeper.js");
const PATIENCE = 180_000;
const BETWEEN = 200;

let found;

/** There is no server to test against, and why. */
class NoServer extends Error {
  name = "NoServer";
}

/** Where the server is, and a secret key of test mode that may create sandboxes. Throws NoServer. */
function server() {
  found ??= find();
  return found;
}

async function find() {
  const { PAYGRAPH_URL: url, PAYGRAPH_KEY: key } = process.env;
  if (!url) return shared();
  if (!key) {
    throw new NoServer("PAYGRAPH_URL names a server; name a secret key of test mode in PAYGRAPH_KEY, too.");
  }
  return { url: url.replace(/\/+$/, ""), key };
}

async function shared() {
  const folder = meeting();
  const end = Date.now() + PATIENCE;
  for (let tried = 0; Date.now() < end; tried += 1) {
    const told = await ask(join(folder, "socket"));
    if (told?.error) throw new NoServer(told.error);
    if (told) return told;
    if (tried % 10 === 0) spawn(process.execPath, [KEEPER, folder], { detached: true, stdio: "ignore" }).unref();
    await pause(BETWEEN);
  }
  throw new NoServer("No server has started within three minutes. See whether `paygraph serve` starts one.");
}

// Where the processes of a project meet: a folder that is the user's alone, as the server's key is handed out there.
function meeting() {
  const project = createHash("sha256").update(process.cwd()).digest("hex").slice(0, 12);
  const folder = join(tmpdir(), `paygraph-testing-${userInfo().uid}-${project}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { uid, mode } = lstatSync(folder);
  if (uid !== userInfo().uid || mode & 0o077) throw new NoServer(`${folder} is open to others. Remove it.`);
  return folder;
}

// What the keeper tells; null where there is none. The connection stays, for as long as this process does.
function ask(path) {
  return new Promise((resolve) => {
    let text = "";
    const socket = connect(path);
    socket.setEncoding("utf8");
    socket.on("data", (part) => {
      text += part;
      if (!text.endsWith("\n")) return;
      socket.unref();
      resolve(JSON.parse(text));
    });
    socket.on("error", () => resolve(null));
    socket.on("close", () => resolve(null));
  });
}

module.exports = { NoServer, server };
