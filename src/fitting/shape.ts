import { ASK, OUTCOME } from "../base/ids.js";
import { solveInDomain } from "../border/border.js";
import type { Fitting } from "../minimize/fitting.js";
import { askEta } from "../minimize/rows.js";
import type { Watched } from "../shard/task.js";
import type { Elementary } from "../wasm/elementary.js";
import { Struct } from "../wasm/scope.js";

/** The shape of a negative binomial, estimated. */
export interface Shape {
  readonly outcome: number | undefined;
  readonly theta: number;
  readonly standardError: number;
  /** Whether the data vary no more than Poisson counts, so that theta has no finite estimate. */
  readonly isInfinite: boolean;
}

const ROUNDS = 200;
/** theta has settled when it changes by less than this part. */
const SETTLED = 1e-11;
/** Beyond this many times the largest mean, theta is indistinguishable from infinity. */
const LARGEST = 1e5;

/**
 * theta and the coefficients by maximum likelihood, alternating: the coefficients at the current theta, then theta at their means
 * by Newton's method on log theta. The standard error is that of theta at these means, as in MASS::glm.nb.
 *
 * Source: Lawless (1987); Venables & Ripley (2002), section 7.4.
 */
export function* estimateShape(fitting: Fitting): Watched<Shape> {
  const { uploaded, family, response } = fitting;
  const { scope, rows, shard } = uploaded;
  const kernel = scope.kernel.exports;
  const y = shard.read("y");
  const weight = shard.read("weight");
  const struct = new Struct<"NegativeBinomial">(
    scope.kernel,
    scope.kernel.layouts.NegativeBinomial,
    uploaded.parameters,
  );
  const largest =
    LARGEST *
    Math.max(
      1,
      response.y.reduce((m, v) => Math.max(m, v), 0),
    );
  const mu = scope.f64(rows);
  const isEmpty = response.y.every((v, i) => v === 0 || response.weight?.[i] === 0); // zeros give no information about theta
  let theta = struct.read("theta");
  let iterations = 0;
  for (let round = 0; ; round++) {
    const outcome = yield* solveInDomain(fitting);
    iterations += fitting.task.state.read("iteration");
    fitting.task.state.set({ iteration: iterations });
    if (isEmpty) return { outcome, theta, standardError: Number.NaN, isInfinite: false };
    askEta(fitting, mu);
    kernel.familyAnswer(family.id, ASK.mean, uploaded.parameters, rows, 0, 0, mu, mu, 0);
    const next = bestShape(
      (t) => [kernel.shapeScore(rows, y, weight, mu, t), kernel.shapeInformation(rows, y, weight, mu, t)],
      theta,
      largest,
      kernel,
    );
    const change = Math.abs(next - theta) / next;
    if (outcome === undefined || outcome === OUTCOME.dependent || change <= SETTLED || round >= ROUNDS) {
      const isInfinite = next >= largest;
      const information = kernel.shapeInformation(rows, y, weight, mu, theta);
      return { outcome, theta, standardError: isInfinite ? Number.NaN : 1 / Math.sqrt(information), isInfinite };
    }
    theta = next;
    struct.set({ theta });
    fitting.findings.last = undefined;
  }
}

/** The root of the score, Newton on log theta, kept within a bracket. */
function bestShape(
  ask: (theta: number) => [number, number],
  start: number,
  largest: number,
  { exp }: Elementary,
): number {
  let low = 0;
  let high = Infinity;
  let theta = start;
  for (let k = 0; k < 100; k++) {
    const [score, information] = ask(theta);
    if (score > 0) low = theta;
    else high = theta;
    if (low >= largest) return largest;
    const slope = theta * theta * information - theta * score; // minus the second derivative in log theta
    let step = slope > 0 ? (theta * score) / slope : score > 0 ? 1 : -1;
    step = Math.min(Math.max(step, -2), 2);
    let next = theta * exp(step);
    if (!(next > low && next < high))
      next = Number.isFinite(high) ? (low > 0 ? Math.sqrt(low * high) : high / 4) : theta * 4;
    if (Math.abs(next - theta) <= 1e-14 * theta) return next;
    theta = next;
  }
  return theta;
}
