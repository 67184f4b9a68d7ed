import { PROBABILITY } from "../base/ids.js";
import type { Link } from "./link.js";

export type { Link } from "./link.js";

/** Every link, by name. Conformance tests iterate over this. */
export const LINKS = {
  identity: { name: "identity", formula: "mu", power: 1, probability: PROBABILITY.identity, wholeLine: false },
  log: { name: "log", formula: "log mu", power: 0, probability: PROBABILITY.log, wholeLine: false },
  logit: {
    name: "logit",
    formula: "log(mu / (1 - mu))",
    power: undefined,
    probability: PROBABILITY.logit,
    wholeLine: true,
  },
  probit: { name: "probit", formula: "Phi^-1(mu)", power: undefined, probability: PROBABILITY.probit, wholeLine: true },
  cloglog: {
    name: "cloglog",
    formula: "log(-log(1 - mu))",
    power: undefined,
    probability: PROBABILITY.cloglog,
    wholeLine: true,
  },
  loglog: {
    name: "loglog",
    formula: "-log(-log mu)",
    power: undefined,
    probability: PROBABILITY.loglog,
    wholeLine: true,
  },
  cauchit: {
    name: "cauchit",
    formula: "tan(pi (mu - 1/2))",
    power: undefined,
    probability: PROBABILITY.cauchit,
    wholeLine: true,
  },
  inverse: { name: "inverse", formula: "1 / mu", power: -1, probability: undefined, wholeLine: false },
  sqrt: { name: "sqrt", formula: "sqrt mu", power: 2, probability: undefined, wholeLine: false },
  "inverse-squared": {
    name: "inverse-squared",
    formula: "1 / mu^2",
    power: -0.5,
    probability: undefined,
    wholeLine: false,
  },
} as const satisfies Record<string, Link>;

/** The name of a link, the function from the mean to the linear predictor. */
export type LinkName = keyof typeof LINKS;

/** The names `link` may have. */
export const LINK_NAMES = Object.keys(LINKS) as readonly LinkName[];
