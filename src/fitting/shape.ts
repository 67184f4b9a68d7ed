import { OUTCOME } from "../base/ids.js";
import { solveInDomain } from "../border/border.js";
import { factsOf } from "../minimize/facts.js";
import type { Fitting } from "../minimize/fitting.js";
import { forgetLooks } from "../minimize/working-sets.js";
import { askRows } from "../shard/ask-rows.js";
import { etaAt } from "../shard/eta.js";
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
  const { uploaded, task, response } = fitting;
  const { scope } = uploaded;
  const struct = new Struct<"NegativeBinomial">(
    scope.kernel,
    scope.kernel.layouts.NegativeBinomial,
    uploaded.parameters,
  );
  const { isZero: isEmpty, highest } = factsOf(response); // zeros give no information about theta
  const largest = LARGEST * Math.max(1, highest);
  let theta = struct.read("theta");
  let iterations = 0;
  for (let round = 0; ; round++) {
    const outcome = yield* solveInDomain(fitting);
    iterations += fitting.task.state.read("iteration");
    fitting.task.state.set({ iteration: iterations });
    if (isEmpty) return { outcome, theta, standardError: Number.NaN, isInfinite: false };
    const point = task.state.copy("point", task.dimension);
    const { mark, release } = scope.kernel.exports;
    const position = mark();
    const isHere = uploaded.crew === undefined;
    const rows = isHere ? { ...uploaded, eta: etaAt(scope, uploaded.shard, scope.put(point)) } : uploaded;
    function* ask(t: number): Watched<[number, number]> {
      const [score, information] = yield* askRows(rows, { about: "shape", point, theta: t });
      return [score!, information!];
    }
    const next = yield* bestShape(ask, theta, largest, scope.kernel.exports);
    const change = Math.abs(next - theta) / next;
    const isOver = outcome === undefined || outcome === OUTCOME.dependent || change <= SETTLED || round >= ROUNDS;
    const information = isOver ? (yield* ask(theta))[1] : Number.NaN;
    release(position);
    if (isOver) {
      const isInfinite = next >= largest;
      return { outcome, theta, standardError: isInfinite ? Number.NaN : 1 / Math.sqrt(information), isInfinite };
    }
    theta = next;
    struct.set({ theta });
    forgetLooks(fitting);
  }
}

/** The root of the score, Newton on log theta, kept within a bracket. */
function* bestShape(
  ask: (theta: number) => Watched<[number, number]>,
  start: number,
  largest: number,
  { exp }: Elementary,
): Watched<number> {
  let low = 0;
  let high = Infinity;
  let theta = start;
  for (let k = 0; k < 100; k++) {
    const [score, information] = yield* ask(theta);
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
