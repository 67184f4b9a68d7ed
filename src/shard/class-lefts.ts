import type { Elementary } from "../wasm/elementary.js";
import type { Part } from "./partitions.js";
import type { RowsHere } from "./view.js";

/** Rows of several classes: f64[K][n] predictors, classes, and weights. */
interface ClassRows {
  readonly eta: Float64Array;
  readonly y: Float64Array;
  readonly weight: Float64Array | undefined;
  readonly rows: number;
  readonly classes: number;
}

/** Visits the other classes of every row with weight, from .. end - 1, with what the row may still gain from each: w p_k. */
export function visitLefts(
  { exp }: Elementary,
  { eta, y, weight, rows: n, classes }: ClassRows,
  visit: (row: number, up: number, down: number, left: number) => void,
  { from, end }: Part = { from: 0, end: n },
): void {
  for (let row = from; row < end; row++) {
    const w = weight?.[row] ?? 1;
    if (w === 0) continue;
    const up = y[row]!;
    let most = -Infinity;
    for (let k = 0; k < classes; k++) most = Math.max(most, eta[k * n + row]!);
    let total = 0;
    for (let k = 0; k < classes; k++) total += exp(eta[k * n + row]! - most);
    for (let down = 0; down < classes; down++) {
      if (down !== up) visit(row, up, down, (w * exp(eta[down * n + row]! - most)) / total);
    }
  }
}

/** The least that a row of each partition may still gain from another class. */
export function leastLefts(
  { scope, shard }: RowsHere,
  { point }: { readonly point: Float64Array },
  parts: readonly Part[],
): Float64Array[] {
  const { exports } = scope.kernel;
  const [n, classes, at] = [shard.read("rows"), shard.read("classes"), shard.read("weight")];
  const etas = scope.f64(classes * n);
  exports.projectRows(shard.at, scope.put(point), classes, 0, etas);
  const rows = {
    ...{ eta: scope.get(etas, classes * n), y: scope.get(shard.read("y"), n), rows: n, classes },
    weight: at === 0 ? undefined : scope.get(at, n),
  };
  return parts.map((part) => {
    let least = Infinity;
    const see = (_row: number, _up: number, _down: number, left: number): void => {
      if (left < least) least = left;
    };
    visitLefts(exports, rows, see, part);
    return Float64Array.of(least);
  });
}
