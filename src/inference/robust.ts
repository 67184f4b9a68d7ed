import type { Covariance } from "../base/flow.js";
import type { CovarianceWarning } from "../base/status.js";
import type { Curvature, Fitting } from "../minimize/fitting.js";
import { bartlettGram } from "../minimize/shard-answers.js";
import { finish } from "../shard/task.js";
import { bellMcCaffrey } from "./bell-mccaffrey.js";
import { type Grouping, middleOfClusters, type TwoWay, twoWay } from "./clusters.js";
import {
  type Middle,
  middleOfGram,
  modelCovariance,
  sandwich,
  sandwichOf,
  usualFactors,
  usualMiddle,
} from "./covariance.js";
import { leverageOf, movedBy, onesOf, pullsOf } from "./leverage.js";

/** A covariance of estimates, decided. */
export interface RobustInput {
  readonly fitting: Fitting;
  readonly curvature: Curvature;
  readonly kind: "model" | "HC0" | "HC1" | "HC2" | "HC3" | "cluster" | "CR2" | "HAC";
  /** Of clusters: one or two. */
  readonly groupings: readonly Grouping[];
  /** Of HAC. */
  readonly series: { readonly places: Int32Array; readonly lag: number } | undefined;
  /** Whether "model" is the sandwich. */
  readonly isSandwich: boolean;
  /** Of the estimates, for warnings. */
  readonly names: readonly string[];
}

/** The covariance: of kind "model" without the dispersion. */
export interface Robust {
  readonly covariance: Covariance;
  /** Rows of leverage 1. */
  readonly ones: readonly number[];
  readonly warnings: readonly CovarianceWarning[];
}

export function robust(given: RobustInput): Robust {
  const { fitting, curvature, kind, groupings, series, isSandwich } = given;
  const plain = (covariance: Covariance): Robust => ({ covariance, ones: [], warnings: [] });
  if (series !== undefined) {
    const J = middleOfGram(fitting, bartlettGram(fitting, series.places, series.lag));
    return plain(sandwichOf(fitting, curvature, J));
  }
  if (groupings.length > 0) return clustered(given);
  if (!isSandwich) return plain(modelCovariance(fitting, curvature));
  if (kind === "HC2" || kind === "HC3") return byLeverage(given, kind);
  return plain(finish(sandwich(fitting, curvature, middleOf(kind, fitting, curvature))));
}

function clustered({ fitting, curvature, kind, groupings, names }: RobustInput): Robust {
  const [first, second] = groupings as readonly [Grouping, Grouping | undefined];
  if (kind === "CR2") {
    const { covariance, undetermined } = bellMcCaffrey(fitting, curvature, first);
    const aliased = [...new Set([...covariance.aliased, ...undetermined])];
    return { covariance: { ...covariance, aliased }, ones: [], warnings: undeterminedWarning(undetermined, names) };
  }
  if (second === undefined) {
    return { covariance: sandwichOf(fitting, curvature, middleOfClusters(fitting, first)), ones: [], warnings: [] };
  }
  const { covariance, ...about } = twoWay(fitting, curvature, [first, second], modelCovariance(fitting, curvature));
  return { covariance, ones: [], warnings: indefiniteWarning(about) };
}

function byLeverage({ fitting, curvature }: RobustInput, kind: "HC2" | "HC3"): Robust {
  const high = leverageOf(fitting, curvature);
  const factors = usualFactors(fitting);
  const ones = onesOf(high).filter((i) => (factors?.[i] ?? 1) === 1); // a row that stands for two equal ones does not have leverage 1
  const undefinedOnes = ones.length === 0 ? [] : movedBy(ones, pullsOf(fitting, curvature));
  const middle: Middle = {
    factors: high.left.map((rest, i) => {
      const factor = factors?.[i] ?? 1;
      const own = 1 - factor + factor * rest; // 1 - h factor
      if (own === 0) return 0; // its residual is 0 for any y; the estimates it moves are marked
      return factor / (kind === "HC2" ? own : own * own);
    }),
  };
  const found = finish(sandwich(fitting, curvature, middle));
  return { covariance: { ...found, aliased: [...new Set([...found.aliased, ...undefinedOnes])] }, ones, warnings: [] };
}

function middleOf(kind: string, fitting: Fitting, { degreesOfFreedom }: Curvature): Middle {
  const usual = usualMiddle(fitting);
  const n = fitting.response.observations;
  if (kind === "HC1") return { ...usual, factor: n / (n - degreesOfFreedom) };
  return kind === "HC0" ? { factors: usual.factors } : usual;
}

function indefiniteWarning({ eigenvalue, isMended }: Omit<TwoWay, "covariance">): CovarianceWarning[] {
  if (!(eigenvalue < 0)) return [];
  const what = isMended
    ? "it was set to 0, because a variance was negative, and standard errors are too small along its direction"
    : "all variances are positive, but some contrasts may have none";
  const message = `the covariance of two-way clusters has the negative eigenvalue ${eigenvalue.toPrecision(2)} in units of the model's variances: ${what}; clusters of one way have no such trouble`;
  return [{ code: "not-positive-definite", message, detail: { eigenvalue, isMended } }];
}

/** Names in a warning. */
const NAMED = 5;

function undeterminedWarning(entries: readonly number[], names: readonly string[]): CovarianceWarning[] {
  if (entries.length === 0) return [];
  const all = [...entries].sort((a, b) => a - b).map((k) => names[k]!);
  const more = all.length > NAMED ? ` and ${all.length - NAMED} more` : "";
  const message = `one cluster alone determines a part of ${all.slice(0, NAMED).join(", ")}${more}: no other cluster shows how much that part varies, so there is no standard error (NaN)`;
  return [{ code: "undetermined", message, detail: { names: all } }];
}
