import { checkNumber } from "./base/check.js";
import { GlmError } from "./base/errors.js";
import { reading } from "./base/keys.js";
import { show } from "./base/show.js";
import { normal } from "./distributions/index.js";
import type { TableInput } from "./frame/columns.js";
import { aboutTable } from "./frame/rows.js";
import { rowsOfFit } from "./frame/rows-of.js";
import type { Rows } from "./frame/rows-types.js";
import type { WithTable } from "./frame/table-options.js";
import { checkPenalizedLikelihood, penalizedProfile } from "./inference/penalized-profile.js";
import { lossProfile } from "./inference/profile.js";
import { revisitHere } from "./inference/revisit.js";
import type { DesignInput } from "./input/design.js";
import type { ResponseInput } from "./input/response.js";
import { times } from "./input/weights.js";
import { curvatureOf, isShrunk, whyNone } from "./minimize/curvature.js";
import { covarianceOf, estimateColumns, namedEstimates } from "./result/coefficients.js";
import type { ModelData } from "./result/data.js";
import { type FitRows, type FitVectors, readFitRows, VECTOR_KEYS } from "./result/fit-rows.js";
import { Model } from "./result/model.js";
import { finish } from "./shard/task.js";
import { element } from "./stats/linear.js";
import { signedRoot } from "./stats/signed-root.js";
import { type Scope, withScope } from "./wasm/scope.js";
import { type Printed, printed } from "./words/printed.js";

/** Options of `profileInterval`. */
export interface ProfileOptions extends FitVectors {
  /** Default 0.95. */
  readonly level?: number;
  /** Names of the wanted estimates, "(intercept)" among them; default all. */
  readonly names?: readonly string[] | undefined;
}

/** Infinite if the likelihood never falls so far; NaN if the estimate is not unique. */
export interface ProfileInterval {
  readonly name: string;
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
}

/**
 * Profile-likelihood intervals: all values of a coefficient at which the deviance, minimized over the others, is at most
 * c^2 phi above that of the fit,
 *
 *     [ D(beta_j) - D ] / phi <= c^2,     c the normal quantile of (1 + level) / 2
 *
 * as in R's confint, which interpolates; here the ends are the exact roots. More accurate than Wald's for small samples. Of a fit with
 * `biasReduction` the likelihood is the penalized one, as logistf has it.
 *
 * @param model  A converged fit with one predictor, without penalty, noise, bounds or ball.
 * @param table  The table of the fit; of numbers x, then y, with the weights, trials, offset, exposure of the fit in `options`.
 * @returns  One interval per estimate, the intercept first.
 * @throws GlmError NOT_SUPPORTED for other models, BAD_SHAPE for other rows.
 *
 * Source: Venables & Ripley (2002), Modern Applied Statistics with S, section 8.4; Heinze & Schemper
 *         (2002), Statistics in Medicine 21, for the penalized likelihood.
 *
 * @example
 * profileInterval(model, x, y, { names: ["dose"] });
 */
export function profileInterval(
  model: Model,
  table: TableInput,
  options?: WithTable<ProfileOptions>,
): ProfileInterval[] & Printed;
/** The same of numbers. @param x  The rows of the fit, like `y`. */
export function profileInterval(
  model: Model,
  x: DesignInput,
  y: ResponseInput,
  options?: ProfileOptions,
): ProfileInterval[] & Printed;
export function profileInterval(
  model: Model,
  x: unknown,
  y?: unknown,
  given?: ProfileOptions,
): ProfileInterval[] & Printed {
  const data = Model.dataOf(model);
  const rows = rowsOfFit<ProfileOptions>(data, [x, y, given], ["level", "names", ...VECTOR_KEYS], "profileInterval");
  const { level: asked } = rows.options;
  const level = checkNumber("level", asked ?? 0.95, (l) => l > 0 && l < 1, "a number in (0, 1)");
  const found = aboutTable(rows.table, () => intervalsOf(data, rows, level));
  const columns = estimateColumns({ df: undefined, ratio: undefined, level });
  const notes = ["intervals: profile likelihood"];
  return printed(found, () => ({ caption: "", columns, rows: found, notes }));
}

function intervalsOf(data: ModelData, { x, y, options }: Rows<ProfileOptions>, level: number): ProfileInterval[] {
  const again = readFitRows(data, x, y as ResponseInput, options);
  const { plan } = again;
  if (whyNone(plan) !== undefined || isShrunk(plan) || plan.classes > 1 || data.status.code !== "converged") {
    const message = "profile intervals are those of a converged maximum-likelihood fit with one predictor";
    throw new GlmError("NOT_SUPPORTED", message, {});
  }
  checkPenalizedLikelihood(again, "profileInterval");
  const { names, estimates } = namedEstimates(data);
  const { packed, aliased } = covarianceOf(data);
  const wanted = namesOf(options.names ?? names);
  const unknown = wanted.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new GlmError("BAD_OPTION", `names holds "${unknown}"; expected some of ${names.join(", ")}`, {});
  }
  return withScope((scope) => {
    const profiles = profilesOf(scope, data, again);
    const phi = times(data.dispersion, again.response.exponent);
    const target = normal(scope.kernel).upperQuantile((1 - level) / 2);
    return wanted.map((name) => {
      const i = names.indexOf(name);
      const estimate = estimates[i]!;
      if (aliased.includes(i)) return { name, estimate, lower: Number.NaN, upper: Number.NaN, level };
      const position = scope.kernel.exports.mark();
      const profile = profiles.along(i);
      const z = (v: number): number => Math.sqrt(Math.max(0, (2 * (profile(v) - profiles.best)) / phi));
      const step = target * Math.sqrt(element(packed, i, i));
      const lower = signedRoot(z, estimate, -step, target);
      const upper = signedRoot(z, estimate, step, target);
      scope.kernel.exports.release(position);
      return { name, estimate, lower, upper, level };
    });
  });
}

/** What is minimized, at the fit, and along every estimate with the others at their best. */
interface Profiles {
  readonly best: number;
  readonly along: (entry: number) => (value: number) => number;
}

function profilesOf(scope: Scope, data: ModelData, again: FitRows): Profiles {
  if (again.plan.biasReduction !== undefined) {
    const { best, held } = penalizedProfile(revisitHere(scope, again));
    return { best, along: (entry) => (value) => held([entry], [value]) };
  }
  const fitting = revisitHere(scope, again, { asGiven: true });
  const { estimates } = namedEstimates(data);
  const { packed } = covarianceOf(data);
  const dependent = finish(curvatureOf(fitting))?.dependent ?? [];
  const shift = Number(data.hasIntercept);
  return {
    best: fitting.task.exchange.read("loss"),
    along: (i) => {
      const profile = lossProfile(scope, again, fitting.nullModel, i < shift ? undefined : i - shift, dependent);
      // the other parameters start where the curvature predicts them
      return (v) => {
        const all = estimates.map((e, k) => e + ((v - estimates[i]!) * element(packed, k, i)) / element(packed, i, i));
        all[i] = v;
        return profile({
          intercepts: Float64Array.of(shift ? all[0]! : 0),
          coefficients: [Float64Array.from(all.slice(shift))],
        });
      };
    },
  };
}

/** A copy of a list of names, or a refusal. */
function namesOf(given: unknown): string[] {
  const refuse = (at: string, value: unknown): never => {
    throw new GlmError("BAD_OPTION", `${at} is ${show(value)}; expected names of estimates, as ["x1"]`, { name: at });
  };
  if (!Array.isArray(given)) return refuse("names", given);
  return reading("names", () =>
    Array.from(given, (name: unknown, k) => (typeof name === "string" ? name : refuse(`names[${k}]`, name))),
  );
}
