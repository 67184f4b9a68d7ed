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

/** The factor of t from one search to the next. */
export const FALL = 0.1;
/** Closer to the border than this part of the usual distance, predictors lose the digits of the distance. */
const CLOSEST = 1e-11;
/** Optimality at which the next search may start, although the tolerance was not met. */
const MET = 1e-6;

/** Most iterations of a path, or this many times maxIterations if that is more; ordinary paths take a few hundred. */
const MOST_ITERATIONS = 1000;
const MOST_TIMES = 3;

interface Sure {
  readonly t: number;
  readonly point: Float64Array;
  readonly optimality: number;
  /** Whether the search met its tolerance, or rounding ended it close to the minimum. */
  readonly isMet: boolean;
}

/** The current end of the barrier's path. */
export interface Path {
  t: number;
  point: Float64Array;
  /** The end for the t before. */
  before: Float64Array | undefined;
  /** The last end of a search that met its tolerance, or nearly. */
  sure: Sure | undefined;
  iterations: number;
}

/** The limits of a path. */
interface Reach {
  readonly ends: Ends;
  readonly bounds: ReturnType<typeof boundsOf>;
  readonly last: number;
  /** The usual distance of predictors from the border. */
  readonly usual: number;
}

/** The t of the barrier that is part of the rows' loss; 0 without a barrier. */
export function setBarrier({ family, uploaded }: Fitting, t: number): void {
  const { kernel } = uploaded.scope;
  const layout = kernel.layouts[family.parameters!.struct];
  new Struct<"Power">(kernel, layout as typeof kernel.layouts.Power, uploaded.parameters).set({ t });
}

/**
 * Searches with a barrier that falls to `last`, each starting on the line through the last two ends. The outcome is
 * that of the last search; the path ends when rounding allows no smaller t.
 */
export function* followBarrier(
  fitting: Fitting,
  task: Task,
  path: Path,
  { ends, bounds, last, usual }: Reach,
): Watched<{ end: number | undefined; isOver: boolean }> {
  const { state, dimension } = task;
  const isOwn = dimension <= DEFAULTS.examineDimension;
  for (; ; path.t *= FALL) {
    setBarrier(fitting, path.t);
    const { before, point } = path;
    const ahead =
      before &&
      point.map((v, j) =>
        Math.min(Math.max(v + FALL * (v - before[j]!), bounds?.lower[j] ?? -Infinity), bounds?.upper[j] ?? Infinity),
      );
    const there = ahead && (yield* valueAt(task, ahead));
    const here = yield* valueAt(task, point);
    state.view("point", dimension).set(ahead && there! < here ? ahead : point);
    state.set({ adopted: 0 });
    const end = yield* isOwn ? minimize(task, fitting.watched) : solve(fitting);
    path.iterations += state.read("iteration");
    path.before = point;
    path.point = state.copy("point", dimension);
    if (end === undefined || end === OUTCOME.recedes) return { end, isOver: true };
    const optimality = state.read("optimality");
    const isMet = end === OUTCOME.converged;
    if (isMet || optimality <= MET) path.sure = { t: path.t, point: path.point, optimality, isMet };
    const isLong = path.iterations > Math.max(MOST_ITERATIONS, MOST_TIMES * fitting.plan.maxIterations);
    const isNear =
      (yield* leastSlack(fitting, task, path.point, ends)) < CLOSEST * usual || !(path.t > 0 && path.t < Infinity); // t is 0 with weights of 1e-300
    const isOver = isNear || isLong;
    if (isOver || !(path.t * FALL >= last)) return { end, isOver };
  }
}
