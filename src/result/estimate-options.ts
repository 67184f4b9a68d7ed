import { checkBoolean, checkNumber } from "../base/check.js";
import { GlmError } from "../base/errors.js";
import { reading, readOptions } from "../base/keys.js";
import { show, shownName } from "../base/show.js";
import type { EncodedVariable } from "../frame/encoding.js";
import { elementary } from "../wasm/elementary.js";
import type { Estimate } from "./coefficients.js";
import type { ModelData } from "./data.js";

// How estimates are shown: as ratios, with intervals of some level, of Wald or of the profile likelihood.

/** An interval of one estimate, as `profileInterval` gives them. */
export interface NamedInterval {
  readonly name: string;
  readonly lower: number;
  readonly upper: number;
  readonly level?: number | undefined;
}

/** Options of tables of estimates: `summary`, `tidy`, `infer`. */
export interface EstimateOptions {
  /**
   * True: e to the estimates and to the ends of their intervals, which are odds ratios, rate ratios and the like; standard errors and tests
   * stay those of the estimates. For the links "logit", "log" and "cloglog", and for "identity" with a response `log(y)` of a formula.
   */
  readonly exponentiate?: boolean | undefined;
  /** Level of the intervals; default 0.95. */
  readonly level?: number | undefined;
  /** Intervals instead of Wald's: what `profileInterval` gave, of all estimates. A model keeps no data to compute them from. */
  readonly intervals?: readonly NamedInterval[] | undefined;
}

export const ESTIMATE_KEYS = ["exponentiate", "level", "intervals"] as const;

/** The options after reading. */
export interface Shown {
  /** What e to an estimate is; undefined if it is not asked for. */
  readonly ratio: string | undefined;
  readonly level: number;
  readonly intervals: ReadonlyMap<string, NamedInterval> | undefined;
  /** Whether an interval was asked for, by any of the options. */
  readonly hasIntervals: boolean;
}

/** `names`: those of the estimates. */
export function readShown(model: ModelData, names: readonly string[], options: EstimateOptions, verb: string): Shown {
  const { exponentiate, level: asked, intervals: given } = readOptions(options, ESTIMATE_KEYS, verb);
  const intervals = given === undefined ? undefined : readIntervals(given, names);
  const theirs = intervals === undefined ? undefined : [...intervals.values()][0]?.level;
  const level = checkNumber("level", asked ?? theirs ?? 0.95, (l) => l > 0 && l < 1, "a number in (0, 1)");
  if (theirs !== undefined && level !== theirs) {
    const message = `level is ${level} with intervals of level ${theirs}; expected one level: leave level out, or compute the intervals with it`;
    throw new GlmError("BAD_OPTION", message, { level });
  }
  const isRatio = exponentiate !== undefined && checkBoolean("exponentiate", exponentiate);
  return {
    ratio: isRatio ? ratioOf(model) : undefined,
    level,
    intervals,
    hasIntervals: isRatio || asked !== undefined || intervals !== undefined,
  };
}

function readIntervals(given: unknown, names: readonly string[]): Map<string, NamedInterval> {
  const expected = "expected what profileInterval(model, ...) gave";
  const refuse = (what: string): never => {
    throw new GlmError("BAD_OPTION", `intervals${what}; ${expected}`, {});
  };
  if (!Array.isArray(given)) return refuse(` is ${show(given)}`);
  const rows = reading("intervals", () =>
    Array.from(given, (row: Partial<NamedInterval> | null | undefined, i): NamedInterval => {
      const { name, lower, upper, level } = row ?? {};
      if (typeof name === "string" && typeof lower === "number" && typeof upper === "number")
        return { name, lower, upper, level };
      return refuse(`[${i}] is ${show(row)}`);
    }),
  );
  const found = new Map(rows.map((row) => [row.name, row]));
  const missing = names.find((name) => !found.has(name));
  return missing === undefined ? found : refuse(` lacks ${shownName(missing)}`);
}

/** What e to a coefficient is, by the link, or a refusal. */
function ratioOf({ link, family, encoding }: ModelData): string {
  if (link === "identity" && isLog(encoding?.response)) return "ratio of geometric means";
  if (link === "logit") return "odds ratio";
  if (link === "cloglog") return "hazard ratio";
  if (link === "log") return family === "binomial" ? "risk ratio" : isRate(family) ? "rate ratio" : "ratio of means";
  const message = `exponentiate with link "${link}", where e to a coefficient is no ratio; expected the link "logit", "log" or "cloglog", or a formula with log(y) on its left`;
  throw new GlmError("NOT_SUPPORTED", message, { link });
}

function isLog(response: EncodedVariable | undefined): boolean {
  return response?.expression.kind === "call" && response.expression.name === "log";
}

function isRate(family: ModelData["family"]): boolean {
  return family === "poisson" || family === "negative-binomial";
}

/** A row with the intervals and on the scale that were asked for. */
export function shownRow<R extends Partial<Estimate> & Pick<Estimate, "name" | "estimate">>(
  row: R,
  { ratio, intervals }: Shown,
): R {
  const own = intervals?.get(row.name);
  const { lower, upper } = own ?? row;
  const ends = lower === undefined || upper === undefined ? {} : { lower, upper };
  if (ratio === undefined) return { ...row, ...ends };
  const { exp } = elementary();
  const raised = Object.entries({ estimate: row.estimate, ...ends }).map(([key, value]) => [key, exp(value)]);
  return { ...row, ...Object.fromEntries(raised) };
}
