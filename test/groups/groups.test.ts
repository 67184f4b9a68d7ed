import { describe, expect, it } from "vitest";
import { fitTimed } from "../../src/groups/batch.js";
import { Fatal, type Hand, Lost } from "../../src/groups/hands.js";
import { fitGroups } from "../../src/groups/index.js";
import { splitTable } from "../../src/groups/split.js";
import { fitInOrder } from "../../src/groups/work.js";
import { fit, fitSync, GlmError, type Model, ridge } from "../../src/index.js";

const ROWS = Array.from({ length: 120 }, (_, i) => ({
  store: ["north", "south", "east"][i % 3]!,
  year: 2020 + (i % 2),
  price: (i * 7) % 11,
  kind: i % 5 === 0 ? "a" : "b",
  w: 1 + (i % 4),
  sold: ((i * 13) % 7) + (i % 3),
}));
const OPTIONS = { family: "poisson", weights: "w" } as const;
const FORMULA = "sold ~ price + kind";
const workerUrl = new URL("../../dist/groups-worker.mjs", import.meta.url);
const bits = (model: Model | undefined): string => JSON.stringify(model);
const own = (store: string): Model => fitSync(FORMULA, ROWS.filter((row) => row.store === store), OPTIONS); // biome-ignore format: one line

describe("a model for each group", () => {
  it("is that of its rows, in the order of the groups, by this thread and others", async () => {
    for (const workers of [undefined, 1, 3]) {
      const fits = await fitGroups(FORMULA, ROWS, { by: "store", ...OPTIONS, workers, workerUrl });
      expect(fits.length).toBe(3);
      expect(fits.end).toBe("complete");
      expect(Array.from(fits, ({ key, rows }) => [key, rows])).toEqual([["north", 40], ["south", 40], ["east", 40]]); // biome-ignore format: one line
      for (const { key, model } of fits) expect(bits(model)).toBe(bits(own(key as string)));
      expect(fits.get("south")?.model?.intercept).toBe(own("south").intercept);
      expect(fits.get("west")).toBeUndefined();
    }
  });
  it("has columns whose names a formula writes with backslashes, and names that are in others", async () => {
    const rows = ROWS.map(({ store, price, sold, w }) => ({ store, "a`b": price, 'say "w"': w, sold }));
    const formula = "sold ~ `a\\`b`";
    const options = { family: "poisson", weights: 'say "w"' } as const;
    const fits = await fitGroups(formula, rows, { by: "store", ...options });
    const own = fitSync(formula, rows.filter((row) => row.store === "east"), options); // biome-ignore format: one line
    expect(Array.from(fits, ({ error }) => error)).toEqual([undefined, undefined, undefined]);
    expect(bits(fits.get("east")?.model)).toBe(bits(own));
  });
  it("can be had one after the other, and left in between", async () => {
    const seen: unknown[] = [];
    for await (const { key, model } of fitGroups(FORMULA, ROWS, { by: "store", ...OPTIONS, workers: 2, workerUrl })) {
      seen.push([key, bits(model) === bits(own(key as string))]);
      if (seen.length === 2) break;
    }
    expect(seen).toEqual([["north", true], ["south", true]]); // biome-ignore format: one line
  });
  it("has groups of several columns, and leaves out rows without one", async () => {
    const rows = [...ROWS, { ...ROWS[0]!, store: null as never }, { ...ROWS[0]!, year: Number.NaN }];
    const fits = await fitGroups("sold ~ price", rows, { by: ["store", "year"], family: "poisson" });
    expect([fits.length, fits.leftOut]).toEqual([6, 2]);
    expect(fits.get({ year: 2021, store: "north" })?.rows).toBe(20);
    expect(Object.keys(fits.toTable()[0]!)).toEqual(
      expect.arrayContaining(["store", "year", "term", "estimate", "status"]),
    );
  });
  it("keeps 1 and text 1 apart, and dates", async () => {
    const day = new Date("2024-01-01");
    const rows = [1, "1", day, new Date(day), 1, "1"].map((g, i) => ({ g, y: i, x: i * i }));
    const fits = await fitGroups("y ~ 1", rows, { by: "g" });
    expect(Array.from(fits, ({ key, rows: n }) => [key, n])).toEqual([[1, 2], ["1", 2], [day, 2]]); // biome-ignore format: one line
    expect(fits.get(new Date(day))?.rows).toBe(2);
  });
  it("takes a dot for the columns that do not group", async () => {
    const rows = ROWS.map(({ store, price, sold }) => ({ store, price, sold }));
    const fits = await fitGroups("sold ~ .", rows, { by: "store" });
    expect(fits.get("north")?.model?.names).toEqual(["price"]);
  });
  it("is a table of coefficients", async () => {
    const rows = (await fitGroups("sold ~ price", ROWS, { by: "store", ...OPTIONS })).toTable();
    expect(rows.map(({ store, term }) => [store, term]).slice(0, 3)).toEqual([["north", "(intercept)"], ["north", "price"], ["south", "(intercept)"]]); // biome-ignore format: one line
    expect(rows[0]).toMatchObject({ rows: 40, status: "converged", error: undefined });
    expect(rows[0]!.stdError).toBeGreaterThan(0);
  });
});

describe("trouble", () => {
  const broken = ROWS.map((row) => (row.store === "south" ? { ...row, sold: -1 } : row));
  it("of one group is its result, and the others go on", async () => {
    for (const workers of [undefined, 2]) {
      const fits = await fitGroups(FORMULA, broken, { by: "store", ...OPTIONS, workers, workerUrl });
      const { error, model } = fits.get("south")!;
      expect(model).toBeUndefined();
      expect(error).toBeInstanceOf(GlmError);
      expect((error as GlmError).code).toBe("OUT_OF_DOMAIN");
      expect(fits.failed.map(({ key }) => key)).toEqual(["south"]);
      expect(bits(fits.get("east")?.model)).toBe(bits(own("east")));
      expect(fits.toTable().find(({ store }) => store === "south")).toMatchObject({ status: "refused", rows: 40 });
    }
  });
  it("of a thread gives its groups to another", async () => {
    let calls = 0;
    const flaky: Hand = {
      width: 1,
      fit: async (batch) => {
        if (++calls === 1) throw new Lost("it was killed");
        return fitTimed(batch);
      },
      end: () => {},
    };
    const steady: Hand = { ...flaky, fit: async (batch) => fitTimed(batch) };
    const split = splitTable(ROWS, "store", FORMULA + JSON.stringify(OPTIONS));
    const found = [];
    for await (const fit of fitInOrder(split, { formula: FORMULA, options: OPTIONS }, [steady, flaky], () => false))
      found.push(fit);
    expect(found.map(({ key }) => key)).toEqual(["north", "south", "east"]);
    for (const { key, model } of found) expect(bits(model)).toBe(bits(own(key as string)));
    const dead: Hand = { ...flaky, fit: async () => Promise.reject(new Lost("it was killed")) };
    for await (const { error } of fitInOrder(split, { formula: FORMULA, options: OPTIONS }, [dead], () => false)) {
      expect((error as GlmError).code).toBe("WORKER_FAILED");
      break;
    }
  });
  it("of a group that ends all who try it is that of this group alone", async () => {
    const sizes: number[] = [];
    const hand: Hand = {
      width: 1,
      fit: async (batch) => {
        const isFatal = batch.groups.some(({ store }) => store![0] === "s3");
        sizes.push(batch.groups.length);
        if (isFatal) throw new Fatal("it was killed");
        return { ...fitTimed(batch), ms: 1 };
      },
      end: () => {},
    };
    const rows = ROWS.map((row, i) => ({ ...row, store: `s${i % 6}` }));
    const ofStore = (key: unknown) => rows.filter(({ store }) => store === key);
    const found = [];
    const of = { formula: FORMULA, options: OPTIONS };
    for await (const fit of fitInOrder(splitTable(rows, "store", `${FORMULA} store w`), of, [hand], () => false))
      found.push(fit);
    expect(found.map(({ key }) => key)).toEqual(["s0", "s1", "s2", "s3", "s4", "s5"]);
    for (const { key, model, error } of found) {
      if (key !== "s3") expect(bits(model)).toBe(bits(fitSync(FORMULA, ofStore(key), OPTIONS)));
      else expect(error).toMatchObject({ code: "WORKER_FAILED", message: expect.stringContaining("it was killed") });
    }
    expect(sizes).toEqual([1, 5, 1, 1, 1, 1, 1]); // all but the first together, then each alone
  });
  it("of threads that do not start is told", async () => {
    const fits = await fitGroups(FORMULA, ROWS, {
      by: "store",
      ...OPTIONS,
      workers: 2,
      workerUrl: "file:///nowhere.mjs",
    });
    for (const { key, model } of fits) expect(bits(model)).toBe(bits(own(key as string))); // this thread did it
  });
  it("ends with a signal", async () => {
    const controller = new AbortController();
    const onProgress = ({ done }: { done: number }): void => {
      if (done === 1) controller.abort();
    };
    const fits = await fitGroups(FORMULA, ROWS, { by: "store", ...OPTIONS, signal: controller.signal, onProgress });
    expect([fits.length, fits.end]).toEqual([1, "aborted"]);
  });
  it.each([
    [{ by: "shop" }, "BAD_SHAPE", 'the data has no column "shop"; the columns are "store"'],
    [{ by: [] }, "BAD_OPTION", "expected the name of a column"],
    [{ by: "store", weights: [1, 2] }, "BAD_OPTION", "weights is an array; expected the name of a column"],
    [{ by: "store", workers: 0 }, "BAD_OPTION", "workers is 0"],
    [{ by: "store", on: {} }, "BAD_OPTION", "expected bullmq"],
    [{ by: "store", onProgres: () => {} }, "NOT_SUPPORTED", "onProgres is a function"],
  ])("%o is refused before a fit", (options, code, message) => {
    let found: unknown;
    try {
      fitGroups(FORMULA, ROWS, options as never);
    } catch (error) {
      found = error;
    }
    expect(found).toMatchObject({ code });
    expect((found as Error).message).toContain(message);
  });
  it("of options is an error of each group", async () => {
    const fits = await fitGroups(FORMULA, ROWS, { by: "store", famly: "poisson" } as never);
    expect(fits.get("north")!.error!.message).toContain("did you mean family?");
    expect(await fit("sold ~ price", ROWS, { penalty: ridge(1) })).toBeDefined();
  });
});
