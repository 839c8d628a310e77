import { test } from "node:test";

import { sandboxed } from "paygraph-testing";

import { note } from "./note.js";

test("it is noted", sandboxed(note));
