// The code of a thread that holds rows: an entry of its own, dist/rows-worker.mjs.
import { parentPort } from "node:worker_threads";
import { serveRows } from "../stream/index.js";

serveRows(parentPort);
