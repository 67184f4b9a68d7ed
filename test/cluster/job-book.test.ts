import { expect, it } from "vitest";
import { JobBook } from "../../src/cluster/job-book.js";

/** A queue that gets no jobs. */
function bookOf(error: Error): JobBook {
  const queue = { addBulk: () => Promise.reject(error), getJob: () => Promise.resolve(undefined) };
  return new JobBook(() => queue as never);
}

const JOB = { name: "1-load-0", data: { driver: "d", task: 1, version: "1", run: 0 }, of: [0] };

it("gives jobs that were on their way when a connection ended as ended without a word, after two looks", async () => {
  const aborted = Object.assign(new Error("Command aborted due to connection close"), { name: "AbortError" });
  for (const error of [aborted, new Error("Connection is closed.")]) {
    const book = bookOf(error);
    await book.add("queue", "d", [JOB]);
    expect(await book.ended(() => {})).toEqual([]);
    expect(await book.ended(() => {})).toMatchObject([{ ...JOB, failed: undefined, tries: 1 }]);
  }
  await expect(bookOf(new Error("OOM command not allowed")).add("queue", "d", [JOB])).rejects.toThrow("OOM");
});
