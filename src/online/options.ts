import { checkBoolean, checkNumber, checkOneOf } from "../base/check.js";
import { checkKeys, readOptions } from "../base/keys.js";
import { show } from "../base/show.js";
import { GlmError, type Label, type Noise, type Penalty } from "../index.js";

/** Families that are learned online, with their canonical links. */
export const ONLINE_FAMILIES = ["gaussian", "binomial", "poisson", "multinomial"] as const;
export type OnlineFamily = (typeof ONLINE_FAMILIES)[number];

/** How text columns become features. */
export interface HashOptions {
  /** Text has 2^bits coefficients, which features share when their hashes agree. Default 18, as in Vowpal Wabbit: 2 MB a vector. From 1 to 24. */
  readonly bits?: number | undefined;
  /** Columns that are taken apart into their words, which are counted. A cell of another column is one feature. Default: none. */
  readonly words?: readonly string[] | undefined;
  /** Another seed lets other features share a coefficient. A whole number from 0 to 2^32 - 1. Default 1. */
  readonly seed?: number | undefined;
}

/** Options of `online`. */
export interface OnlineOptions {
  /** "gaussian" (default), "binomial", "poisson" or "multinomial", with the canonical link. */
  readonly family?: OnlineFamily | undefined;
  /** The labels of y, if it has labels; the mean of a binomial model is the probability of the second. A stream does not tell them in advance, so multinomial needs them. */
  readonly classes?: readonly Label[] | undefined;
  /** `dropout(rate)`, one rate for all features: its expected gradient is used, nothing is drawn. Default: none. */
  readonly noise?: Noise | undefined;
  /** `ridge(lambda)`, `lasso(lambda)` or `elasticNet(lambda, share)`, on the scale of the mean loss. Default: none. */
  readonly penalty?: Penalty | undefined;
  /** Size of the steps, in units that depend neither on that of features nor on that of y. Default 0.5, as in Vowpal Wabbit. */
  readonly learningRate?: number | undefined;
  /** Whether there is an intercept. Default true. */
  readonly intercept?: boolean | undefined;
  /** Tables: the column to predict. */
  readonly response?: string | undefined;
  /** Tables: columns with weights and offsets of the rows. */
  readonly weights?: string | undefined;
  readonly offset?: string | undefined;
  /** Tables: `{}` or HashOptions lets text columns be features. Default: they are refused. */
  readonly hash?: HashOptions | undefined;
}

/** The options, decided: plain data, saved as they are. */
export interface Settings {
  readonly family: OnlineFamily;
  readonly classes: readonly Label[] | undefined;
  /** rate / (1 - rate): the variance of a kept entry, relative to its square. */
  readonly odds: number;
  readonly isQuadratic: boolean;
  readonly l1: number;
  readonly l2: number;
  readonly learningRate: number;
  readonly intercept: boolean;
  readonly response: string | undefined;
  readonly weights: string | undefined;
  readonly offset: string | undefined;
  readonly hash: { readonly bits: number; readonly words: readonly string[]; readonly seed: number } | undefined;
}

const KEYS = [
  "family",
  "classes",
  "noise",
  "penalty",
  "learningRate",
  "intercept",
  "response",
  "weights",
  "offset",
  "hash",
] as const;

export function settle(given: OnlineOptions): Settings {
  const options = readOptions(given, KEYS, "online");
  const family = checkOneOf("family", options.family ?? "gaussian", ONLINE_FAMILIES);
  return {
    family,
    classes: classesOf(options.classes, family),
    ...noiseOf(options.noise, family),
    ...penaltyOf(options.penalty),
    learningRate: checkNumber("learningRate", options.learningRate ?? 0.5, (a) => a > 0 && a < 1e6, "a number > 0"),
    intercept: checkBoolean("intercept", options.intercept ?? true),
    response: nameOf("response", options.response),
    weights: nameOf("weights", options.weights),
    offset: nameOf("offset", options.offset),
    hash: hashOf(options.hash),
  };
}

function nameOf(option: string, given: unknown): string | undefined {
  if (given === undefined || typeof given === "string") return given;
  throw new GlmError("BAD_OPTION", `${option} is ${show(given)}; expected the name of a column`, { option });
}

function classesOf(given: unknown, family: OnlineFamily): readonly Label[] | undefined {
  const isMany = family === "multinomial";
  if (given === undefined && !isMany) return undefined;
  if (family !== "binomial" && !isMany) {
    throw new GlmError("NOT_SUPPORTED", `classes needs family "binomial" or "multinomial"; family is "${family}"`, {});
  }
  const least = "expected the labels of y in an array, each once";
  const wanted = isMany ? `${least}, three or more` : `${least}: two of them, the second is modelled`;
  const isLabel = (label: unknown): boolean => ["string", "number", "boolean"].includes(typeof label);
  const isList = Array.isArray(given) && given.every(isLabel) && new Set(given.map(String)).size === given.length;
  if (!isList || (isMany ? given.length < 3 : given.length !== 2)) {
    throw new GlmError("BAD_OPTION", `classes is ${show(given)}; ${wanted}`, { classes: show(given) });
  }
  return [...given];
}

function noiseOf(noise: Noise | undefined, family: OnlineFamily): Pick<Settings, "odds" | "isQuadratic"> {
  if (noise === undefined) return { odds: 0, isQuadratic: false };
  const { noise: kind, strength, approximation, mask, copies, seed } = noise as Partial<Noise>;
  if (kind !== "dropout" || typeof strength !== "number" || copies !== undefined || seed !== undefined) {
    const message = "noise is not dropout(rate) with one rate; expected dropout(0.5), say: other noises are for fit";
    throw new GlmError("NOT_SUPPORTED", message, { noise: show(kind) });
  }
  if (mask !== undefined && mask !== "shared") {
    throw new GlmError(
      "NOT_SUPPORTED",
      `mask is ${show(mask)}; expected none: an entry is dropped for all classes`,
      {},
    );
  }
  const rate = checkNumber("dropout rate", strength, (r) => r >= 0 && r < 1, "a rate in [0, 1)");
  const possible = family === "multinomial" ? (["quadratic"] as const) : (["gaussian", "quadratic"] as const);
  const chosen = checkOneOf("approximation", approximation ?? possible[0], possible);
  return { odds: rate / (1 - rate), isQuadratic: chosen === "quadratic" };
}

function penaltyOf(penalty: Penalty | undefined): Pick<Settings, "l1" | "l2"> {
  if (penalty === undefined) return { l1: 0, l2: 0 };
  const { penalty: kind, lambda, share, factors, scale } = penalty as Partial<Penalty>;
  const isKnown = (kind === "ridge" || kind === "elasticNet") && factors === undefined && scale === "mean";
  if (!isKnown) {
    const message = `penalty is ${show(kind)}; expected ridge(lambda), lasso(lambda) or elasticNet(lambda, share) without factors, on the scale of the mean: a stream has no sum`;
    throw new GlmError("NOT_SUPPORTED", message, { penalty: show(kind) });
  }
  const strength = checkNumber("lambda", lambda, (l) => l >= 0 && l < Infinity, "a number >= 0");
  const part = checkNumber("share", share, (s) => s >= 0 && s <= 1, "a number in [0, 1]");
  return { l1: strength * part, l2: strength * (1 - part) };
}

function hashOf(given: HashOptions | undefined): Settings["hash"] {
  if (given === undefined) return undefined;
  checkKeys(given, ["bits", "words", "seed"], "hash", "hash");
  const { bits = 18, words = [], seed = 1 } = given;
  if (!(Array.isArray(words) && words.every((name) => typeof name === "string"))) {
    throw new GlmError("BAD_OPTION", `hash.words is ${show(words)}; expected names of columns`, {});
  }
  const isWhole = (low: number, high: number) => (k: number) => Number.isInteger(k) && k >= low && k <= high;
  return {
    bits: checkNumber("hash.bits", bits, isWhole(1, 24), "a whole number from 1 to 24"),
    words: [...words],
    seed: checkNumber("hash.seed", seed, isWhole(0, 2 ** 32 - 1), "a whole number from 0 to 2^32 - 1"),
  };
}
