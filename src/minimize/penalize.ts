import type { Plan } from "../base/flow.js";
import { PENALTY } from "../base/ids.js";
import type { Uploaded } from "../shard/uploaded.js";
import { Struct } from "../wasm/scope.js";

// Penalty and bounds in the solver's coordinates: vectors of length d, in which entries of intercepts are free.

/** Strengths of theta^2 / 2 and |theta|. */
export interface Strengths {
  readonly square: Float64Array;
  readonly absolute: Float64Array;
}

/** Column of entry d of theta; `columns` stands for an intercept. */
export function columnOf(uploaded: Uploaded, entry: number): number {
  return entry % uploaded.block;
}

/** d |beta_j| / d |theta_j| as the penalty sees it: on unit-variance columns when standardized. */
export function unitOf(uploaded: Uploaded, plan: Plan, column: number): number {
  return uploaded.scale[column]! * (plan.standardize ? uploaded.sd[column]! : 1);
}

/** The penalty, and `multiplier` times that of the ball on top. */
export function strengthsOf(uploaded: Uploaded, plan: Plan, multiplier = 0): Strengths {
  const square = new Float64Array(uploaded.dimension);
  const absolute = new Float64Array(uploaded.dimension);
  writeStrengths(uploaded, plan, { square, absolute }, multiplier);
  return { square, absolute };
}

/** The same to where they belong. */
export function writeStrengths(uploaded: Uploaded, plan: Plan, to: Strengths, multiplier = 0): void {
  const { ball } = plan.constraint ?? {};
  const { classes, columns, block } = uploaded;
  const { penalty } = plan;
  const more = ball === "l2" ? multiplier : 0;
  const moreAbsolute = ball === "l1" ? multiplier : 0;
  for (let j = 0; j < columns; j++) {
    const unit = unitOf(uploaded, plan, j);
    const s = (penalty.square[j]! + more) * unit * unit;
    const a = (penalty.absolute[j]! + moreAbsolute) * unit;
    for (let entry = j; entry < classes * block; entry += block) {
      to.square[entry] = s;
      to.absolute[entry] = a;
    }
  }
}

/** Which kernel penalty serves: with kinks when something has some. */
export function penaltyIdOf(plan: Plan): number {
  return plan.constraint?.ball === "l1" || hasSome(plan.penalty.absolute) ? PENALTY.elasticNet : PENALTY.ridge;
}

function hasSome(strengths: Float64Array): boolean {
  for (let j = 0; j < strengths.length; j++) if (strengths[j]! > 0) return true;
  return false;
}

/** Both vectors in wasm memory, in one struct, which serves as Ridge and as ElasticNet. */
export function placeStrengths(uploaded: Uploaded, plan: Plan): Struct<"ElasticNet"> {
  const { scope, dimension } = uploaded;
  const struct = scope.struct("ElasticNet", {
    strength: scope.filled(dimension, 0),
    kinks: scope.filled(dimension, 0),
  });
  writeStrengths(uploaded, plan, viewStrengths(uploaded, struct.at));
  return struct;
}

/** Strengths where they lie in wasm memory: to be read at once, see `Scope.view`. */
export function viewStrengths({ scope, dimension }: Uploaded, penaltyParams: number): Strengths {
  const struct = new Struct<"ElasticNet">(scope.kernel, scope.kernel.layouts.ElasticNet, penaltyParams);
  return {
    square: scope.view(struct.read("strength"), dimension),
    absolute: scope.view(struct.read("kinks"), dimension),
  };
}

/** A copy of them. */
export function readStrengths(uploaded: Uploaded, penaltyParams: number): Strengths {
  const { square, absolute } = viewStrengths(uploaded, penaltyParams);
  return { square: square.slice(), absolute: absolute.slice() };
}

/** Bounds on theta; undefined when there are none. */
export function boundsOf(uploaded: Uploaded, plan: Plan): { lower: Float64Array; upper: Float64Array } | undefined {
  const held = plan.solver === "coordinate-descent" ? heldEntries(uploaded, plan) : [];
  if (plan.bounds === undefined && held.length === 0) return undefined;
  const lower = new Float64Array(uploaded.dimension).fill(-Infinity);
  const upper = new Float64Array(uploaded.dimension).fill(Infinity);
  const { classes, columns, block } = uploaded;
  for (let j = 0; j < columns; j++) {
    const scale = uploaded.scale[j]!;
    if (scale === 0 || plan.bounds === undefined) continue;
    for (let k = 0; k < classes; k++) {
      lower[k * block + j] = plan.bounds.lower[j]! / scale;
      upper[k * block + j] = plan.bounds.upper[j]! / scale;
    }
  }
  for (const entry of held) lower[entry] = upper[entry] = 0;
  return { lower, upper };
}

/**
 * Many classes: only differences between classes matter where nothing holds coefficients back. There the last class is held
 * at 0, and the classes are centred afterwards.
 */
export function heldEntries(uploaded: Uploaded, plan: Plan): number[] {
  const { classes, block, columns } = uploaded;
  if (classes === 1) return [];
  const held: number[] = [];
  for (let j = 0; j < block; j++) {
    if (j === columns || isFree(plan, j)) held.push((classes - 1) * block + j);
  }
  return held;
}

/**
 * Whether nothing acts on the size of column j's coefficients. Noise that is the same for all classes does not: what it adds
 * to all predictors of a row alike changes no probability.
 */
export function isFree(plan: Plan, column: number): boolean {
  const { square, absolute, excluded } = plan.penalty;
  if (square[column]! > 0 || absolute[column]! > 0 || excluded[column] === 1) return false;
  if (plan.constraint !== undefined || plan.bounds !== undefined) return false;
  const isApart = plan.mask === "per-class" && plan.approximation === "quadratic";
  return !(isApart && plan.noises.some((noise) => noise.strengths[column]! > 0));
}

/** Whether every column with anything to say has a penalty. */
export function penalizesAll(uploaded: Uploaded, { square, absolute }: Strengths): boolean {
  const { classes, columns, block, scale } = uploaded;
  for (let k = 0; k < classes; k++) {
    for (let j = 0, entry = k * block; j < columns; j++, entry++) {
      if (!(square[entry]! > 0 || absolute[entry]! > 0) && scale[j] !== 0) return false;
    }
  }
  return true;
}
