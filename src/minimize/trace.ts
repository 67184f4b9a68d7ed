import type { Plan, Solution } from "../base/flow.js";
import { REQUEST, SOLVER } from "../base/ids.js";
import type { RawStep, TraceRequest } from "../base/trace.js";
import type { Recorder } from "../shard/task.js";
import type { Uploaded } from "../shard/uploaded.js";
import { SOLVERS } from "../solvers/index.js";
import { wholeEntries } from "./basis-entries.js";
import { centreClasses } from "./centre.js";
import { type Original, onOriginalScale } from "./rows.js";

// The trace of a fit: every answer to a solver, with what the solver made of it. The numbers are the solver's own, read from its
// state before and after.

const ASKED: readonly [number, TraceRequest][] = [
  [REQUEST.value, "value"],
  [REQUEST.gradient, "gradient"],
  [REQUEST.hessian | REQUEST.classGram, "hessian"],
  [REQUEST.hessianVector, "product"],
  [REQUEST.diagonal, "diagonal"],
  [REQUEST.gram | REQUEST.unmovedGram, "gram"],
  [REQUEST.recession, "recession"],
];

/** Writes to `trace`. `place`: for a search over some columns, the whole point of its own. */
export function recorderOf(
  { trace, uploaded, plan }: { trace?: RawStep[] | undefined; uploaded: Uploaded; plan: Plan },
  place: (theta: Float64Array) => Float64Array = (theta) => theta,
): Recorder | undefined {
  return (
    trace &&
    ((task, request) => {
      const { state, exchange, solverId, dimension } = task;
      const { solverValue, solverPromise } = task.scope.kernel.exports;
      const hasValue = (request & REQUEST.value) !== 0;
      const isTrial = hasValue && state.read("trial") > 0;
      const objective = hasValue ? solverValue(state.at) : undefined;
      const promised = isTrial ? solverPromise(solverId, state.at) : Number.NaN;
      const came = isTrial ? state.read("objective") - objective! : undefined;
      const step = isTrial ? state.read("trial") : undefined;
      const slope = state.read("slope");
      const before = state.read("iteration");
      const last = trace.at(-1)?.search ?? -1;
      const isStart = hasValue && !isTrial;
      const seen = {
        search: isStart ? last + 1 : last,
        solver: Object.values(SOLVERS).find(({ id }) => id === solverId)!.name,
        asked: ASKED.filter(([bits]) => (request & bits) !== 0).map(([, name]) => name),
        rule: !isTrial ? undefined : solverId === SOLVER.lbfgs ? "wolfe" : Number.isNaN(slope) ? "fall" : "armijo",
        ...originalPoint(uploaded, plan, place(exchange.copy("point", dimension))),
        ...{ objective, step, promised: Number.isNaN(promised) ? undefined : promised, came },
      } as const;
      return () => {
        const iteration = state.read("iteration");
        const judged = iteration > before ? "accepted" : "rejected";
        const verdict = isTrial ? judged : isStart ? "start" : "looked";
        trace.push({ ...seen, verdict, iteration, optimality: state.read("optimality") });
      };
    })
  );
}

/** As in the model. */
function originalPoint({ basis, ...own }: Uploaded, plan: Plan, theta: Float64Array): Original {
  const point =
    basis === undefined
      ? onOriginalScale(own, plan, theta)
      : onOriginalScale(basis.whole, basis.plan, wholeEntries(basis, theta, own));
  centreClasses(basis?.plan ?? plan, point);
  return point;
}

/** The last step of a trace: the point of the model. */
export function endTrace(trace: RawStep[], found: Solution, { solver }: Plan): void {
  const { intercepts, coefficients, objective, optimality, iterations: iteration } = found;
  const none = { asked: [], rule: undefined, step: undefined, promised: undefined, came: undefined } as const;
  const search = trace.at(-1)?.search ?? 0;
  trace.push({ ...none, search, solver, iteration, verdict: "end", intercepts, coefficients, objective, optimality });
}
