import type { LinkName } from "../links/index.js";
import {
  call,
  cases,
  compare,
  type Expression,
  negative,
  nonzero,
  number,
  ONE,
  product,
  quotient,
  sum,
  times,
  used,
} from "./tree.js";

// The mean of a linear predictor. The formulas are those of assembly/family/power.ts and assembly/link/, written so that neither tail loses
// its digits where only exp and log are there.

export function meanOf(link: LinkName, eta: Expression): Expression {
  const exp = (x: Expression): Expression => call("exp", x);
  switch (link) {
    case "identity":
      return eta;
    case "log":
      return exp(eta);
    case "logit":
      return quotient(ONE, sum(ONE, exp(negative(eta))));
    case "probit":
      return times(0.5, call("erfc", times(-Math.SQRT1_2, eta)));
    case "cloglog":
      return used(exp(eta), 12, oneMinusExp);
    case "loglog":
      return exp(negative(exp(negative(eta))));
    case "cauchit":
      return used(eta, 4, cauchit);
    case "inverse":
      return quotient(ONE, nonzero(eta));
    case "sqrt":
      return used(eta, 2, (x) => product(x, x));
    case "inverse-squared":
      return used(eta, 2, (x) => cases([{ when: compare(x, ">", number(0)), value: quotient(ONE, call("sqrt", x)) }]));
  }
}

/** Below, the first terms of the series have all digits, which 1 - e^-u has lost. */
const NEAR_ZERO = 0.01;
/** 1/k! for the terms of 1 - e^-u = u - u^2/2 + u^3/6 - ... */
const TERMS = [1, 2, 6, 24, 120, 720, 5040];

function oneMinusExp(u: Expression): Expression {
  const series = TERMS.reduceRight<Expression>(
    (rest, factorial, k) => product(u, sum(number((k % 2 === 0 ? 1 : -1) / factorial), rest)),
    number(0),
  );
  return cases([
    { when: compare(u, "<", number(NEAR_ZERO)), value: series },
    { when: compare(u, ">=", number(NEAR_ZERO)), value: sum(ONE, negative(call("exp", negative(u)))) },
  ]);
}

/** The lower tail by atan(1 / |x|), which does not cancel. */
function cauchit(x: Expression): Expression {
  return cases([
    { when: compare(x, "<", number(0)), value: times(1 / Math.PI, call("atan", quotient(number(-1), x))) },
    { when: compare(x, ">=", number(0)), value: sum(number(0.5), times(1 / Math.PI, call("atan", x))) },
  ]);
}

/** The probability of a class by the differences of the other predictors from its own: e^d may be infinite. */
export function shareOf(differences: readonly Expression[]): Expression {
  return quotient(ONE, sum(ONE, ...differences.map((d) => call("exp", d))));
}
