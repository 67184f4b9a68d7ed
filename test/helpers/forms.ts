import { FAMILIES, type Family, type FamilyName } from "../../src/families/index.js";
import { type FamilyOption, type FitOptions, type LinkName, negativeBinomial, tweedie } from "../../src/index.js";
import { chooseFamily } from "../../src/options/plan.js";

// Every family with every link that goes with it, with the formulas of a textbook, written again by hand.

/** What fits of one predictor may have as family. */
export type OneFamily = Exclude<FamilyOption, "multinomial">;

/** A family with one predictor and one of its links. */
export interface Form {
  readonly name: string;
  readonly family: Family;
  /** The options of `fit` for it. */
  readonly options: Pick<FitOptions<OneFamily>, "family" | "link">;
  /** Whether the loss is a convex function of eta for every y, so that there is one minimizer at most. */
  readonly isConvex: boolean;
}

export const THETA = 1.7;
export const POWER = 1.5;

const OPTION: Partial<Record<FamilyName, OneFamily>> = {
  "negative-binomial": negativeBinomial({ theta: THETA }),
  tweedie: tweedie({ power: POWER }),
};

/** Links with which the loss has a concave stretch for some y. */
const NOT_CONVEX: Partial<Record<FamilyName, readonly LinkName[]>> = {
  gaussian: ["log", "inverse"],
  binomial: ["cauchit"],
  gamma: ["identity", "sqrt", "inverse-squared"],
  "inverse-gaussian": ["log", "identity"],
  "negative-binomial": ["identity", "sqrt"],
  tweedie: ["identity", "inverse", "inverse-squared"],
};

/** A family with a link; its own one when none is named. */
export function formOf(name: FamilyName, link: LinkName = FAMILIES[name].links[0]!): Form {
  const options = { family: OPTION[name] ?? (name as OneFamily), link } as const;
  const isConvex = !NOT_CONVEX[name]?.includes(link);
  return { name: `${name} ${link}`, family: chooseFamily(options), options, isConvex };
}

const NAMES = Object.keys(FAMILIES) as FamilyName[];

/** All with one predictor. The multinomial family has tests of its own. */
export const FORMS: readonly Form[] = NAMES.filter((name) => FAMILIES[name].classes !== "many").flatMap((name) =>
  FAMILIES[name].links.map((link) => formOf(name, link)),
);

/** Families with one predictor, each with its own link. */
export const OWN: readonly Form[] = NAMES.filter((name) => FAMILIES[name].classes !== "many").map((name) =>
  formOf(name),
);

/** mu as a function of eta. */
export const MEAN: Record<LinkName, (eta: number) => number> = {
  identity: (eta) => eta,
  log: Math.exp,
  logit: (eta) => 1 / (1 + Math.exp(-eta)),
  probit: (eta) => normalCdf(eta),
  cloglog: (eta) => -Math.expm1(-Math.exp(eta)),
  loglog: (eta) => Math.exp(-Math.exp(-eta)),
  cauchit: (eta) => 0.5 + Math.atan(eta) / Math.PI,
  inverse: (eta) => 1 / eta,
  sqrt: (eta) => eta * eta,
  "inverse-squared": (eta) => 1 / Math.sqrt(eta),
};

/** V(mu): Var(Y) = phi V(mu) / w. */
export const VARIANCE_OF: Record<string, (mu: number) => number> = {
  gaussian: () => 1,
  binomial: (mu) => mu * (1 - mu),
  poisson: (mu) => mu,
  gamma: (mu) => mu ** 2,
  "inverse-gaussian": (mu) => mu ** 3,
  "negative-binomial": (mu) => mu + mu ** 2 / THETA,
  tweedie: (mu) => mu ** POWER,
};

const xlogy = (x: number, y: number): number => (x === 0 ? 0 : x * Math.log(y));

/** l(y, mu), terms in y alone dropped as in docs/objective.md. */
export const LOSS_OF: Record<string, (y: number, mu: number) => number> = {
  gaussian: (y, mu) => mu ** 2 / 2 - y * mu,
  poisson: (y, mu) => mu - xlogy(y, mu),
  gamma: (y, mu) => y / mu + Math.log(mu),
  "inverse-gaussian": (y, mu) => y / (2 * mu ** 2) - 1 / mu,
  "negative-binomial": (y, mu) => (y + THETA) * Math.log1p(mu / THETA) - xlogy(y, mu),
  tweedie: (y, mu) => (y * mu ** (1 - POWER)) / (POWER - 1) + mu ** (2 - POWER) / (2 - POWER),
};

/** -log mu and -log(1 - mu) as functions of eta, so that no tail loses digits. */
const MINUS_LOGS: Partial<Record<LinkName, readonly [(eta: number) => number, (eta: number) => number]>> = {
  logit: [(eta) => softplus(-eta), softplus],
  probit: [(eta) => -Math.log(normalCdf(eta)), (eta) => -Math.log(normalCdf(-eta))],
  cloglog: [(eta) => -Math.log(-Math.expm1(-Math.exp(eta))), Math.exp],
  loglog: [(eta) => Math.exp(-eta), (eta) => -Math.log(-Math.expm1(-Math.exp(-eta)))],
  cauchit: [(eta) => -Math.log(Math.atan2(1, -eta) / Math.PI), (eta) => -Math.log(Math.atan2(1, eta) / Math.PI)],
  log: [(eta) => -eta, (eta) => -Math.log(-Math.expm1(eta))],
  identity: [(eta) => -Math.log(eta), (eta) => -Math.log1p(-eta)],
};

function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/** l(y, eta) as docs/objective.md has it. */
export function lossAt({ family }: Form, y: number, eta: number): number {
  if (family.name === "gaussian" && family.link === "identity") return (y - eta) ** 2 / 2;
  if (family.name === "binomial") {
    const [up, down] = MINUS_LOGS[family.link]!;
    return (y === 0 ? 0 : y * up(eta)) + (y === 1 ? 0 : (1 - y) * down(eta));
  }
  return LOSS_OF[family.name]!(y, MEAN[family.link](eta));
}

/** dmu/deta. */
export const MEAN_SLOPE: Record<LinkName, (eta: number) => number> = {
  identity: () => 1,
  log: Math.exp,
  logit: (eta) => MEAN.logit(eta) * MEAN.logit(-eta),
  probit: (eta) => Math.exp(-0.5 * eta * eta) / Math.sqrt(2 * Math.PI),
  cloglog: (eta) => Math.exp(eta - Math.exp(eta)),
  loglog: (eta) => Math.exp(-eta - Math.exp(-eta)),
  cauchit: (eta) => 1 / (Math.PI * (1 + eta * eta)),
  inverse: (eta) => -1 / (eta * eta),
  sqrt: (eta) => 2 * eta,
  "inverse-squared": (eta) => -0.5 * eta ** -1.5,
};

/** E d2l/deta2 = mu'^2 / V(mu). */
export function fisherAt({ family }: Form, eta: number): number {
  if (family.name === "binomial") {
    const [up, down] = MINUS_LOGS[family.link]!;
    return MEAN_SLOPE[family.link](eta) ** 2 * Math.exp(up(eta) + down(eta)); // 1 / (mu (1 - mu)) without cancellation
  }
  return MEAN_SLOPE[family.link](eta) ** 2 / VARIANCE_OF[family.name]!(MEAN[family.link](eta));
}

/** Phi by the continued fraction in the tail and the series in the middle: good to rounding. */
export function normalCdf(x: number): number {
  if (Math.abs(x) > 2) {
    let fraction = 0;
    for (let k = 300; k > 0; k--) fraction = k / (Math.abs(x) + fraction);
    const tail = Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI) / (Math.abs(x) + fraction);
    return x < 0 ? tail : 1 - tail;
  }
  let term = x;
  let sum = x;
  for (let k = 1; Math.abs(term) > 1e-18; k++) {
    term *= (x * x) / (2 * k + 1);
    sum += term;
  }
  return 0.5 + (sum * Math.exp(-0.5 * x * x)) / Math.sqrt(2 * Math.PI);
}
