import { ASK } from "../base/ids.js";
import type { Fitting } from "../minimize/fitting.js";
import { askEta } from "../minimize/rows.js";

/** Doublings of the step along a direction, and the relative slope that counts as 0. */
const DOUBLINGS = 40;
const LEVEL = 1e-12;

/** Whether the objective never rises along the direction, followed until the slope vanishes. */
export function fallsAlong(fitting: Fitting, moves: Float64Array): boolean {
  const { uploaded, family, response } = fitting;
  const { scope, rows: n, shard, parameters } = uploaded;
  const at = scope.f64(n);
  askEta(fitting, at);
  const eta = scope.get(at, n);
  const derivatives = scope.f64(5 * n);
  const first = moves.reduce((t, m, i) => (m === 0 ? t : Math.min(t, Math.abs(eta[i]! / m))), Infinity);
  for (let k = 0; k <= DOUBLINGS; k++) {
    const t = k === 0 ? 0 : first * 2 ** (k - 8);
    scope.view(at, n).set(eta.map((e, i) => e + t * moves[i]!));
    scope.kernel.exports.familyAnswer(
      family.id,
      ASK.derivatives,
      parameters,
      n,
      shard.read("y"),
      0,
      at,
      derivatives,
      n,
    );
    const slopes = scope.view(derivatives + 8 * n, n);
    let [sum, size] = [0, 0];
    for (let i = 0; i < n; i++) {
      const w = response.weight?.[i] ?? 1;
      if (w === 0 || moves[i] === 0) continue;
      const part = w * slopes[i]! * moves[i]!;
      sum += part;
      size += Math.abs(part);
    }
    if (!(sum <= LEVEL * size) || (k === 0 && size === 0)) return false;
  }
  return true;
}
