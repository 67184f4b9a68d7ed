import { checkNumber, checkOneOf } from "../base/check.js";
import { GlmError } from "../base/errors.js";
import type { PenaltyPlan, Plan } from "../base/flow.js";
import { checkKeys } from "../base/keys.js";
import { show } from "../base/show.js";
import { type Family, linkWithoutBorder } from "../families/index.js";
import { type Constraint, PENALTIES, type Penalty, type PenaltyDescriptor } from "../penalties/index.js";
import { type Columns, perColumn } from "./per-column.js";
import { planGroups } from "./plan-groups.js";
import type { FitOptions } from "./types.js";

// The plan of penalty, ball and bounds.

/** Strengths per column on the mean scale. */
export function planPenalty(penalty: Penalty | undefined, columns: Columns, totalWeight: number): PenaltyPlan {
  const { columns: p } = columns;
  const [square, absolute, excluded] = [new Float64Array(p), new Float64Array(p), new Uint8Array(p)];
  const none = { id: 0, shape: 0, isBounded: false, square, absolute, excluded, groups: undefined };
  if (penalty === undefined) return none;
  if (typeof penalty !== "object" || penalty === null) {
    throw new GlmError(
      "BAD_OPTION",
      `penalty is ${show(penalty)}; expected ridge(lambda), lasso(lambda) or elasticNet(lambda, share)`,
      {},
    );
  }
  if ("noise" in penalty) throw new GlmError("BAD_OPTION", "penalty is a noise; it belongs in option noise", {});
  if ("ball" in penalty) throw new GlmError("BAD_OPTION", "penalty is a ball; it belongs in option constraint", {});
  const name = checkOneOf("penalty", penalty.penalty, Object.keys(PENALTIES));
  if (penalty.lambda === undefined) {
    const message = `${name} has no lambda; expected a number >= 0, as lasso(0.01): only path and crossValidate choose it themselves`;
    throw new GlmError("BAD_OPTION", message, { penalty: name });
  }
  const lambda = checkNumber(`${name} lambda`, penalty.lambda, (l) => l >= 0 && l < Infinity, "a number >= 0");
  const share = checkNumber(`${name} share`, penalty.share, (s) => s >= 0 && s <= 1, "a number in [0, 1]");
  const descriptor = PENALTIES[name]!;
  const shape = planShape(descriptor, penalty);
  const scale = checkOneOf(`${name} scale`, penalty.scale, ["mean", "sum"] as const);
  const expected = "a factor >= 0 (Infinity leaves the column out)";
  const grouped = descriptor.isGrouped ? planGroups(penalty, columns, expected) : undefined;
  const factors =
    grouped?.factors ??
    perColumn(`${name} factors`, penalty.factors ?? 1, columns, { holds: (f) => f >= 0, expected, others: 1 });
  const strength = scale === "sum" ? lambda / totalWeight : lambda;
  if (!(strength < Infinity)) {
    const message = `${name} lambda is ${lambda} of scale "sum", where the weights sum to ${totalWeight}; expected a quotient that is a number: use scale "mean"`;
    throw new GlmError("BAD_OPTION", message, {});
  }
  for (let j = 0; j < p; j++) {
    const factor = factors[j]!;
    if (factor === Infinity) excluded[j] = 1;
    else if (share < 1) square[j] = strength * factor * (1 - share);
    if (factor !== Infinity && share > 0) absolute[j] = strength * factor * share;
  }
  const hasKinks = share > 0 && lambda > 0;
  const kinked = descriptor.hasKinks ? descriptor : PENALTIES.elasticNet!;
  const { id, isBounded } = hasKinks ? kinked : PENALTIES.ridge!;
  return {
    id,
    shape: hasKinks ? shape : 0,
    isBounded,
    square,
    absolute,
    excluded,
    groups: hasKinks ? grouped?.groups : undefined,
  };
}

/** The parameter of the penalty; 0 for a penalty without one. */
function planShape({ name, shape, isGrouped }: PenaltyDescriptor, penalty: Penalty): number {
  if (shape === undefined && !isGrouped) return 0;
  checkNumber(`${name} share`, penalty.share, (s) => s === 1, `1: ${name} has no part that is ridge`);
  if (shape === undefined) return 0;
  return checkNumber(`${name} ${shape.name}`, penalty.shape, shape.holds, shape.expects);
}

/** The options that a penalty excludes if it is not convex, or not separable. */
export function checkTogether(
  { id, isBounded, groups, absolute }: PenaltyPlan,
  constraint: Plan["constraint"],
  bounds: Plan["bounds"],
  family: Pick<Family, "name" | "link" | "shape" | "isBounded">,
): void {
  if (!isBounded && groups === undefined) return;
  const { name } = Object.values(PENALTIES).find((penalty) => penalty.id === id)!;
  if (constraint !== undefined) {
    const message = `penalty ${name} with ${constraint.ball}Ball; expected one of them: the search for a point of the ball asks for a penalty that is convex, and of columns by themselves`;
    throw new GlmError("NOT_SUPPORTED", message, { penalty: name });
  }
  if (family.isBounded) {
    const message = `penalty ${name} with family "${family.name}" and link "${family.link}", whose predictors have a border; expected a link without one, as "${linkWithoutBorder(family)}", or another penalty, as lasso(lambda)`;
    throw new GlmError("NOT_SUPPORTED", message, { penalty: name });
  }
  if (groups === undefined || bounds === undefined) return;
  const j = absolute.findIndex((a, k) => a > 0 && !(bounds.lower[k] === -Infinity && bounds.upper[k] === Infinity));
  if (j < 0) return;
  const message = `bounds.lower[${j}] = ${bounds.lower[j]}, bounds.upper[${j}] = ${bounds.upper[j]} with penalty ${name} on column ${j}; expected -Infinity and Infinity: bounds go with columns whose factor is 0`;
  throw new GlmError("NOT_SUPPORTED", message, { penalty: name, column: j });
}

export function planConstraint(given: Constraint | undefined): Plan["constraint"] {
  if (given === undefined) return undefined;
  if (typeof given !== "object" || given === null || !("ball" in given)) {
    throw new GlmError("BAD_OPTION", `constraint is ${show(given)}; expected l2Ball(radius) or l1Ball(radius)`, {});
  }
  const ball = checkOneOf("constraint ball", given.ball, ["l2", "l1"] as const);
  const holds = (r: number) => r > 0 && r < Infinity;
  return { ball, radius: checkNumber(`${ball}Ball radius`, given.radius, holds, "a number > 0") };
}

export function planBounds(given: FitOptions["bounds"], columns: Columns, { excluded }: PenaltyPlan): Plan["bounds"] {
  if (given === undefined) return undefined;
  checkKeys(given, ["lower", "upper"], "bounds", "bounds");
  const isNumber = (v: number) => !Number.isNaN(v);
  const lower = perColumn("bounds.lower", given.lower ?? -Infinity, columns, {
    holds: (v) => isNumber(v) && v < Infinity,
    expected: "a number, or -Infinity for none",
    others: -Infinity,
  });
  const upper = perColumn("bounds.upper", given.upper ?? Infinity, columns, {
    holds: (v) => isNumber(v) && v > -Infinity,
    expected: "a number, or Infinity for none",
    others: Infinity,
  });
  const j = lower.findIndex((low, k) => low > upper[k]!);
  if (j >= 0) {
    throw new GlmError(
      "BAD_OPTION",
      `bounds.lower[${j}] = ${lower[j]} is above bounds.upper[${j}] = ${upper[j]}; expected lower <= upper`,
      { column: j },
    );
  }
  const out = excluded.findIndex((e, k) => e === 1 && !(lower[k]! <= 0 && upper[k]! >= 0));
  if (out >= 0) {
    const [side, value, sign] = lower[out]! > 0 ? ["lower", lower[out], "<="] : ["upper", upper[out], ">="];
    throw new GlmError(
      "BAD_OPTION",
      `bounds.${side}[${out}] = ${value}; expected a number ${sign} 0, as factor Infinity leaves the column out: drop one of the two`,
      { column: out },
    );
  }
  const isFree = lower.every((low) => low === -Infinity) && upper.every((high) => high === Infinity);
  return isFree ? undefined : { lower, upper };
}
