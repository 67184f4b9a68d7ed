import type { Recipe } from "../base/flow.js";
import { damaged } from "../base/schema.js";
import { FAMILIES, type FamilyDescriptor, REDUCIBLE } from "../families/index.js";
import { NOISES } from "../noise/index.js";
import { isHeldBack, kinkedBy, whyNoCovariance } from "../options/recipe.js";
import { PENALTIES } from "../penalties/index.js";
import { element } from "../stats/linear.js";
import type { ModelData } from "./data.js";

// Fields of a saved model that depend on each other. Each rule reads fields that have been checked one by one.

type Rule = (model: ModelData) => readonly Breach[];

/** A place, its content, and the expected content. */
type Breach = readonly [at: string, found: string, expected: string];

const breach = (isBroken: boolean, ...what: Breach): Breach[] => (isBroken ? [what] : []);

/** A list must have this many entries. */
const sized = (at: string, list: ArrayLike<unknown> | undefined, want: number, as: string): Breach[] =>
  breach(list !== undefined && list.length !== want, at, `has length ${list?.length}`, `${want}, ${as}`);

/** A field must be present exactly when expected. */
const there = (at: string, value: unknown, isWanted: boolean, when: string): Breach[] =>
  breach((value !== undefined) !== isWanted, at, value === undefined ? "is missing" : "is there", `it ${when}`);

const descriptorOf = ({ family }: ModelData): FamilyDescriptor => FAMILIES[family];

const likelihood: Rule = (model) => {
  const { link, family, shape, isQuasi, thetaStandardError, dispersion } = model;
  const descriptor = descriptorOf(model);
  const isShaped = family === "negative-binomial";
  return [
    ...breach(!descriptor.links.includes(link), "link", `is "${link}"`, `one of family "${family}": ${descriptor.links.join(", ")}`),
    ...there("shape.theta", shape.theta, isShaped, 'with family "negative-binomial" only'),
    ...there("shape.power", shape.power, family === "tweedie", 'with family "tweedie" only'),
    ...breach(isQuasi && descriptor.classes === "many", "isQuasi", "is true", `false for family "${family}"`),
    ...breach(thetaStandardError !== undefined && !isShaped, "thetaStandardError", "is there", 'it with family "negative-binomial" only'),
    ...breach(!isQuasi && descriptor.dispersion === "one" && dispersion !== 1, "dispersion", `is ${dispersion}`, `1 for family "${family}"`),
  ]; // biome-ignore format: a list
};

const classes: Rule = (model) => {
  const { classes: labels, family } = model;
  const kind = descriptorOf(model).classes;
  if (labels === undefined) return breach(kind === "many", "classes", "is missing", `the labels of family "${family}"`);
  const isMany = kind === "many";
  return [
    ...breach(kind === "none", "classes", "is there", `no classes for family "${family}"`),
    ...breach(isMany ? labels.length < 2 : labels.length !== 2, "classes", `has length ${labels.length}`, isMany ? "two or more" : "two"),
    ...breach(new Set(labels).size < labels.length, "classes", "holds a label twice", "labels that differ"),
    ...breach(new Set(labels.map((label) => typeof label)).size > 1, "classes", "holds labels of several kinds", "labels of one kind"),
  ]; // biome-ignore format: a list
};

const sizes: Rule = (model) => {
  const { names, intercepts, coefficients, hasIntercept, adaptivePenalty, recipe, noise, approximation, multiplier } =
    model;
  const K = descriptorOf(model).classes === "many" ? model.classes!.length : 1;
  const p = names.length;
  const perClass = K === 1 ? "one for one predictor" : "one per class";
  const perColumn = (at: string, list: ArrayLike<unknown> | undefined): Breach[] => sized(at, list, p, "one per name");
  const fixed = intercepts.findIndex((b) => !hasIntercept && b !== 0);
  return [
    ...breach(new Set(names).size < p, "names", "holds a name twice", "names that differ"),
    ...sized("intercepts", intercepts, K, perClass),
    ...breach(fixed >= 0, `intercepts[${fixed}]`, `is ${intercepts[fixed]}`, "0, as hasIntercept is false"),
    ...sized("coefficients", coefficients, K, perClass),
    ...coefficients.flatMap((own, k) => perColumn(`coefficients[${k}]`, own)),
    ...there("approximation", approximation, noise !== undefined, "with noise only"),
    ...there("adaptivePenalty", adaptivePenalty, noise !== undefined, "with noise only"),
    ...sized("adaptivePenalty", adaptivePenalty, K, perClass),
    ...(adaptivePenalty ?? []).flatMap((own, k) => perColumn(`adaptivePenalty[${k}]`, own)),
    ...breach(multiplier !== undefined && recipe !== undefined && recipe.constraint === undefined, "multiplier", "is there", "it with recipe.constraint only"),
  ]; // biome-ignore format: a list
};

const recipes: Rule = ({ recipe, names, noise, approximation, isPenalized }) => {
  if (recipe === undefined) return [];
  const p = names.length;
  const { noises, ties, bounds, square, absolute, excluded, shaped, grouped } = recipe;
  const own = (name: string, list: ArrayLike<unknown> | undefined): Breach[] =>
    sized(`recipe.${name}`, list, p, "one per name");
  const kinds = noises.length === 0 ? undefined : noises.map(({ kind }) => kind).join(" + ");
  const crossed =
    bounds === undefined ? -1 : Array.from(bounds.lower).findIndex((low, j) => !(low <= bounds.upper[j]!));
  const isHeld = isHeldBack(recipe);
  return [
    ...noises.flatMap(({ kind, strengths }, k) => {
      const { allows, expects } = NOISES[kind]!;
      const j = Array.from(strengths).findIndex((v) => !allows(v));
      return [...own(`noises[${k}].strengths`, strengths), ...breach(j >= 0, `recipe.noises[${k}].strengths[${j}]`, `is ${strengths[j]}`, expects)];
    }),
    ...own("ties", ties),
    ...breach(ties !== undefined && !areRuns(ties), "recipe.ties", "has columns apart that are noised together", "for columns that follow one another the number of the first, and -1 for others"),
    ...own("square", square), ...own("absolute", absolute), ...own("excluded", excluded),
    ...breach(shaped !== undefined && !allowsShape(shaped), "recipe.shaped", `is ${JSON.stringify(shaped)}`, "a penalty with a number of its own in its range"),
    ...breach(shaped !== undefined && absolute === undefined, "recipe.absolute", "is missing", "the strengths of recipe.shaped"),
    ...own("grouped.groups", grouped?.groups),
    ...breach(grouped !== undefined && !PENALTIES[grouped.penalty]!.isGrouped, "recipe.grouped.penalty", `is "${grouped?.penalty}"`, "a penalty of groups"),
    ...breach(grouped !== undefined && absolute === undefined, "recipe.absolute", "is missing", "the strengths of recipe.grouped"),
    ...breach(grouped !== undefined && shaped !== undefined, "recipe.shaped", "is there", "one of recipe.shaped and recipe.grouped"),
    ...own("bounds.lower", bounds?.lower), ...own("bounds.upper", bounds?.upper),
    ...breach(crossed >= 0, `recipe.bounds.lower[${crossed}]`, `is ${bounds?.lower[crossed]}`, `at most upper[${crossed}]`),
    ...breach(kinds !== noise, "noise", noise === undefined ? "is missing" : `is ${JSON.stringify(noise)}`, `${kinds === undefined ? "none" : JSON.stringify(kinds)}, as recipe.noises`),
    ...breach(recipe.approximation !== approximation, "recipe.approximation", `is ${recipe.approximation ?? "missing"}`, `${approximation ?? "none"}, as approximation`),
    ...breach(isHeld !== isPenalized, "isPenalized", `is ${isPenalized}`, `${isHeld}, as recipe ${isHeld ? "has" : "has no"} noise, penalty, bounds or ball`),
  ]; // biome-ignore format: a list
};

/** Whether tied columns follow one another and have the number of the first. */
function areRuns(ties: ArrayLike<number>): boolean {
  return Array.from(ties).every((tie, j, all) => tie < 0 || tie === j || tie === all[j - 1]);
}

const reduction: Rule = ({ recipe, family, isQuasi, isPenalized }) => {
  const isReducible = REDUCIBLE.includes(family) && !isQuasi && !isPenalized;
  const expected = `it with family ${REDUCIBLE.join(" or ")} only, without noise, penalty, bounds or ball`;
  return breach(recipe?.biasReduction !== undefined && !isReducible, "recipe.biasReduction", "is there", expected);
};

function allowsShape({ penalty, shape }: NonNullable<Recipe["shaped"]>): boolean {
  return PENALTIES[penalty]!.shape?.holds(shape) === true;
}

/** Rules for converged fits, and for the fields that depend on the number of parameters. */
const numbers: Rule = (model) => {
  const { status, objective, deviance, logLikelihood, isPenalized, degreesOfFreedom: df, aic, bic } = model;
  const isDone = status.code === "converged";
  const d = model.coefficients.length * (model.names.length + Number(model.hasIntercept));
  const isKnown = !isPenalized && df !== undefined && !Number.isNaN(logLikelihood);
  return [
    ...breach(isDone && !Number.isFinite(objective), "objective", `is ${objective}`, "a finite number, as the fit converged"),
    ...breach(isDone && !Number.isFinite(deviance) && !(isPenalized && deviance === Infinity), "deviance", `is ${deviance}`, "a finite number, as the fit converged"),
    ...breach(isDone && !Number.isFinite(status.optimality), "status.optimality", `is ${status.optimality}`, "a finite number, as the fit converged"),
    ...breach(df !== undefined && !isPenalized && !(Number.isInteger(df) && df <= d), "degreesOfFreedom", `is ${df}`, `a whole number up to ${d}, the number of estimates`),
    ...breach(df === undefined && !isPenalized && status.solver === "newton", "degreesOfFreedom", "is missing", "the number of parameters, which a fit by newton without penalty has"),
    ...there("aic", aic, isKnown, "exactly where degreesOfFreedom and logLikelihood are known, without a penalty"),
    ...there("bic", bic, isKnown, "exactly where degreesOfFreedom and logLikelihood are known, without a penalty"),
  ]; // biome-ignore format: a list
};

/** How far rounding may put an entry beyond the geometric mean of its variances. */
const ROUNDING = 1e-6;

const covariances: Rule = (model) => {
  const { covariance, coefficients, names, hasIntercept, recipe, dispersion, isPenalized, degreesOfFreedom } = model;
  if (covariance === undefined) return [];
  const { kind, packed, aliased } = covariance;
  const d = coefficients.length * (names.length + Number(hasIntercept));
  const wrongSize = sized("covariance.packed", packed, (d * (d + 1)) / 2, `the lower triangle of ${d} estimates`);
  if (wrongSize.length > 0) return wrongSize;
  const reason = recipe && whyNoCovariance({ ...recipe, classes: coefficients.length, kinked: kinkedBy(recipe) });
  const isFixed =
    !isPenalized &&
    kind === "model" &&
    coefficients.length === 1 &&
    degreesOfFreedom !== undefined &&
    !recipe?.excluded;
  const isUnknown = kind === "model" && Number.isNaN(dispersion);
  return [
    ...breach(reason !== undefined, "covariance", "is there", `none: ${reason}`),
    ...breach(isPenalized && kind === "model", "covariance.kind", 'is "model"', '"sandwich", as isPenalized is true'),
    ...aliased.flatMap((i, k) => breach(!(i < d && (k === 0 || i > aliased[k - 1]!)), `covariance.aliased[${k}]`, `is ${i}`, `rising numbers below ${d}`)),
    ...breach(isFixed && (degreesOfFreedom === d) !== (aliased.length === 0), "degreesOfFreedom", `is ${degreesOfFreedom}`, `${d} exactly when covariance.aliased is empty`),
    ...(isUnknown ? allUnknown(packed) : positiveParts(packed, d)),
  ]; // biome-ignore format: a list
};

/** Without a dispersion every entry is NaN. */
function allUnknown(packed: Float64Array): Breach[] {
  const i = packed.findIndex((v) => !Number.isNaN(v));
  return breach(i >= 0, `covariance.packed[${i}]`, `is ${packed[i]}`, "NaN, as dispersion is");
}

/** Variances >= 0, correlations in [-1, 1], except for rounding beside the largest variance. */
function positiveParts(packed: Float64Array, d: number): Breach[] {
  let largest = 0;
  for (let i = 0; i < d; i++) largest = Math.max(largest, element(packed, i, i));
  const slack = ROUNDING * largest;
  for (let i = 0; i < d; i++) {
    const variance = element(packed, i, i);
    for (let j = 0; j <= i; j++) {
      const at = `covariance.packed[${(i * (i + 1)) / 2 + j}]`;
      const value = element(packed, i, j);
      if (!Number.isFinite(value)) return [[at, `is ${value}`, "a finite number"]];
      if (i === j && value < -slack) return [[at, `is ${value}`, "a variance >= 0"]];
      const most = Math.sqrt(Math.max(0, variance)) * Math.sqrt(Math.max(0, element(packed, j, j)));
      if (Math.abs(value) > most * (1 + ROUNDING) + slack)
        return [[at, `is ${value}`, `a covariance of size ${most} at most`]];
    }
  }
  return [];
}

/** The columns that the encoding makes are those of the model. */
const encodings: Rule = ({ encoding, names, hasIntercept, hasOffset, partitions }) => {
  if (encoding === undefined) return [];
  const { intercept, offsets, vectors, roles, used, rows } = encoding;
  const j = names.findIndex((name, k) => name !== encoding.names[k]);
  const offset =
    offsets.length > 0 || ["offset", "exposure"].some((role) => vectors.includes(role) || Object.hasOwn(roles, role));
  return [
    ...sized("encoding.names", encoding.names, names.length, "as names has"),
    ...breach(j >= 0, `encoding.names[${j}]`, `is ${JSON.stringify(encoding.names[j])}`, `${JSON.stringify(names[j])}, as in names`),
    ...breach(intercept !== hasIntercept, "encoding.intercept", `is ${intercept}`, `${hasIntercept}, as hasIntercept`),
    ...breach(offset !== hasOffset, "hasOffset", `is ${hasOffset}`, `${offset}, as encoding ${offset ? "has" : "has no"} offset`),
    ...breach(partitions !== undefined && partitions.rows !== rows, "partitions.rows", `is ${partitions?.rows}`, `${rows}, as encoding.rows`),
    ...breach(used > rows, "encoding.used", `is ${used}`, `${rows} at most, the rows of the table`),
  ]; // biome-ignore format: a list
};

const RULES: readonly Rule[] = [encodings, likelihood, classes, sizes, recipes, reduction, numbers, covariances];

/** Refuses a model whose fields contradict each other, naming the place. */
export function checkConsistent(model: ModelData): void {
  for (const rule of RULES) {
    const [first] = rule(model);
    if (first !== undefined) throw damaged(...first);
  }
}
