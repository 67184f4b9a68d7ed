// What folds need, of six rows in three folds, for tests of what travels.
import { cutFolds } from "../../src/validation/folds.js";
import type { FoldInput } from "../../src/validation/run-fold.js";

const VECTORS = { y: Float64Array.of(0, 1, 2, -0, 1, 2), weight: Float64Array.of(1, 2, 1, 0.5, 1, 5e-324) };
export const INPUT = {
  design: {
    ...{
      rows: 6,
      columns: 1,
      names: ["a"],
      terms: { labels: ["a"], assign: Int32Array.of(0), wide: new Set([3]), bases: new Set() },
    },
    entries: { kind: "dense", layout: "row", data: Float64Array.of(1, -0, 5e-324, 3, 4, 1 / 3) },
  },
  designs: undefined,
  response: { ...VECTORS, totalWeight: 5.5, classes: ["u", "v", "w"] },
  folds: cutFolds({ ids: Int32Array.of(0, 1, 2, 0, 1, 2), count: 3, isOrdered: false }),
  outers: [{ family: "multinomial", lambdas: Float64Array.of(1, 0.5) }],
  ...{ measure: "deviance", clip: 0 },
} as unknown as FoldInput;
