import { type Ends, ontoBorder } from "../base/rounding.js";
import type { Fitting } from "../minimize/fitting.js";
import { askEta, type Original, onOriginalScale } from "../minimize/rows.js";
import { DEFAULTS } from "../options/defaults.js";
import type { Uploaded } from "../shard/uploaded.js";
import { domainOf } from "../stats/domain.js";

export type { Ends };

// Predictors, the interval that must contain them, and their distance from its ends.

/** The domain of the link of a fit. */
export function endsOf({ family, uploaded }: Pick<Fitting, "family" | "uploaded">): Ends {
  return domainOf(uploaded.scope, family, uploaded.parameters);
}

/** eta of every row at a point; `task.point` does not change. */
export function etaAt(fitting: Fitting, point: Float64Array): Float64Array {
  const { scope, rows, dimension } = fitting.uploaded;
  const at = fitting.task.state.read("point");
  const before = scope.get(at, dimension);
  scope.view(at, dimension).set(point);
  const position = scope.kernel.exports.mark();
  const eta = scope.f64(rows);
  askEta(fitting, eta);
  const found = scope.get(eta, rows);
  scope.kernel.exports.release(position);
  scope.view(at, dimension).set(before);
  return found;
}

/** The same from intercept and coefficients of x as given, as in `predict`: beside large columns the rounding differs. */
export function plainEtaAt({ uploaded, plan }: Fitting, point: Float64Array): Float64Array {
  return plainEtaOf(uploaded, onOriginalScale(uploaded, plan, point));
}

/** eta of every row by intercept and coefficients of x as given. */
export function plainEtaOf(uploaded: Uploaded, { intercepts, coefficients }: Original): Float64Array {
  const { scope, rows, columns, shard } = uploaded;
  const { exports } = scope.kernel;
  const position = exports.mark();
  const eta = scope.f64(rows);
  const beta = scope.put(coefficients[0]!);
  exports.linearPredictor(shard.read("design"), rows, columns, beta, intercepts[0]!, shard.read("offset"), eta);
  const found = scope.get(eta, rows);
  exports.release(position);
  return found;
}

export function weightsOf({ uploaded }: Fitting): (row: number) => number {
  const at = uploaded.shard.read("weight");
  if (at === 0) return () => 1;
  const all = uploaded.scope.get(at, uploaded.rows);
  return (row) => all[row]!;
}

/** Distance of every row from the nearer end of its domain, and the end: 1 the lower one, -1 the upper. Rows of weight 0 have none. */
export function slacksAt(fitting: Fitting, point: Float64Array, { low, high }: Ends, eta = etaAt(fitting, point)) {
  const weight = weightsOf(fitting);
  const way = eta.map((v) => (v - low <= high - v ? 1 : -1));
  return { slack: eta.map((v, i) => (weight(i) > 0 ? Math.min(v - low, high - v) : Infinity)), way, eta };
}

/** Root mean square of the rows' distances from the border. */
export function usualOf(slack: Float64Array): number {
  const finite = slack.filter(Number.isFinite);
  return Math.sqrt(finite.reduce((sum, s) => sum + s * s, 0) / finite.length);
}

/**
 * Moves predictors, f64[n], that rounding has put outside the domain back to the border. This happens to rows on the border: a perfect
 * fit may have a mean of 0, summed here in another order than in the search, and with drawn noise only the copies were fitted. The
 * sizes of a row's terms determine its rounding.
 */
export function settleRows(fitting: Fitting, eta: number): void {
  const { uploaded, task, family } = fitting;
  const { scope, rows, dimension: d, shard } = uploaded;
  if (!family.isBounded || d > DEFAULTS.examineDimension) return;
  const ends = endsOf(fitting);
  if (!scope.view(eta, rows).some((v) => v < ends.low || v > ends.high)) return;
  const { exports } = scope.kernel;
  const position = exports.mark();
  const terms = new Float64Array(d * d);
  task.state.copy("point", d).forEach((v, j) => {
    terms[j * d + j] = v;
  });
  const squares = scope.f64(rows);
  exports.projectRows(shard.at, scope.put(terms), d, 1, squares);
  const lengths = scope.get(squares, rows).map(Math.sqrt);
  exports.release(position);
  const offsets = shard.read("offset") === 0 ? undefined : shard.copy("offset", rows);
  const found = scope.view(eta, rows);
  for (let i = 0; i < rows; i++) found[i] = ontoBorder(found[i]!, ends, lengths[i]! + Math.abs(offsets?.[i] ?? 0));
}
