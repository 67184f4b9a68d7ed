// What is to be fitted: first guesses, and the formula that a choice of columns stands for.
import type { FamilyName, LinkName } from "dropglm";
import { nameText } from "../../src/formula/deparse.js";
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

/** The change to another family or link: what the new one does not take is left. */
export function withFamily(spec: Spec, family: FamilyName, link?: LinkName): Partial<Spec> {
  const approximation = approximationOf({ ...spec, family, link });
  return {
    family,
    link,
    ...(isChoice(approximation) ? { approximation } : {}),
    ...(family === "binomial" ? {} : { success: undefined, trials: undefined }),
    ...(family === "multinomial" ? { offset: undefined } : {}),
    ...(linkOf({ family, link }) === "log" ? {} : { exposure: undefined }),
  };
}

/** Whether a person may have chosen it: the others are used where there is no choice. */
const isChoice = (one: Approximation | undefined): one is Spec["approximation"] =>
  one === "quadratic" || one === "gaussian";

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

const ROLES = ["weights", "offset", "exposure", "trials"] as const;
export type Role = (typeof ROLES)[number];

/** What a wish for another table says of this one: nothing, if it has no such response. */
function wishFor(wish: Partial<Spec>, known: (name: string | undefined) => boolean): Partial<Spec> {
  if (wish.response !== undefined && !known(wish.response)) return {};
  const roles = ROLES.filter((role) => wish[role] !== undefined && !known(wish[role]));
  const types = Object.entries(wish.types ?? {}).filter(([name]) => known(name));
  return { ...wish, ...Object.fromEntries(roles.map((role) => [role, undefined])), types: Object.fromEntries(types) };
}

/** The first model: maximum likelihood of the suggested response by the suggested columns. */
export function firstSpec({ columns, suggested, sparseColumns }: Opened, asked: Partial<Spec> = {}): Spec {
  const known = (name: string | undefined): name is string => columns.some((column) => column.name === name);
  const wish = wishFor(asked, known);
  const response = wish.response ?? suggested.response;
  const column = columns.find(({ name }) => name === response);
  const taken = new Set([response, ...ROLES.map((role) => wish[role])]);
  const predictors = (wish.predictors ?? suggested.predictors).filter((name) => !taken.has(name) && known(name));
  const isLabel = sparseColumns !== undefined && column?.distinct === 2; // -1 and 1, as files of SVMlight have them
  const spec: Spec = {
    ...PLAIN,
    family: isLabel ? "binomial" : column === undefined ? "gaussian" : familyFor(column),
    ...wish,
    response,
    predictors,
  };
  const approximation = approximationOf(spec);
  return isChoice(approximation) ? { ...spec, approximation } : spec;
}

/** The spec after another response: its family and link anew, and the old response is no predictor until it is chosen. */
export function withResponse(spec: Spec, { columns }: Opened, response: string): Partial<Spec> {
  const column = columns.find(({ name }) => name === response)!;
  const predictors = spec.predictors.filter((name) => name !== response);
  const family = withFamily(spec, familyFor(column));
  const roles = ROLES.filter((role) => spec[role] === response).map((role) => [role, undefined]);
  return { ...family, ...Object.fromEntries(roles), response, predictors, success: undefined, formula: undefined };
}

/** The role of a column beside response and predictors. */
export const roleOf = (spec: Spec, name: string): Role | undefined => ROLES.find((role) => spec[role] === name);

/** A column gets a role, or none; it is no predictor then, and leaves the role that it had. */
export function withRole(spec: Spec, name: string, role: Role | undefined): Partial<Spec> {
  const before = roleOf(spec, name);
  const predictors = role === undefined ? spec.predictors : spec.predictors.filter((one) => one !== name);
  return {
    predictors,
    formula: undefined,
    ...(before === undefined ? {} : { [before]: undefined }),
    ...(role === undefined ? {} : { [role]: name }),
  };
}

/** The roles that a model takes: an exposure needs the log link, trials a binomial response. */
export function rolesFor(spec: Spec): readonly Role[] {
  return ROLES.filter((role) => {
    if (role === "exposure") return linkOf(spec) === "log";
    if (role === "trials") return spec.family === "binomial";
    return role !== "offset" || spec.family !== "multinomial";
  });
}

/** The columns that a choice uses. */
export function columnsInUse(spec: Spec): readonly string[] {
  const roles = ROLES.flatMap((role) => spec[role] ?? []);
  return [...new Set([spec.response, ...spec.predictors, ...roles])];
}

/** A name as a formula has it. */
export const quotedName = nameText;

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
export function methodOf({ noise, rate, penalty, lambda }: Spec): string {
  const parts = [
    noise === "none" ? [] : [`${noise === "dropout" ? "dropout" : `${noise} noise`} of ${rate}`],
    penalty === "none" ? [] : [`${penalty} of ${lambda}`],
  ];
  return parts.flat().join(" and ") || "maximum likelihood";
}
