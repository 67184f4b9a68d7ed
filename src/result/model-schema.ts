import {
  anyNumber,
  anything,
  finite,
  flag,
  listOf,
  number,
  oneOf,
  optional,
  type Reader,
  record,
  text,
  vectorOf,
  whole,
} from "../base/schema.js";
import { WARNING_CODES } from "../base/status.js";
import { FAMILY_NAMES } from "../families/index.js";
import type { Encoding } from "../frame/encoding.js";
import { tables } from "../frame/hook.js";
import { LINK_NAMES } from "../links/index.js";
import { APPROXIMATIONS, NOISES } from "../noise/index.js";
import { PENALTIES } from "../penalties/index.js";
import { SOLVERS } from "../solvers/index.js";

const count = number("a whole number > 0", (v) => Number.isSafeInteger(v) && v > 0);
const positive = number("a finite number > 0", (v) => v > 0 && v < Infinity);
const notNegative = number("a finite number >= 0", (v) => v >= 0 && v < Infinity);
const deviance = number("a number >= 0, or NaN where there is none", (v) => !(v < 0));
const strengths = vectorOf(notNegative);

const label: Reader<string | number | boolean> = {
  expects: "text, a finite number, or true or false",
  read: (value, at) => {
    if (typeof value === "string" || typeof value === "boolean") return value;
    return finite.read(value, at);
  },
};

/** How a table became x. Read where formulas are known. */
const encoding: Reader<Encoding> = {
  expects: "an object, see frame/encoding-schema.ts",
  read: (value, at) => tables().encoding.read(value, at),
};

/** How the fit ended: Status. */
const status = record({
  code: oneOf(["converged", "max-iterations", "separated", "diverged", "aborted"]),
  iterations: whole,
  passes: whole,
  hessians: optional(whole),
  optimality: number("a number >= 0, or NaN", (v) => !(v < 0)),
  step: optional(number("a number >= 0", (v) => v >= 0)),
  tolerance: number("a number in [0, 1)", (v) => v >= 0 && v < 1),
  solver: oneOf(Object.keys(SOLVERS)),
  warnings: listOf(record({ code: oneOf(WARNING_CODES), message: text, detail: anything })),
});

/** The recipe of the fit: Recipe. Vectors have one number per column. */
const recipe = record({
  noises: listOf(record({ kind: oneOf(Object.keys(NOISES)), strengths: vectorOf(anyNumber) })),
  ties: optional(vectorOf(number("a whole number >= -1", (v) => Number.isInteger(v) && v >= -1))),
  approximation: optional(oneOf(Object.keys(APPROXIMATIONS))),
  mask: oneOf(["shared", "per-class"]),
  copies: number("a whole number from 1 to 1e6", (v) => Number.isInteger(v) && v >= 1 && v <= 1e6),
  seed: whole,
  square: optional(strengths),
  absolute: optional(strengths),
  excluded: optional(vectorOf(number("0 or 1", (v) => v === 0 || v === 1))),
  shaped: optional(record({ penalty: oneOf(Object.keys(PENALTIES)), shape: positive })),
  grouped: optional(record({ penalty: oneOf(Object.keys(PENALTIES)), groups: vectorOf(whole) })),
  constraint: optional(record({ ball: oneOf(["l2", "l1"]), radius: positive })),
  bounds: optional(
    record({
      lower: vectorOf(number("a number below Infinity", (v) => v < Infinity)),
      upper: vectorOf(number("a number above -Infinity", (v) => v > -Infinity)),
    }),
  ),
  unlabeled: optional(number("a number in (0, 1]", (v) => v > 0 && v <= 1)),
  standardize: flag,
  weightType: optional(oneOf(["analytic", "frequency", "sampling"])),
  biasReduction: optional(oneOf(["firth"])),
});

/**
 * Every field of a saved model, beside `format` and `version`. ModelData describes the content of each field; this table describes
 * its form. Rules for fields that depend on each other are in consistent.ts.
 */
export const MODEL_FIELDS = {
  intercepts: vectorOf(finite),
  hasIntercept: flag,
  coefficients: listOf(vectorOf(finite)),
  names: listOf(text),
  family: oneOf(FAMILY_NAMES),
  link: oneOf(LINK_NAMES),
  shape: record({
    theta: optional(positive),
    power: optional(number("0 or a number >= 1", (v) => v === 0 || (v >= 1 && v < Infinity))),
  }),
  isQuasi: flag,
  thetaStandardError: optional(anyNumber),
  classes: optional(listOf(label)),
  hasOffset: flag,
  noise: optional(text),
  approximation: optional(oneOf(Object.keys(APPROXIMATIONS))),
  isPenalized: flag,
  multiplier: optional(notNegative),
  observations: count,
  totalWeight: positive,
  objective: anyNumber,
  deviance,
  nullDeviance: deviance,
  dispersion: number("a number >= 0, or NaN", (v) => !(v < 0)),
  pearson: optional(deviance),
  logLikelihood: anyNumber,
  degreesOfFreedom: optional(notNegative),
  aic: optional(anyNumber),
  bic: optional(anyNumber),
  adaptivePenalty: optional(listOf(vectorOf(anyNumber))),
  status,
  partitions: optional(record({ size: count, rows: count })),
  recipe: optional(recipe),
  encoding: optional(encoding),
  covariance: optional(
    record({ kind: oneOf(["model", "sandwich"]), packed: vectorOf(anyNumber), aliased: listOf(whole) }),
  ),
} as const satisfies Record<string, Reader<unknown>>;
