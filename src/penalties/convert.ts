import { GlmError } from "../base/errors.js";
import { readOptions } from "../base/keys.js";
import { show } from "../base/show.js";

/** What a conversion may need beside the number itself. */
export interface LambdaContext {
  /** W: the sum of the weights, or the number of rows. */
  readonly totalWeight?: number;
  /** glmnet's gaussian family only: standard deviation of y with divisor W. */
  readonly responseDeviation?: number;
}

interface Convention {
  /** The objective over there, l as here (half the unit deviance up to a constant). */
  readonly objective: string;
  /** lambda = factor(context) * value^power. */
  readonly factor: (context: LambdaContext) => number;
  readonly power: 1 | -1;
}

function totalWeight(context: LambdaContext): number {
  const W = context.totalWeight;
  if (W === undefined || !(W > 0 && W < Infinity)) {
    throw new GlmError(
      "BAD_OPTION",
      `totalWeight is ${show(W)}; this conversion needs the sum of the weights (the number of rows)`,
      {},
    );
  }
  return W;
}

function deviation(context: LambdaContext): number {
  const s = context.responseDeviation;
  if (s === undefined || !(s > 0 && s < Infinity)) {
    throw new GlmError(
      "BAD_OPTION",
      `responseDeviation is ${show(s)}; glmnet's gaussian ridge needs the standard deviation of y (divisor n)`,
      {},
    );
  }
  return s;
}

const CONTEXT = ["totalWeight", "responseDeviation"];

const one = (): number => 1;
const perWeight = (context: LambdaContext): number => 1 / totalWeight(context);

/** How other libraries scale their ridge; each objective is written with our l, so the factors can be read off. */
const CONVENTIONS = {
  /** glmnet(alpha = 0, standardize = FALSE), binomial, poisson and others. */
  glmnet: { objective: "(1/W) sum w l + lambda beta^2 / 2", factor: one, power: 1 },
  /** glmnet(family = "gaussian", alpha = 0): it standardizes y inside, so its lambda acts divided by sd(y). */
  "glmnet-gaussian": {
    objective: "(1/W) sum w l + lambda / sd(y) beta^2 / 2",
    factor: (c) => 1 / deviation(c),
    power: 1,
  },
  glum: { objective: "(1/W) sum w l + alpha beta^2 / 2", factor: one, power: 1 },
  /** PoissonRegressor, GammaRegressor, TweedieRegressor: alpha. */
  "scikit-learn-alpha": { objective: "(1/W) sum w l + alpha beta^2 / 2", factor: one, power: 1 },
  /** LogisticRegression: C. */
  "scikit-learn-C": { objective: "C sum w l + beta^2 / 2", factor: perWeight, power: -1 },
  /** Ridge: alpha. */
  "scikit-learn-ridge": { objective: "2 sum w l + alpha beta^2", factor: perWeight, power: 1 },
  /** LIBLINEAR -s 0, -c C. Its bias term (-B) is penalized, ours never is. */
  liblinear: { objective: "C sum w l + beta^2 / 2", factor: perWeight, power: -1 },
  /** GLM.fit_regularized(alpha, L1_wt = 0), except gaussian: there it divides by an estimated dispersion; use OLS. */
  statsmodels: { objective: "(1/W) sum w l + alpha beta^2 / 2", factor: one, power: 1 },
} as const satisfies Record<string, Convention>;

/** A library whose scale of lambda is converted. */
export type LambdaConvention = keyof typeof CONVENTIONS;
export const LAMBDA_CONVENTIONS = Object.keys(CONVENTIONS) as LambdaConvention[];

function find(convention: LambdaConvention): Convention {
  const found = Object.hasOwn(CONVENTIONS, convention) ? CONVENTIONS[convention] : undefined;
  if (found === undefined) {
    throw new GlmError(
      "BAD_OPTION",
      `convention is "${show(convention)}"; expected one of ${LAMBDA_CONVENTIONS.join(", ")}`,
      {},
    );
  }
  return found;
}

function checkValue(name: string, value: number, convention: Convention): void {
  if (typeof value !== "number" || !(value >= 0 && value < Infinity) || (convention.power === -1 && value === 0)) {
    throw new GlmError(
      "BAD_OPTION",
      `${name} is ${show(value)}; expected a number ${convention.power === -1 ? "> 0" : ">= 0"}`,
      {},
    );
  }
}

/**
 * The lambda of `ridge()` that does what another library's ridge does. Lasso and elastic net convert alike, but for
 * "glmnet-gaussian": there only the ridge part is divided by sd(y).
 *
 * @param convention  "glmnet", "glmnet-gaussian", "glum", "scikit-learn-alpha", "scikit-learn-C", "scikit-learn-ridge",
 *                    "liblinear" or "statsmodels".
 * @param value       lambda, alpha or C over there.
 * @param context     totalWeight (number of rows) for the sum scales; responseDeviation for "glmnet-gaussian".
 * @throws GlmError BAD_OPTION for an unknown convention, a value out of range, or a context that lacks what is needed.
 *
 * @example
 * lambdaFrom("scikit-learn-C", 1, { totalWeight: 4601 });   // 1 / 4601
 */
export function lambdaFrom(convention: LambdaConvention, value: number, context: LambdaContext = {}): number {
  const found = find(convention);
  checkValue("value", value, found);
  context = readOptions(context, CONTEXT, "lambdaFrom");
  return found.factor(context) * (found.power === 1 ? value : 1 / value);
}

/**
 * The number another library needs to do what `ridge(lambda)` does: the inverse of `lambdaFrom`.
 *
 * @example
 * lambdaTo("scikit-learn-C", 0.01, { totalWeight: 100 });   // 1
 */
export function lambdaTo(convention: LambdaConvention, lambda: number, context: LambdaContext = {}): number {
  const found = find(convention);
  checkValue("lambda", lambda, found);
  context = readOptions(context, CONTEXT, "lambdaTo");
  const value = lambda / found.factor(context);
  return found.power === 1 ? value : 1 / value;
}
