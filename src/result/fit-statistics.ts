import { chiSquare } from "../distributions/index.js";
import { elementary } from "../wasm/elementary.js";
import { withScope } from "../wasm/scope.js";
import { familyOfModel, type ModelData } from "./data.js";

/** A statistic that is chi-square with these degrees of freedom if the model holds. */
export interface FitTest {
  readonly statistic: number;
  readonly df: number;
  readonly p: number;
}

/** Numbers about a fit as a whole. One that does not exist for the model is undefined. */
export interface FitStatistics {
  /** Gaussian with link "identity": 1 - D / D_0, the share of the variance that the columns explain. */
  readonly rSquared: number | undefined;
  /** 1 - [D / (n - rank)] / [D_0 / (n - 1)], without intercept n for n - 1; not with a penalty or noise. */
  readonly adjustedRSquared: number | undefined;
  /** 1 - l / l_0: for families with a known dispersion and a likelihood, but not with an estimated theta. */
  readonly mcFadden: number | undefined;
  /** {1 - exp[2 (l_0 - l) / n]} / {1 - exp[2 l_0 / n]}, for the same. */
  readonly nagelkerke: number | undefined;
  /** AIC + 2 k (k + 1) / (n - k - 1), k the parameters in AIC. Undefined as `aic`, and if n <= k + 1. */
  readonly aicc: number | undefined;
  /** Tests of the fit by the deviance and by Pearson's statistic: for counts, and for binomial with trials, up to 2^18 entries of x. */
  readonly goodnessOfFit: { readonly deviance: FitTest; readonly pearson: FitTest } | undefined;
}

/**
 * The null model keeps offset and intercept; n is the number of rows with weight, or the sum of frequency weights.
 *
 * Source: McFadden (1974); Nagelkerke (1991), Biometrika 78; Hurvich & Tsai (1989), Biometrika 76; McCullagh & Nelder (1989), section 2.3.
 */
export function fitStatistics(model: ModelData): FitStatistics {
  const { deviance, nullDeviance, observations: n, hasIntercept, isPenalized, degreesOfFreedom: rank } = model;
  const isLeastSquares = model.family === "gaussian" && model.link === "identity";
  const unexplained = deviance / nullDeviance;
  const rSquared = isLeastSquares ? 1 - unexplained : undefined;
  const left = rank === undefined || isPenalized ? 0 : n - rank;
  const adjusted = 1 - (unexplained * (n - Number(hasIntercept))) / left;
  return {
    rSquared,
    adjustedRSquared: rSquared === undefined || left <= 0 ? undefined : adjusted,
    ...pseudo(model),
    aicc: correctedAic(model),
    goodnessOfFit: testsOf(model),
  };
}

function pseudo(model: ModelData): Pick<FitStatistics, "mcFadden" | "nagelkerke"> {
  const { logLikelihood: own, deviance, nullDeviance, observations: n, thetaStandardError, isQuasi } = model;
  const isKnown = familyOfModel(model).dispersion === "one" && !isQuasi && thetaStandardError === undefined;
  if (!isKnown || !Number.isFinite(own)) return { mcFadden: undefined, nagelkerke: undefined };
  const ofNull = own - (nullDeviance - deviance) / 2;
  const { exp } = elementary();
  const nagelkerke = (1 - exp((deviance - nullDeviance) / n)) / (1 - exp((2 * ofNull) / n));
  return { mcFadden: 1 - own / ofNull, nagelkerke };
}

function correctedAic({ aic, logLikelihood, observations: n }: ModelData): number | undefined {
  if (aic === undefined) return undefined;
  const k = Math.round(aic / 2 + logLikelihood);
  return n > k + 1 ? aic + (2 * k * (k + 1)) / (n - k - 1) : undefined;
}

function testsOf({ pearson, deviance, observations: n, degreesOfFreedom, isPenalized }: ModelData) {
  const df = n - (degreesOfFreedom ?? n);
  if (pearson === undefined || isPenalized || !(df > 0)) return undefined;
  return withScope(({ kernel }) => {
    const test = (statistic: number): FitTest => ({ statistic, df, p: chiSquare(kernel, df).upper(statistic) });
    return { deviance: test(deviance), pearson: test(pearson) };
  });
}
