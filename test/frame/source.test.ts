// Rows of a table that are left out count where the others are cut into partitions.
import { describe, expect, it } from "vitest";
import type { Design } from "../../src/base/flow.js";
import { called } from "../../src/frame/called.js";
import { rowsOfFit, rowsToPredict } from "../../src/frame/rows-of.js";
import { dropout, type FitOptions, fitSync, Model } from "../../src/index.js";
import { readDesign } from "../../src/input/design.js";
import { readResponse } from "../../src/input/response.js";
import { plainDesign, selectDesign } from "../../src/input/rows.js";
import { columnSelector } from "../../src/input/select-columns.js";
import { ownRows } from "../../src/options/own.js";
import { chooseFamily, KNOWN, makePlan } from "../../src/options/plan.js";
import { planPartitions } from "../../src/shard/partitions.js";
import { withSmallPartitions } from "../helpers/partitions.js";

const N = 300;
const isMissing = (i: number): boolean => i % 7 === 3 || (i >= 128 && i < 160);
const TABLE = Array.from({ length: N }, (_, i) => ({
  y: (5 * i) % 11,
  x: isMissing(i) ? null : Math.sin(i),
  kind: "abc"[i % 3]!,
}));
const KEPT = Int32Array.from(TABLE.keys()).filter((i) => !isMissing(i));
const FORMULA = "y ~ x + kind";
const VERB = { name: "fit", keys: KNOWN };

/** Rows in use before each multiple of 64 rows of the table, and all of them. */
const CUTS = [0, 64, 128, 192, 256, N].map((cut) => KEPT.filter((i) => i < cut).length);

const cutsOf = (design: Design): number[] => withSmallPartitions(() => Array.from(planPartitions(design).starts));

describe("a table with missing cells is cut where it is cut without them", () => {
  const design = readDesign(called(FORMULA, TABLE, {}, VERB).x);
  const model = fitSync(FORMULA, TABLE);
  const again: readonly [string, () => unknown][] = [
    ["fit", () => called(FORMULA, TABLE, {}, VERB).x],
    ["infer and others of the rows of a fit", () => rowsOfFit(Model.dataOf(model), [TABLE, undefined, undefined], [], "infer").x],
    ["predict", () => rowsToPredict(Model.dataOf(model), TABLE, {}).x],
    ["rows without labels", () => (called(FORMULA, TABLE, { unlabeled: { x: TABLE } }, VERB).options.unlabeled.x)],
  ]; // biome-ignore format: a list
  it.each(again)("%s", (_verb, x) => {
    const found = readDesign(x());
    expect(found.source).toEqual({ rows: N, kept: KEPT });
    expect(cutsOf(found)).toEqual(CUTS);
  });

  it("copies of the rows, with those without labels, and other columns of them", () => {
    const given = { noise: dropout(0.1), unlabeled: { x: TABLE } } as never;
    const { x, y, options } = called<FitOptions>(FORMULA, TABLE, given, VERB);
    const rows = readDesign(x);
    const family = chooseFamily(options);
    const response = readResponse(y, rows.rows, family, options);
    const own = ownRows({ design: rows, plan: makePlan(options, rows, response, family) });
    expect(cutsOf(own.design)).toEqual(CUTS);
    expect(cutsOf(readDesign(own.design.own))).toEqual(CUTS);
    expect(cutsOf(own.plan.unlabeled!.design)).toEqual(CUTS);
    expect(cutsOf(columnSelector(rows)([0]))).toEqual(CUTS);
  });

  it("some of the rows are a design of their own", () => {
    const some = selectDesign(plainDesign(design), KEPT.map((_, k) => k).subarray(0, 130));
    expect(cutsOf(some)).toEqual([0, 64, 128, 130]);
  });

  it("a whole table is its own source", () => {
    const whole = readDesign(called("y ~ kind", TABLE, {}, VERB).x);
    expect(whole.source).toBeUndefined();
    expect(cutsOf(whole)).toEqual([0, 64, 128, 192, 256, N]);
  });
});
