import type { Fitting } from "../minimize/fitting.js";
import { boundsOf, penaltyIdOf } from "../minimize/penalize.js";
import { prepareTask, refresh, type Task, type Watched } from "../shard/task.js";
import { SOLVERS } from "../solvers/index.js";

/** Iterations of each stage. */
export const STEPS_EACH = 60;

/** Newton's method, or coordinate descent where there are kinks or bounds, for the same problem. */
export function prepareBorderTask(fitting: Fitting, held: readonly number[], start: Float64Array): Task {
  const { uploaded, plan, nullModel, task: main } = fitting;
  const { scope, dimension } = uploaded;
  const found = boundsOf(uploaded, { ...plan, solver: "newton" });
  const smooth = found === undefined && penaltyIdOf(plan) === 1;
  const bounds = smooth
    ? undefined
    : {
        lower: found?.lower ?? new Float64Array(dimension).fill(-Infinity),
        upper: found?.upper ?? new Float64Array(dimension).fill(Infinity),
      };
  if (bounds !== undefined) for (const j of held) bounds.lower[j] = bounds.upper[j] = start[j]!;
  return prepareTask(scope, uploaded.shard, {
    dimension,
    totalWeight: main.problem.read("totalWeight"),
    penalty: main.problem.read("penalty"),
    penaltyParams: main.problem.read("penaltyParams"),
    bounds,
    held,
    gradientScale: nullModel.gradientScale,
    certificate: { ...fitting.options.certificate!, stepTolerance: Infinity, certifies: false, isConvex: true },
    tolerance: plan.tolerance,
    maxIterations: STEPS_EACH,
    mayRecede: main.problem.read("mayRecede") !== 0,
    isQuadratic: false,
    examine: main.problem.read("examine") !== 0,
    solverId: (smooth ? SOLVERS.newton : SOLVERS["coordinate-descent"]).id,
    dense: true,
    ...{ crew: uploaded.crew, partner: uploaded.partner },
    start,
  });
}

/** Number of dependent columns that the search has found. */
export function copyFlags(from: Task, to: Task): void {
  if (from === to) return;
  const { dimension } = from;
  to.state.view("dependent", dimension).set(from.state.copy("dependent", dimension));
  to.state.set({ dependents: from.state.read("dependents") });
}

/** Moves the fit's task to a point, with its value, and adds the counts. */
export function* giveBack({ task }: Fitting, from: Task, point: Float64Array, iterations: number): Watched<void> {
  const { state, dimension } = task;
  state.view("point", dimension).set(point);
  yield* refresh(task);
  state.set({ iteration: iterations, isDoubtful: 0 });
  if (from === task) return;
  const { exchange } = task;
  exchange.set({
    passes: exchange.read("passes") + from.exchange.read("passes"),
    hessians: exchange.read("hessians") + from.exchange.read("hessians"),
  });
  from.exchange.set({ passes: 0, hessians: 0 });
}
