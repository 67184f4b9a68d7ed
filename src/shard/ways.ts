import { ASK } from "../base/ids.js";
import type { Part } from "./partitions.js";
import type { RowsHere } from "./view.js";

// Rows whose loss falls for ever along a direction of eta, as numbers: [y of those that may fall, y of those that may rise, whether each
// side has one y only, their least weight]; NaN where a side has none.

/** Of each partition. */
export function waysOf({ scope, shard }: RowsHere, _: unknown, parts: readonly Part[]): Float64Array[] {
  const n = shard.read("rows");
  const ways = scope.f64(n);
  const [family, parameters, at] = [shard.read("family"), shard.read("familyParams"), shard.read("weight")];
  scope.kernel.exports.familyAnswer(family, ASK.recession, parameters, n, shard.read("y"), 0, 0, ways, 0);
  const [way, y] = [scope.view(ways, n), scope.view(shard.read("y"), n)];
  const weight = at === 0 ? undefined : scope.view(at, n);
  return parts.map(({ from, end }) => {
    const found = Float64Array.of(Number.NaN, Number.NaN, 1, Infinity);
    for (let i = from; i < end; i++) {
      const w = weight?.[i] ?? 1;
      if (way[i] === 0 || w === 0) continue;
      if (w < found[3]!) found[3] = w;
      note(found, way[i]! > 0 ? 1 : 0, y[i]!);
    }
    return found;
  });
}

export function mergeWays(to: Float64Array, from: Float64Array): void {
  to[3] = Math.min(to[3]!, from[3]!);
  if (from[2] === 0) to[2] = 0;
  for (const side of [0, 1]) if (!Number.isNaN(from[side])) note(to, side, from[side]!);
}

function note(found: Float64Array, side: number, y: number): void {
  if (Number.isNaN(found[side])) found[side] = y;
  else if (found[side] !== y) found[2] = 0;
}
