import type { Response } from "../base/flow.js";
import { ASK, FAMILY, REQUEST } from "../base/ids.js";
import type { Family } from "../families/index.js";
import type { Vectors } from "../separation/alternative.js";
import { askShard, exchangeFor } from "../shard/exchange.js";
import { subShard } from "../shard/sub-shard.js";
import type { Uploaded } from "../shard/uploaded.js";
import { halfOf } from "../wasm/root.js";
import { outOfMemory, Struct } from "../wasm/scope.js";

/** A constraint on one row: its move in this direction must be >= 0. */
export interface Side {
  readonly row: number;
  /** The predictor that may rise, +1, and the one that may fall, -1; -1 for none. */
  readonly up: number;
  readonly down: number;
  /** 1 / |C z_i|, or 0 for a row of zeros. */
  readonly unit: number;
}

/**
 * C with C'C = (Z'WZ)^-1: the rows C z_i are well separated, however nearly the columns depend on each
 * other. Columns that depend on others, as a fit sees it, have zeros.
 */
export function whitenerOf(uploaded: Uploaded): Float64Array {
  const { scope, block: d } = uploaded;
  const { exports } = scope.kernel;
  const hessian = askShard(scope, squaresOf(uploaded), d, REQUEST.hessian, { matrix: true }).read("hessian");
  const skip = scope.filled(d, 0);
  const out = scope.f64(d * d);
  if (exports.flagDependent(d, hessian, skip, 0) < 0) throw outOfMemory(8 * d * d);
  exports.invert(d, hessian, skip, out);
  const flags = scope.get(skip, d);
  return halfOf(
    scope,
    scope.get(out, d * d).map((v, k) => (flags[Math.floor(k / d)] === 0 ? v : 0)),
    d,
  );
}

/** The rows as those of least squares, with one predictor, whose gradient at 0 is -Z'Wy and whose Hessian is Z'WZ; those without labels too. */
export function squaresOf({ scope, shard }: Pick<Uploaded, "scope" | "shard">): Struct<"Shard"> {
  const squares = subShard(scope, shard, undefined);
  const address = shard.read("next");
  const next = address === 0 ? undefined : new Struct<"Shard">(scope.kernel, scope.kernel.layouts.Shard, address);
  squares.set({
    offset: 0,
    family: FAMILY.gaussian,
    familyParams: 0,
    classes: 1,
    next: next === undefined ? 0 : squaresOf({ scope, shard: next }).at,
  });
  return squares;
}

/**
 * The constraints of the rows: eta may go for ever in the direction in which the row's loss falls, or not at all. With classes, none may
 * gain on the class of the row. A row that may go neither way has both sides, so that a direction must not move it.
 */
export function sidesOf(uploaded: Uploaded, response: Response, family: Family, whitener: Float64Array): Side[] {
  const { scope, rows, classes, block } = uploaded;
  const kernel = scope.kernel.exports;
  const out = scope.f64(rows);
  kernel.projectRows(uploaded.shard.at, scope.put(whitener), block, 1, out);
  const units = scope.get(out, rows).map((square) => (square > 0 ? 1 / Math.sqrt(square) : 0));
  if (classes === 1) {
    kernel.familyAnswer(family.id, ASK.recession, uploaded.parameters, rows, uploaded.shard.read("y"), 0, 0, out, 0);
  }
  const ways = scope.view(out, rows);
  const sides: Side[] = [];
  units.forEach((unit, row) => {
    if (response.weight?.[row] === 0) return;
    if (classes > 1) {
      const up = response.y[row]!;
      for (let down = 0; down < classes; down++)
        if (down !== up) sides.push({ row, up, down, unit: unit / Math.SQRT2 });
      return;
    }
    if (ways[row]! >= 0) sides.push({ row, up: 0, down: -1, unit });
    if (ways[row]! <= 0) sides.push({ row, up: -1, down: 0, unit });
  });
  return sides;
}

/** A direction v of the sides in the coordinates of the upload: C'v, class by class. */
export function unwhitened(v: Float64Array, whitener: Float64Array, d: number): Float64Array {
  const out = new Float64Array(v.length);
  for (let k = 0; k < v.length; k += d) {
    for (let c = 0; c < d; c++) for (let j = c; j < d; j++) out[k + j]! += whitener[c * d + j]! * v[k + c]!;
  }
  return out;
}

/** The sides as vectors of length 1, C z_i; the rows are read by the kernel. */
export function vectorsOf(uploaded: Uploaded, sides: readonly Side[], whitener: Float64Array): Vectors {
  const { scope, rows, classes, block, dimension } = uploaded;
  const kernel = scope.kernel.exports;
  const point = scope.f64(dimension);
  const etas = scope.f64(classes * rows);
  const target = scope.f64(rows);
  const squares = squaresOf(uploaded);
  const exchange = exchangeFor(scope, squares, block);
  squares.set({ y: target, weight: 0 });
  const along = (u: Float64Array): Float64Array => {
    scope.view(point, dimension).set(unwhitened(u, whitener, block));
    kernel.projectRows(uploaded.shard.at, point, classes, 0, etas);
    const eta = scope.view(etas, classes * rows);
    const at = (k: number, row: number): number => (k < 0 ? 0 : eta[k * rows + row]!);
    return Float64Array.from(sides, ({ row, up, down, unit }) => unit * (at(up, row) - at(down, row)));
  };
  const sum = (w: Float64Array): Float64Array => {
    const out = new Float64Array(dimension);
    for (let k = 0; k < classes; k++) {
      scope.view(target, rows).set(multiplierOf(sides, w, rows, k).map((v) => -v));
      kernel.evaluate(squares.at, exchange.at, REQUEST.gradient);
      const gradient = exchange.view("gradient", block);
      for (let c = 0; c < block; c++) {
        for (let j = c; j < block; j++) out[k * block + c]! += whitener[c * block + j]! * gradient[j]!;
      }
    }
    return out;
  };
  return { count: sides.length, along, sum };
}

/** The weights of the sides as numbers for predictor k of every row, of the shape of y - mu. */
export function multiplierOf(sides: readonly Side[], w: Float64Array, rows: number, k: number): Float64Array {
  const out = new Float64Array(rows);
  sides.forEach(({ row, up, down, unit }, t) => {
    if (w[t] === 0) return;
    if (up === k) out[row]! += w[t]! * unit;
    if (down === k) out[row]! -= w[t]! * unit;
  });
  return out;
}
