// A thread that joins, takes a partition of the first pass that comes, and never answers: it ends, or sleeps if its address ends with "#sleeps".
// The words are those of src/workers/control.ts: 0 the tick, 1 the next partition, 2 the pass, 6 threads that are there.
import { parentPort } from "node:worker_threads";

parentPort?.on("message", ({ join: { control } }) => {
  const words = new Int32Array(control);
  let seen = Atomics.load(words, 0);
  Atomics.add(words, 6, 1);
  parentPort?.postMessage({ joined: 1 });
  for (;;) {
    while (Atomics.load(words, 0) === seen) {} // awake, to be faster than the thread that leads
    seen = Atomics.load(words, 0);
    const given = Atomics.add(words, 1, 1);
    const pass = Atomics.load(words, 2);
    if (given >>> 16 === pass >>> 16 && (given & 0xffff) < (pass & 0xffff)) break;
  }
  if (import.meta.url.endsWith("#sleeps")) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  process.exit(3);
});
