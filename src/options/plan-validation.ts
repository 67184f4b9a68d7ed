import { checkOneOf } from "../base/check.js";
import { GlmError } from "../base/errors.js";
import { show } from "../base/show.js";
import { lasso, PENALTIES, type Penalty } from "../penalties/index.js";
import type { PathOptions } from "./path-types.js";
import { fitOptionsOf, listOf, noiseAt, ratesOf } from "./plan-path.js";
import type { Axis, CrossValidationOptions } from "./validation-types.js";

/** Options of a cross-validation that are not options of a path. */
export const VALIDATION_KEYS = [
  "shares", "folds", "groups", "times", "measure", "seed", "stratify", "clip", "workers", "workerUrl", "on",
] as const; // biome-ignore format: a list

/** Penalties that are parts of an elastic net. */
const MIXED: readonly string[] = ["ridge", "elasticNet"];

/** One path of a grid: its options, and the values of the axes that are fixed along it. */
export interface Outer {
  readonly options: PathOptions;
  readonly rate: number | undefined;
  readonly share: number | undefined;
}

/** The axes of a grid, and a path for every value of the outer one. */
export function planGrid(given: CrossValidationOptions): { axes: readonly Axis[]; outers: Outer[] } {
  if ((given as PathOptions).relax !== undefined) {
    throw new GlmError(
      "NOT_SUPPORTED",
      "relax cannot be combined with crossValidate; judge path.relaxed by folds of your own",
      {},
    );
  }
  const { lambdas, count, minRatio, rates, stopEarly } = given;
  const axes = axesOf(given);
  const has = (axis: Axis): boolean => axes.includes(axis);
  const base = fitOptionsOf(given as PathOptions, VALIDATION_KEYS, "crossValidate");
  const inner = has("rate") && !has("lambda") ? "rate" : "lambda";
  const penalty = base.penalty ?? lasso();
  if (has("share")) checkShared(penalty, has("lambda"));
  const shareList = has("share") ? sharesOf(given) : [undefined];
  const rateList = has("rate") && inner === "lambda" ? ratesOf({ ...base, rates } as PathOptions) : [undefined];
  const path: PathOptions =
    inner === "rate" ? { over: "rate", rates, count } : { over: "lambda", lambdas, count, minRatio, stopEarly };
  const outers = shareList.flatMap((share) =>
    rateList.map((rate) => {
      const mixed = share === undefined ? base.penalty : { ...penalty, penalty: "elasticNet", share };
      const isFixed = inner === "lambda" && !has("lambda");
      const options = {
        ...base,
        ...path,
        ...(rate === undefined ? {} : { noise: noiseAt(base.noise, rate) }),
        ...(isFixed
          ? { penalty: { ...(mixed as Penalty), lambda: undefined }, lambdas: [penalty.lambda!] }
          : { penalty: mixed }),
      };
      return {
        options: Object.fromEntries(Object.entries(options).filter(([, v]) => v !== undefined)) as PathOptions,
        rate,
        share,
      };
    }),
  );
  return { axes, outers };
}

/** The axes that `over` names. An option of another axis is refused. */
function axesOf(given: CrossValidationOptions): Axis[] {
  const { over: asked = "lambda" } = given;
  const listed: readonly unknown[] = Array.isArray(asked) ? asked : [asked];
  const axes = listed.map((axis) => checkOneOf("over", axis, ["lambda", "rate", "share"] as const));
  if (axes.length < 1 || axes.length > 2 || new Set(axes).size < axes.length) {
    throw new GlmError(
      "BAD_OPTION",
      `over names ${axes.length} axes (${axes.join(", ")}); expected one, or two that differ`,
      {},
    );
  }
  for (const [key, axis] of [
    ["lambdas", "lambda"],
    ["minRatio", "lambda"],
    ["rates", "rate"],
    ["shares", "share"],
  ] as const) {
    if (given[key] !== undefined && !axes.includes(axis)) {
      throw new GlmError("BAD_OPTION", `${key} needs axis "${axis}"; over is ${axes.join(", ")}`, { key });
    }
  }
  return axes;
}

/** What an axis of shares asks of the penalty. */
function checkShared(penalty: Penalty, isSearched: boolean): void {
  if (Object.hasOwn(PENALTIES, penalty.penalty) && !MIXED.includes(penalty.penalty)) {
    const message = `over names "share" with penalty ${penalty.penalty}, which has no part that is ridge; expected elasticNet(lambda, share), or another axis`;
    throw new GlmError("BAD_OPTION", message, { penalty: penalty.penalty });
  }
  if (!isSearched && typeof penalty.lambda !== "number") {
    throw new GlmError(
      "BAD_OPTION",
      'penalty has no lambda; without axis "lambda" it needs one, as elasticNet(0.01, 0.5)',
      {},
    );
  }
}

function sharesOf({ shares }: CrossValidationOptions): number[] {
  const found = listOf("shares", shares, (s) => s >= 0 && s <= 1, "a number in [0, 1]");
  if (found === undefined)
    throw new GlmError("BAD_OPTION", `shares is ${show(shares)}; axis "share" needs them, as [0.1, 0.5, 1]`, {});
  return found.sort((a, b) => a - b);
}
