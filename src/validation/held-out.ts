import type { Family } from "../families/index.js";
import { placed } from "../frame/rows.js";
import { selectDesign, selectResponse } from "../input/rows.js";
import { pointOf } from "../result/fitted-path.js";
import { byRow, predictors, softmax, toMeans } from "../result/predict.js";
import { placeDesign } from "../wasm/design.js";
import { withScope } from "../wasm/scope.js";
import { designOfFold, type FoldInput, type FoldResult } from "./run-fold.js";

/** Where rows are in a table; undefined for numbers. */
type Places = { readonly rows: Int32Array; readonly length: number } | undefined;

/** The fold of every row, and how many rows each holds out. */
export function foldsOfRows({ folds, response }: FoldInput, table: Places) {
  const ids = new Int32Array(table?.length ?? response.y.length).fill(-1);
  folds.forEach(({ test }, f) => {
    for (const i of test) ids[table?.rows[i] ?? i] = f;
  });
  return { folds: ids, held: folds.map(({ test }) => test.length) };
}

/** Predictions for every row by the fit without it, at step `inner` of the paths. */
export function heldOutOf(input: FoldInput, family: Family, table: Places) {
  return (results: readonly FoldResult[], inner: number): unknown => {
    const isMany = family.classes === "many";
    const { rows, columns } = input.design;
    const K = isMany ? input.response.classes!.length : 1;
    const out = Array.from({ length: isMany ? rows : 1 }, () => new Float64Array(isMany ? K : rows).fill(Number.NaN));
    results.forEach(({ solution }, f) => {
      const step = solution?.steps[inner];
      if (step === undefined) return;
      const { test } = input.folds[f]!;
      const design = selectDesign(designOfFold(input, f), test);
      const { offset } = selectResponse(input.response, test);
      withScope((scope) => {
        const placedHere = placeDesign(scope, design);
        const etas = predictors(scope, placedHere, design, [pointOf(step, columns)], offset, family)[0]!;
        if (isMany) {
          byRow(etas, softmax).forEach((p, k) => {
            out[test[k]!]!.set(p);
          });
          return;
        }
        toMeans(scope, family, etas[0]!);
        etas[0]!.forEach((mu, k) => {
          out[0]![test[k]!] = mu;
        });
      });
    });
    const found = isMany ? out : out[0];
    return table === undefined ? found : placed(found, table);
  };
}
