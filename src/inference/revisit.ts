import type { Design, Plan, Response } from "../base/flow.js";
import { REQUEST } from "../base/ids.js";
import type { Family } from "../families/index.js";
import { times } from "../input/weights.js";
import { areNearlyDependent, mayTurn, turned } from "../minimize/basis.js";
import { prepareFit } from "../minimize/fit-task.js";
import type { Fitting } from "../minimize/fitting.js";
import { fitNullModel } from "../minimize/null-model.js";
import { askEta } from "../minimize/rows.js";
import { devianceOf } from "../shard/deviance.js";
import { askAtPoint, finish, type Watched } from "../shard/task.js";
import { upload } from "../shard/upload.js";
import { rowNumbers } from "../stats/residuals.js";
import type { Scope } from "../wasm/scope.js";

/** The input of a fit, with a plan that starts at its coefficients. */
export interface RevisitInput {
  readonly design: Design;
  readonly response: Response;
  readonly plan: Plan;
  readonly family: Family;
  /** Gets the deviance there, and a function for its rounding: refuses rows that are not those of the fit. */
  readonly belongs?: ((deviance: number, rounding: () => number) => void) | undefined;
}

/**
 * The rows of a fit in wasm memory again, with the task at the plan's start: the model's coefficients. Nothing is minimized;
 * `askAtPoint(fitting.task, request)` and `fitting.uploaded.shard` answer about the objective there. The exchange holds value,
 * loss and gradient.
 *
 * @param options.asGiven  Whether the coordinates must be those of the columns; otherwise columns that nearly depend on each other are
 *                         made orthogonal, as in the fit.
 * @throws GlmError thrown by `belongs`.
 */
export function* revisit(scope: Scope, given: RevisitInput, { asGiven = false } = {}): Watched<Fitting> {
  const { design, response, plan, family, belongs } = given;
  const uploaded = upload(scope, design, response, plan, family);
  scope.helpers?.attach(uploaded.shard, uploaded.dimension);
  const nullModel = yield* fitNullModel(uploaded, response, plan, family);
  const own = yield* prepareFit({ uploaded, plan, family, response, nullModel, watched: false });
  yield* askAtPoint(own.task, REQUEST.value | REQUEST.gradient);
  if (belongs !== undefined) {
    const losses = { loss: own.task.exchange.read("loss"), bestLoss: nullModel.bestLoss };
    const deviance = devianceOf(uploaded, family, losses, () => etaOf(own));
    const toGiven = (sum: number): number => times(sum, -response.exponent); // in units of the given weights
    belongs(toGiven(deviance), () => toGiven(roundingOf(own, losses)));
  }
  const isExamined = !asGiven && mayTurn(uploaded, plan);
  if (!isExamined || !areNearlyDependent(uploaded)) return { ...own, isClear: isExamined };
  const fitting = turned(own);
  yield* askAtPoint(fitting.task, REQUEST.value | REQUEST.gradient);
  return fitting;
}

/** The same at once: the rows are all in this thread. */
export function revisitHere(scope: Scope, given: RevisitInput, options?: { readonly asGiven?: boolean }): Fitting {
  return finish(revisit(scope, given, options));
}

/** Address of eta of every row: f64[n]. */
function etaOf(fitting: Fitting): number {
  const eta = fitting.uploaded.scope.f64(fitting.uploaded.rows);
  askEta(fitting, eta);
  return eta;
}

/** Half a unit in the last place of 32-bit entries, and of sums in 64 bits. */
const SINGLE = 2 ** -24;
const DOUBLE = 1e-12;

/**
 * The possible difference of the deviance if x is the same except for the rounding of its storage: each eta by e, the sum of its terms' sizes
 * times 2^-24, so D by sum_i w_i (2 |l'_i| e + l''_i e^2); plus the rounding of the sums of losses. For many classes |l'| <= 1.
 */
function roundingOf(fitting: Fitting, { loss, bestLoss }: { loss: number; bestLoss: number }): number {
  const { uploaded, response, family, plan } = fitting;
  const { scope, rows, sd, mean } = uploaded;
  const { intercepts, coefficients } = plan.start!;
  const sums = DOUBLE * (Math.abs(loss) + Math.abs(bestLoss));
  const size = (values: ArrayLike<number>): number => Array.from(values).reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  // a column of n entries has no entry beyond |mean| + sd sqrt(n)
  const parts = coefficients.map((beta, k) =>
    beta.reduce(
      (sum, b, j) => sum + Math.abs(b) * (Math.abs(mean[j]!) + sd[j]! * Math.sqrt(rows)),
      Math.abs(intercepts[k]!),
    ),
  );
  const e = SINGLE * (size(parts) + size(response.offset ?? []));
  if (uploaded.classes > 1) return sums + 4 * e * response.totalWeight;
  const { pearson, working } = rowNumbers(scope, family, scope.get(etaOf(fitting), rows), response.y);
  return pearson.reduce((sum, r, i) => {
    if (r === 0 || !Number.isFinite(r)) return sum;
    const slope = Math.abs((r * r) / working[i]!);
    const fisher = (r / working[i]!) ** 2;
    return sum + (response.weight?.[i] ?? 1) * e * (2 * slope + fisher * e);
  }, sums);
}
