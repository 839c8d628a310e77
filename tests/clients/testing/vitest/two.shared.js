import { test } from "vitest";

import { sandboxed } from "paygraph-testing";

import { note } from "../node/note.js";

test("it is noted", sandboxed(note));
