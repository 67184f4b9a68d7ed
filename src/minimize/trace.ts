import type { Plan, Solution } from "../base/flow.js";
import { REQUEST, SOLVER } from "../base/ids.js";
import type { RawStep, TraceRequest, TraceStep } from "../base/trace.js";
import type { Recorder } from "../shard/task.js";
import type { Uploaded } from "../shard/uploaded.js";
import { wholeEntries } from "./basis-entries.js";
import { centreClasses } from "./centre.js";
import { onOriginalScale } from "./rows.js";

// The trace of a fit: every answer to a solver, with what the solver made of it. The numbers are the solver's own, read from its
// state before and after.

type Point = Pick<RawStep, "intercept" | "coefficients">;

const REQUESTS = Object.keys(REQUEST) as TraceRequest[];

/** Writes to `trace`. `place`: for a search over some columns, the whole point of its own. */
export function recorderOf(
  { trace, uploaded, plan }: { trace?: RawStep[] | undefined; uploaded: Uploaded; plan: Plan },
  place?: (theta: Float64Array) => Float64Array,
): Recorder | undefined {
  return (
    trace &&
    ((task, request) => {
      const { state, solverId } = task;
      const { solverValue, solverPromise } = task.scope.kernel.exports;
      const point = task.exchange.copy("point", task.dimension);
      const hasValue = (request & REQUEST.value) !== 0;
      const objective = hasValue ? solverValue(state.at) : undefined;
      const step = (hasValue && state.read("trial")) || undefined;
      const promised = step && solverPromise(solverId, state.at);
      const came = step && state.read("objective") - objective!;
      const before = state.read("iteration");
      const isStart = hasValue && !step;
      const seen = {
        search: (trace.at(-1)?.search ?? -1) + Number(isStart),
        solver: plan.solverId === solverId ? plan.solver : "newton", // it may end what another began
        asked: REQUESTS.filter((name) => request & REQUEST[name]),
        rule: step ? ruleOf(solverId, promised!) : undefined,
        ...originalPoint(uploaded, plan, place?.(point) ?? point),
        ...{ objective, step, promised, came },
      } as const;
      return () => {
        const iteration = state.read("iteration");
        const verdict = isStart ? "start" : !step ? "looked" : iteration > before ? "accepted" : "rejected";
        trace.push({ ...seen, verdict, iteration, optimality: state.read("optimality") });
      };
    })
  );
}

function ruleOf(solverId: number, promised: number): TraceStep["rule"] {
  if (solverId === SOLVER.lbfgs) return "wolfe";
  return Number.isNaN(promised) ? "fall" : "armijo";
}

/** A point on the scale of x as given, as in the model. */
function originalPoint(own: Uploaded, plan: Plan, theta: Float64Array): Point {
  const { basis } = own;
  const as = basis ?? { whole: own, plan };
  const point = onOriginalScale(as.whole, as.plan, basis ? wholeEntries(basis, theta, own) : theta);
  centreClasses(as.plan, point);
  return asInModel(point);
}

/** One of each, or one for every class. */
function asInModel({ intercepts, coefficients }: Pick<Solution, "intercepts" | "coefficients">): Point {
  const isOne = intercepts.length === 1;
  return { intercept: isOne ? intercepts[0]! : intercepts, coefficients: isOne ? coefficients[0]! : coefficients };
}

/** The last step of a trace: the point of the model. */
export function endTrace(trace: RawStep[], found: Solution, { solver }: Plan): void {
  const { objective, optimality, iterations: iteration } = found;
  const point = asInModel({
    intercepts: found.intercepts.slice(),
    coefficients: found.coefficients.map((b) => b.slice()),
  });
  const search = trace.at(-1)?.search ?? 0;
  trace.push({ search, solver, iteration, asked: [], verdict: "end", ...point, objective, optimality });
}
