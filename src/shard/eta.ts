import type { Scope, Struct } from "../wasm/scope.js";

/**
 * Address of eta of every row of a shard, f64[n], at `point`, an address of theta; for a family with one predictor. From the solver's
 * centred columns: beside a large mean the intercept and the sum over columns nearly cancel.
 */
export function etaAt(scope: Scope, shard: Struct<"Shard">, point: number, target?: number): number {
  const rows = shard.read("rows");
  const at = target ?? scope.f64(rows);
  scope.kernel.exports.projectRows(shard.at, point, 1, 0, at);
  const offset = shard.read("offset");
  if (offset === 0) return at;
  const [eta, offsets] = [scope.view(at, rows), scope.view(offset, rows)];
  for (let i = 0; i < rows; i++) eta[i]! += offsets[i]!;
  return at;
}
