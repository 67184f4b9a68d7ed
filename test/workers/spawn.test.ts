// How a thread starts: beside the library, from text where nobody finds that, or not at all, with a reason that helps.
import { describe, expect, it } from "vitest";
import { GlmError } from "../../src/index.js";
import { spawnHelper } from "../../src/workers/helpers.js";
import { type Listener, orElse, type Spawn, spawnAt, spawnText } from "../../src/workers/spawn.js";
import { endOfWorker, notStarted, whyNotStarted } from "../../src/workers/trouble.js";

const IGNORED: Listener = { answer: () => {}, died: () => {} };

/** A thread that is told to die. */
function dying(hasRun: boolean, posts: unknown[] = []): { spawn: Spawn; die: () => void; ended: () => number } {
  let die = (): void => {};
  let ended = 0;
  const spawn: Spawn = ({ died }) => {
    die = () => died("gone", hasRun);
    return { post: (message) => void posts.push(message), end: () => void ended++ };
  };
  return { spawn, die: () => die(), ended: () => ended };
}

describe("a thread that has another way", () => {
  it("takes it if its code never ran, with what it was told", () => {
    const [told, again]: [unknown[], unknown[]] = [[], []];
    const [first, second] = [dying(false, told), dying(true, again)];
    const ends: unknown[] = [];
    const thread = orElse(first.spawn, second.spawn)({ answer: () => {}, died: (...how) => ends.push(how) });
    thread.post("a");
    first.die();
    thread.post("b");
    expect([told, again, ends]).toEqual([["a"], ["a", "b"], []]);
    second.die();
    expect(ends).toEqual([["gone", true]]);
    thread.end();
    expect([first.ended(), second.ended()]).toEqual([0, 1]);
  });
  it("does not take it if its code ran, or after its end", () => {
    const ends: unknown[] = [];
    const never: Spawn = () => {
      throw new Error("not again");
    };
    const [ran, ended] = [dying(true), dying(false)];
    orElse(ran.spawn, never)({ answer: () => {}, died: (...how) => ends.push(how) });
    ran.die();
    expect(ends).toEqual([["gone", true]]);
    orElse(ended.spawn, never)({ answer: () => {}, died: (...how) => ends.push(how) }).end();
    ended.die();
    expect(ends).toHaveLength(1);
  });
  it("gives the first reason where neither starts", () => {
    const not =
      (reason: string): Spawn =>
      () => {
        throw new Error(reason);
      };
    expect(() => orElse(not("one"), not("two"))(IGNORED)).toThrow("one");
    const [first, ends] = [dying(false), [] as unknown[]];
    orElse(first.spawn, not("two"))({ answer: () => {}, died: (...how) => ends.push(how) });
    first.die();
    expect(ends).toEqual([["gone", false]]);
  });
});

describe("a thread in Node", () => {
  it("is refused at once where there is no file", () => {
    expect(() => spawnAt("/nowhere/worker.mjs")(IGNORED)).toThrow("there is no file /nowhere/worker.mjs");
  });
  it("runs text, and says that it does before it answers", async () => {
    const answer = await new Promise((resolve, reject) => {
      const code = `const { parentPort } = process.getBuiltinModule("node:worker_threads");
parentPort.postMessage({ ready: true }); parentPort.on("message", (m) => { parentPort.postMessage(m + 1); parentPort.close(); });`;
      spawnText(code)({ answer: resolve, died: reject }).post(1);
    });
    expect(answer).toBe(2);
  });
  it("of text that throws ends before it has run", async () => {
    const how = await new Promise((resolve) =>
      spawnText("throw new Error('broken')")({ answer: () => {}, died: (...all) => resolve(all) }),
    );
    expect(how).toEqual(["broken", false]);
  });
  it("helps in a shared memory though worker.mjs is not beside the library", () => {
    // the sources have worker.ts only
    const thread = spawnHelper(undefined)(IGNORED);
    thread.end();
    expect(() => spawnHelper("/nowhere/worker.mjs")(IGNORED)).toThrow("there is no file"); // an address is the only one
  });
});

describe("what is said of a thread", () => {
  it("depends on whether it ran", () => {
    expect(endOfWorker("why", true).message).toMatch(/^a worker ended before its work was done: why; run without/);
    expect(endOfWorker("why", false).message).toBe(
      "workers could not be started: why; give the address of worker.mjs of this package in workerUrl, or leave workers out",
    );
    expect(notStarted("why")).toBeInstanceOf(GlmError);
  });
  it("names no address where the engine has no threads", () => {
    const host = globalThis as { process?: unknown; Worker?: unknown };
    const { process, Worker } = host;
    try {
      Object.defineProperty(host, "process", { value: undefined, configurable: true, writable: true });
      host.Worker = undefined;
      expect(whyNotStarted("why")).toBe("why, and no workerUrl changes that; leave workers out");
      expect(() => spawnAt()(IGNORED)).toThrow("this engine starts no threads");
    } finally {
      Object.defineProperty(host, "process", { value: process, configurable: true, writable: true });
      host.Worker = Worker;
    }
  });
});
