// The code of a thread that fits groups: an entry of its own, dist/groups-worker.mjs.
import { builtin } from "../base/host.js";
import { load } from "../index.js";
import { serve } from "./hands.js";

const port = builtin<{ parentPort: unknown }>("node:worker_threads")?.parentPort ?? globalThis;
serve(port as Parameters<typeof serve>[0], load());
