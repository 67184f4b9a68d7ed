import { OUTCOME } from "../base/ids.js";
import { solve } from "../minimize/fit-task.js";
import type { Fitting } from "../minimize/fitting.js";
import type { boundsOf } from "../minimize/penalize.js";
import { DEFAULTS } from "../options/defaults.js";
import { minimize, type Task, type Watched } from "../shard/task.js";
import { Struct } from "../wasm/scope.js";
import { leastSlack } from "./inside.js";
import type { Ends } from "./slack.js";
import { valueAt } from "./value.js";

/** What t falls by from one search to the next. */
export const FALL = 0.1;
/** Nearer to the border, as part of what is usual, predictors lose the digits that tell how near. */
const CLOSEST = 1e-11;
/** An end of a search that begins the next, though its tolerance was not met. */
const MET = 1e-6;

/** A path is followed for so many iterations, or times maxIterations, if that is more; ordinary ones take some hundred. */
const MOST_ITERATIONS = 1000;
const MOST_TIMES = 3;

interface Sure {
  readonly t: number;
  readonly point: Float64Array;
  readonly optimality: number;
  /** Whether the search met its tolerance, or rounding ended it close by. */
  readonly isMet: boolean;
}

/** Where the path of the barrier has come to. */
export interface Path {
  t: number;
  point: Float64Array;
  /** The end for the t before. */
  before: Float64Array | undefined;
  /** The last end of a search that met its tolerance, or nearly. */
  sure: Sure | undefined;
  iterations: number;
}

/** How far a path goes, and within what. */
interface Reach {
  readonly ends: Ends;
  readonly bounds: ReturnType<typeof boundsOf>;
  readonly last: number;
  /** How far predictors usually are from the border. */
  readonly usual: number;
}

/** The t of the barrier that is part of the rows' loss; 0 for none. */
export function setBarrier({ family, uploaded }: Fitting, t: number): void {
  const { kernel } = uploaded.scope;
  const layout = kernel.layouts[family.parameters!.struct];
  new Struct<"Power">(kernel, layout as typeof kernel.layouts.Power, uploaded.parameters).set({ t });
}

/**
 * Search after search with a barrier that falls to `last`, each beginning ahead on the line through the last two ends. The outcome is
 * that of the last search; the path is over where rounding allows no smaller t.
 */
export function* followBarrier(
  fitting: Fitting,
  task: Task,
  path: Path,
  { ends, bounds, last, usual }: Reach,
): Watched<{ end: number | undefined; isOver: boolean }> {
  const { scope, state, dimension } = task;
  const isOwn = dimension <= DEFAULTS.examineDimension;
  for (; ; path.t *= FALL) {
    setBarrier(fitting, path.t);
    const { before, point } = path;
    const ahead =
      before &&
      point.map((v, j) =>
        Math.min(Math.max(v + FALL * (v - before[j]!), bounds?.lower[j] ?? -Infinity), bounds?.upper[j] ?? Infinity),
      );
    const there = ahead && valueAt(task, ahead);
    const here = valueAt(task, point);
    scope.view(state.read("point"), dimension).set(ahead && there! < here ? ahead : point);
    state.set({ adopted: 0 });
    const end = yield* isOwn ? minimize(task, fitting.watched) : solve(fitting);
    path.iterations += state.read("iteration");
    path.before = point;
    path.point = scope.get(state.read("point"), dimension);
    if (end === undefined || end === OUTCOME.recedes) return { end, isOver: true };
    const optimality = state.read("optimality");
    const isMet = end === OUTCOME.converged;
    if (isMet || optimality <= MET) path.sure = { t: path.t, point: path.point, optimality, isMet };
    const isLong = path.iterations > Math.max(MOST_ITERATIONS, MOST_TIMES * fitting.plan.maxIterations);
    const isNear = leastSlack(fitting, task, path.point, ends) < CLOSEST * usual || !(path.t > 0 && path.t < Infinity); // t is 0 with weights of 1e-300
    const isOver = isNear || isLong;
    if (isOver || !(path.t * FALL >= last)) return { end, isOver };
  }
}
