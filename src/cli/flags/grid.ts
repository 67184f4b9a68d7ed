import { type CrossValidationOptions, type FitOptions, GlmError, type Noise } from "../../index.js";
import { type FitFlags, toFitOptions } from "./fit.js";
import { optionOf, PENALTIES } from "./penalty.js";

/** What may be searched. */
export type AxisName = "lambda" | "rate" | "share";

/** Strengths that may be searched; with a number, fixed as in `fit`. */
const NOISES = ["dropout", "additive", "multiplicative", "laplace"] as const;
type Searched = (typeof PENALTIES)[number] | (typeof NOISES)[number];

/** The command line of a path or a cross-validation: that of a fit, with optional strengths, and a grid. */
export interface GridFlags
  extends Omit<FitFlags, Searched | "save">,
    Readonly<Partial<Record<Searched, number | true>>> {
  /** Default: lambda. */
  readonly over?: readonly string[];
  readonly lambdas?: readonly number[];
  readonly count?: number;
  readonly minRatio?: number;
  readonly stopEarly?: true;
  readonly rates?: readonly number[];
  readonly shares?: readonly number[];
}

type GridOptions = Omit<FitOptions, "onProgress"> &
  Pick<CrossValidationOptions, "lambdas" | "count" | "minRatio" | "stopEarly" | "rates" | "shares">;

/** The axes of `--over`, all of them known. */
export function axesOf(flags: Pick<GridFlags, "over">, known: readonly AxisName[], most: number): AxisName[] {
  const axes = (flags.over ?? ["lambda"]) as AxisName[];
  if (axes.length <= most && axes.every((axis) => known.includes(axis)) && new Set(axes).size === axes.length)
    return axes;
  const many = most === 1 ? `one of ${known.join(", ")}` : `one or two of ${known.join(", ")}, as lambda,rate`;
  throw refusal(`--over ${axes.join(",")}; expected ${many}`);
}

/** Flags in the library's words. A searched axis has no strength; other axes need one. */
export function gridOptions(flags: GridFlags, axes: readonly AxisName[]): GridOptions {
  for (const [name, axis] of [
    ["lambdas", "lambda"],
    ["minRatio", "lambda"],
    ["stopEarly", "lambda"],
    ["rates", "rate"],
    ["shares", "share"],
  ] as const) {
    if (flags[name] === undefined || axes.includes(axis)) continue;
    throw refusal(`${optionOf(name)} without --over ${axis}; expected both, or neither`);
  }
  checkChosen(flags, axes);
  const { lambdas, count, minRatio, stopEarly, rates, shares } = flags;
  const options = toFitOptions({ ...flags, ...withStrengths(flags, axes) } as FitFlags);
  const { noise } = options;
  const grid = { lambdas, count, minRatio, stopEarly, rates, shares };
  return {
    ...options,
    ...(options.penalty !== undefined && axes.includes("lambda")
      ? { penalty: { ...options.penalty, lambda: undefined } }
      : {}),
    ...(axes.includes("rate") ? { noise: (noise as Noise[])[0] } : {}),
    ...Object.fromEntries(Object.entries(grid).filter(([, value]) => value !== undefined)),
  };
}

/** Options about an automatic grid, which contradict given values. */
function checkChosen(flags: GridFlags, axes: readonly AxisName[]): void {
  if (flags.minRatio !== undefined && flags.lambdas !== undefined) {
    throw refusal("--min-ratio with --lambdas; expected one of them: it sets the end of a grid that dropglm chooses");
  }
  const isChosen = (axis: AxisName): boolean => axis !== "share" && flags[`${axis}s`] === undefined;
  if (flags.count === undefined || axes.some(isChosen)) return;
  throw refusal(`--count ${flags.count} with every value given; leave it out`);
}

/** The flags of one fit of the grid: a searched strength gets any value. */
function withStrengths(flags: GridFlags, axes: readonly AxisName[]): Partial<Record<Searched | "share", number>> {
  const has = (axis: AxisName): boolean => axes.includes(axis);
  const found: Partial<Record<Searched | "share", number>> = {};
  for (const name of [...PENALTIES, ...NOISES]) {
    const given = flags[name];
    if (given === undefined) continue;
    const axis = (PENALTIES as readonly string[]).includes(name) ? "lambda" : "rate";
    if (given !== true && has(axis)) {
      throw refusal(
        `${optionOf(name)} ${given} with --over ${axes.join(",")}, which chooses it; leave the number out, or give --${axis}s`,
      );
    }
    if (given === true && !has(axis)) {
      throw refusal(`${optionOf(name)} without a number; --over ${axes.join(",")} leaves it as it is: give one`);
    }
    found[name] = given === true ? ANY : given;
  }
  if (has("share")) checkShares(flags, has("lambda"), found);
  if (has("rate")) checkNoise(flags, found);
  return found;
}

/** A value valid for every strength. */
const ANY = 0.5;

function checkShares(flags: GridFlags, isChosen: boolean, found: Partial<Record<Searched | "share", number>>): void {
  if (flags.shares === undefined) throw refusal("--over share without --shares; expected both, as --shares 0.1,0.5,1");
  if (flags.share !== undefined) throw refusal(`--share ${flags.share} with --over share; expected --shares`);
  const other = PENALTIES.find((name) => name !== "elasticNet" && flags[name] !== undefined);
  if (other !== undefined) throw refusal(`${optionOf(other)} with --over share; expected --elastic-net, or nothing`);
  if (!isChosen && found.elasticNet === undefined) {
    throw refusal("--over share without --elastic-net <lambda>; expected it, or --over lambda,share");
  }
  found.elasticNet ??= ANY;
  found.share = ANY;
}

function checkNoise(flags: GridFlags, found: Partial<Record<Searched, number>>): void {
  if (flags.poissonNoise) throw refusal("--poisson-noise with --over rate; expected another noise: it has no strength");
  const given = NOISES.filter((name) => found[name] !== undefined);
  if (given.length > 1) throw refusal(`${given.map(optionOf).join(" and ")} with --over rate; expected one noise`);
  if (given.length === 0) found.dropout = ANY;
  else if (given[0] !== "dropout" && flags.rates === undefined) {
    throw refusal(
      `${optionOf(given[0]!)} with --over rate without --rates; expected both: only dropout has rates of its own`,
    );
  }
}

function refusal(message: string): GlmError {
  return new GlmError("BAD_OPTION", message);
}
