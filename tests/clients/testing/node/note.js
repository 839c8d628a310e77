// Notes where a test met its server.

import { writeFileSync } from "node:fs";
import { join } from "node:path";

export const note = (paygraph) => writeFileSync(join(process.env.NOTES, paygraph.id), paygraph.url);
