import { REQUEST } from "../base/ids.js";
import type { Fitting } from "../minimize/fitting.js";
import { askShard } from "../shard/exchange.js";
import { PLAIN } from "../shard/view.js";
import type { Pair } from "./saturation.js";
import { squaresOf } from "./sides.js";

// The moves of rows along directions of theta, and the sums over pairs of predictors whose null directions move no pair.

/** eta of every row, one class after the other, along u. */
export function movesOf({ uploaded }: Fitting, u: Float64Array): Float64Array {
  const { scope, rows, classes, shard } = uploaded;
  const { mark, release, projectRows } = scope.kernel.exports;
  const position = mark();
  const at = scope.f64(classes * rows);
  projectRows(shard.at, scope.put(u), classes, 0, at);
  const moves = scope.get(at, classes * rows);
  release(position);
  return moves;
}

export function differ(moves: Float64Array, rows: number, { row, up, down }: Pair): number {
  return (up < 0 ? 0 : moves[up * rows + row]!) - (down < 0 ? 0 : moves[down * rows + row]!);
}

/** sum of the interior pairs' (e_up - e_down) z_i v_t, in the coordinates of theta. */
export function pulled({ uploaded }: Fitting, interior: readonly Pair[], v: Float64Array): Float64Array {
  const { scope, rows, classes, block } = uploaded;
  const { exports } = scope.kernel;
  const out = new Float64Array(classes * block);
  for (let k = 0; k < classes; k++) {
    const position = exports.mark();
    const multiplier = new Float64Array(rows);
    interior.forEach(({ row, up, down }, t) => {
      if (up === k) multiplier[row]! -= v[t]!;
      if (down === k) multiplier[row]! += v[t]!;
    });
    const shard = squaresOf(uploaded);
    shard.set({ ...PLAIN, y: scope.put(multiplier), weight: 0 });
    const exchange = askShard(scope, shard, block, REQUEST.gradient); // sum_i -y_i z_i
    out.set(exchange.copy("gradient", block), k * block);
    exports.release(position);
  }
  return out;
}

/** Z' diag(weight) Z of one block of columns; with `noisy`, the noise's variances on its diagonal. */
export function blockGram({ uploaded }: Fitting, weight: Float64Array, noisy: boolean): Float64Array {
  const { scope, block } = uploaded;
  const { exports } = scope.kernel;
  const position = exports.mark();
  const shard = squaresOf(uploaded);
  shard.set({ ...(noisy ? {} : PLAIN), weight: scope.put(weight) });
  const exchange = askShard(scope, shard, block, REQUEST.gram, { matrix: true });
  const gram = exchange.copy("hessian", block * block);
  exports.release(position);
  return gram;
}

/** sum over the interior pairs of (e_up - e_down)(e_up - e_down)' times z_i z_i'. */
export function gramOf(fitting: Fitting, interior: readonly Pair[]): Float64Array {
  const { rows, classes, block: q, dimension: d } = fitting.uploaded;
  const G = new Float64Array(d * d);
  const weights = new Map<number, Float64Array>();
  for (const { row, up, down } of interior) {
    const key = classes === 1 ? 0 : Math.max(up, down) * classes + Math.min(up, down);
    if (!weights.has(key)) weights.set(key, new Float64Array(rows));
    weights.get(key)![row] = 1;
  }
  for (const [key, weight] of weights) {
    const gram = blockGram(fitting, weight, false);
    const [a, b] = [Math.floor(key / classes), key % classes];
    for (let j = 0; j < q; j++) {
      for (let k = 0; k <= j; k++) {
        const g = gram[j * q + k]!;
        G[(a * q + j) * d + a * q + k]! += g;
        if (a === b) continue;
        G[(b * q + j) * d + b * q + k]! += g;
        G[(a * q + j) * d + b * q + k]! -= g; // below the diagonal: a > b
        if (j !== k) G[(a * q + k) * d + b * q + j]! -= g;
      }
    }
  }
  return G;
}
