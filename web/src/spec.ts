// What is to be fitted: first guesses, and the formula that a choice of columns stands for.
import type { FamilyName, LinkName } from "dropglm";
import type { ColumnInfo, Opened, Spec } from "./messages.js";

/** Families with their links, the canonical or usual one first. */
export const LINKS_OF: Readonly<Record<FamilyName, readonly LinkName[]>> = {
  gaussian: ["identity", "log", "inverse"],
  binomial: ["logit", "probit", "cloglog", "loglog", "cauchit", "log", "identity"],
  poisson: ["log", "identity", "sqrt"],
  gamma: ["log", "inverse", "identity", "sqrt", "inverse-squared"],
  "inverse-gaussian": ["log", "inverse-squared", "inverse", "identity"],
  "negative-binomial": ["log", "identity", "sqrt"],
  tweedie: ["log", "identity", "inverse", "sqrt", "inverse-squared"],
  multinomial: ["logit"],
};

/** What a family is for, in the words of a person with a column. */
export const FAMILY_WORDS: Readonly<Record<FamilyName, string>> = {
  gaussian: "a measurement",
  binomial: "yes or no",
  poisson: "a count",
  gamma: "a positive amount",
  "inverse-gaussian": "a positive amount, very skewed",
  "negative-binomial": "a count that scatters more",
  tweedie: "an amount, often zero",
  multinomial: "one of several classes",
};

/** Links that the page asks for where the family's own is seldom what a person wants: means of amounts are compared as ratios. */
const USUAL_LINK: Partial<Record<FamilyName, LinkName>> = { gamma: "log", "inverse-gaussian": "log" };

export const linkOf = ({ family, link }: Pick<Spec, "family" | "link">): LinkName =>
  link ?? USUAL_LINK[family] ?? LINKS_OF[family][0]!;

/** How the page takes the expectation over the noise. */
export type Approximation = Spec["approximation"] | "exact" | "monte-carlo";

/** What the library has for a family with its link; models that are not here are drawn at random ("monte-carlo"). */
const APPROXIMATIONS: Readonly<Record<string, readonly Approximation[]>> = {
  "gaussian identity": ["exact"],
  "gaussian log": ["gaussian"],
  "binomial logit": ["quadratic", "gaussian"],
  "binomial probit": ["gaussian"],
  "binomial cloglog": ["gaussian"],
  "binomial loglog": ["gaussian"],
  "binomial cauchit": ["gaussian"],
  "poisson log": ["quadratic", "gaussian"],
  "gamma inverse": ["quadratic"],
  "gamma log": ["gaussian"],
  "inverse-gaussian inverse-squared": ["quadratic"],
  "inverse-gaussian log": ["gaussian"],
  "negative-binomial log": ["gaussian"],
  "tweedie log": ["gaussian"],
  "multinomial logit": ["quadratic"],
};

/** The approximations that a model can have: none without noise; one where there is nothing to choose. */
export function approximationsFor(
  family: FamilyName,
  link: LinkName | undefined,
  noise: Spec["noise"],
): readonly Approximation[] {
  if (noise === "none") return [];
  return APPROXIMATIONS[`${family} ${linkOf({ family, link })}`] ?? ["monte-carlo"];
}

/** The approximation that is used: the one that was chosen, if the model can have it. */
export function approximationOf(
  spec: Pick<Spec, "family" | "link" | "noise" | "approximation">,
): Approximation | undefined {
  const known = approximationsFor(spec.family, spec.link, spec.noise);
  return known.includes(spec.approximation) ? spec.approximation : known[0];
}

/** Classes beyond this many are no response of a multinomial model that a page can show. */
export const MOST_CLASSES = 30;

/** The family that a response suggests. Numbers of two values are no yes or no by themselves; 0 and 1 are. */
export function familyFor(column: ColumnInfo): FamilyName {
  if (column.kind === "category") return column.distinct <= 2 ? "binomial" : "multinomial";
  const { histogram } = column;
  if (column.distinct === 2 && histogram?.low === 0 && histogram.high === 1) return "binomial";
  return "gaussian";
}

const PLAIN = {
  types: {},
  missing: "omit",
  noise: "none",
  rate: 0.3,
  approximation: "quadratic",
  penalty: "none",
  lambda: 0.01,
} as const;

/** The first model: maximum likelihood of the suggested response by the suggested columns. */
export function firstSpec({ columns, suggested }: Opened, wish: Partial<Spec> = {}): Spec {
  const known = (name: string | undefined): name is string => columns.some((column) => column.name === name);
  const response = known(wish.response) ? wish.response : suggested.response;
  const column = columns.find(({ name }) => name === response);
  const predictors = (wish.predictors ?? suggested.predictors).filter((name) => name !== response && known(name));
  return {
    ...PLAIN,
    family: column === undefined ? "gaussian" : familyFor(column),
    ...wish,
    response,
    predictors,
  };
}

/** The spec after another response: its family and link anew, and the old response is no predictor until it is chosen. */
export function withResponse(spec: Spec, { columns }: Opened, response: string): Partial<Spec> {
  const column = columns.find(({ name }) => name === response)!;
  const predictors = spec.predictors.filter((name) => name !== response);
  return { response, predictors, family: familyFor(column), link: undefined, success: undefined, formula: undefined };
}

const RESERVED = /^(?:TRUE|FALSE|NA|NULL|Inf|NaN)$/;

/** A name as a formula has it. */
export function quotedName(name: string): string {
  if (/^[A-Za-z.][A-Za-z0-9._]*$/.test(name) && name !== "." && !RESERVED.test(name)) return name;
  return `\`${name.replaceAll("\\", "\\\\").replaceAll("`", "\\`")}\``;
}

/** The formula of a spec. */
export function formulaOf(spec: Spec, columns: readonly Pick<ColumnInfo, "name">[] = []): string {
  if (spec.formula !== undefined) return spec.formula;
  const taken = new Set([spec.response, spec.weights, spec.offset, spec.exposure, spec.trials]);
  const rest = columns.filter(({ name }) => !taken.has(name)).map(({ name }) => name);
  const areAll =
    rest.length > 8 && rest.length === spec.predictors.length && rest.every((name) => spec.predictors.includes(name));
  const right = areAll ? "." : spec.predictors.map(quotedName).join(" + ");
  return `${quotedName(spec.response)} ~ ${right === "" ? "1" : right}`;
}

export type Method = "maximum likelihood" | "ridge" | "lasso" | "dropout";

/** The model's name, as a person says it. */
export function methodOf({ noise, penalty }: Spec): string {
  const parts = [
    noise === "none" ? [] : [noise === "dropout" ? "dropout" : `${noise} noise`],
    penalty === "none" ? [] : [penalty],
  ];
  return parts.flat().join(" and ") || "maximum likelihood";
}
