import { describe, expect, it, vi } from "vitest";
import { fitWatched } from "../../../src/cli/commands/fit.js";
import { interruptible } from "../../../src/cli/output/interrupt.js";
import { openBar, patientBar, watchFit } from "../../../src/cli/output/progress.js";
import { readData } from "../../../src/cli/rows/data.js";
import { readTable } from "../../../src/table/read-table.js";
import { CSV } from "../command.js";

describe("Ctrl-C", () => {
  it("aborts the signal, once, and only while the work runs", async () => {
    const before = process.listenerCount("SIGINT");
    const found = await interruptible(async (signal) => {
      expect(signal.aborted).toBe(false);
      process.emit("SIGINT");
      expect(process.listenerCount("SIGINT")).toBe(before);
      return signal.aborted;
    });
    expect(found).toEqual({ result: true, by: "SIGINT" });
    await interruptible(async () => expect(process.listenerCount("SIGINT")).toBe(before + 1));
    expect(process.listenerCount("SIGINT")).toBe(before);
  });

  it("gives the handler back when the work fails", async () => {
    const before = process.listenerCount("SIGINT");
    await expect(interruptible(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(process.listenerCount("SIGINT")).toBe(before);
  });

  it("ends a fit with the best point so far", async () => {
    const data = readData(readTable({ name: "t.csv", text: CSV }), { response: "y", family: "binomial" });
    const model = await fitWatched(data, { family: "binomial", signal: AbortSignal.abort() });
    expect(model.status.code).toBe("aborted");
    expect(Number.isFinite(model.intercept)).toBe(true);
  });
});

/** Everything written to stderr while `work` runs with stderr as a terminal, or not. */
function written(isTTY: boolean, work: () => void): string {
  const { write } = process.stderr;
  const was = Object.getOwnPropertyDescriptor(process.stderr, "isTTY");
  let text = "";
  process.stderr.write = ((chunk: string) => {
    text += chunk;
    return true;
  }) as typeof write;
  Object.defineProperty(process.stderr, "isTTY", { value: isTTY, configurable: true });
  try {
    work();
  } finally {
    process.stderr.write = write;
    if (was === undefined) Reflect.deleteProperty(process.stderr, "isTTY");
    else Object.defineProperty(process.stderr, "isTTY", was);
  }
  return text;
}

describe("progress bar", () => {
  const show = (): void => {
    const bar = openBar("fitting", 4);
    bar.update(1);
    bar.stop();
  };
  /** Runs `work` with a false clock, which moves when it calls `later`. */
  const lasting = (elapsed: number, work: (later: () => void) => void) => (): void => {
    const clock = vi.spyOn(performance, "now").mockReturnValue(0);
    work(() => clock.mockReturnValue(elapsed));
    clock.mockRestore();
  };
  const fit = (elapsed: number) =>
    lasting(elapsed, (later) => {
      const { onProgress, stop } = watchFit(1e-10);
      onProgress({ iteration: 0, objective: 1, optimality: 1, elapsed: 0 });
      later();
      onProgress({ iteration: 1, objective: 1, optimality: 1e-5, elapsed });
      stop();
    });
  const fold = (...parts: readonly number[]) =>
    lasting(1000, (later) => {
      const bar = patientBar("validating");
      later();
      for (const part of parts) bar.update(part);
      bar.stop();
    });

  it("is shown on a terminal, and nowhere else", () => {
    expect(written(true, show)).toContain("fitting [");
    expect(written(false, show)).toBe("");
  });

  it("is shown for long fits only, and counts digits of optimality", () => {
    expect(written(true, fit(1000))).toContain("50%");
    expect(written(true, fit(10))).toBe("");
    expect(written(false, fit(1000))).toBe("");
  });

  it("counts percents of a path, or of folds, and never goes back", () => {
    expect(written(true, fold(0.25))).toContain("25%");
    expect(written(true, fold(0.5, 0.25))).not.toContain("25%");
    expect(written(true, fold(1.5))).toContain("99%"); // it is done when it is gone
    expect(written(false, fold(0.25))).toBe("");
  });
});
