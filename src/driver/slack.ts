import { ASK } from "../wasm/kernel.js";
import type { Fitting } from "./fit-task.js";
import { askEta, onOriginalScale } from "./rows.js";

// Predictors, the interval that they have to lie in, and how far inside they are.

/** The interval that eta has to lie in; infinite ends are none. */
export interface Ends {
  readonly low: number;
  readonly high: number;
}

/** The domain of the link. */
export function endsOf({ family, uploaded }: Pick<Fitting, "family" | "uploaded">): Ends {
  const ask = (what: number): number =>
    uploaded.scope.kernel.exports.familyAnswer(family.id, what, uploaded.parameters, 0, 0, 0, 0, 0, 0);
  return { low: ask(ASK.low), high: ask(ASK.high) };
}

/** eta of every row at a point; `task.point` stays what it was. */
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

/** The same from intercept and coefficients of x as given, as `predict` adds them up: beside large columns other roundings. */
export function plainEtaAt({ uploaded, plan }: Fitting, point: Float64Array): Float64Array {
  const { scope, rows, columns, shard } = uploaded;
  const { intercepts, coefficients } = onOriginalScale(uploaded, plan, point);
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

/** Distance of every row from the nearer end of its domain, and which end: 1 the lower one, -1 the upper. Rows of weight 0 have none. */
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
