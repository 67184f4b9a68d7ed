import type { Plan } from "../base/flow.js";
import { PENALTY } from "../base/ids.js";
import type { Uploaded } from "../shard/uploaded.js";
import { Struct } from "../wasm/scope.js";
import { leadersOf, placeGroups, readLeaders } from "./groups.js";

// Penalty and bounds in the solver's coordinates: vectors of length d, in which entries of intercepts are free.

/** Strengths of theta^2 / 2 and |theta|, the latter at 0: farther out a penalty may rise less. */
export interface Strengths {
  readonly square: Float64Array;
  readonly absolute: Float64Array;
  /** Whether what begins as |theta| stops to rise, so that it holds nothing back at infinity. */
  readonly isBounded: boolean;
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
  const strengths = { square, absolute, isBounded: plan.penalty.isBounded };
  writeStrengths(uploaded, plan, strengths, multiplier);
  return strengths;
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

/** Which kernel penalty serves: one with kinks when something has some. */
export function penaltyIdOf({ penalty, constraint }: Plan): number {
  if (hasSome(penalty.absolute)) return penalty.id;
  return constraint?.ball === "l1" ? PENALTY.elasticNet : PENALTY.ridge;
}

function hasSome(strengths: Float64Array): boolean {
  for (let j = 0; j < strengths.length; j++) if (strengths[j]! > 0) return true;
  return false;
}

/** The numbers of the penalty in wasm memory, in the struct that all penalties share. */
export function placeStrengths(uploaded: Uploaded, plan: Plan): Struct<"SeparablePenalty"> {
  const { scope, dimension } = uploaded;
  const { shape, isBounded } = plan.penalty;
  const struct = scope.struct("SeparablePenalty", {
    strength: scope.filled(dimension, 0),
    kinks: scope.filled(dimension, 0),
    units: shape === 0 ? 0 : scope.put(unitsOf(uploaded, plan)),
    shape,
    isBounded: Number(isBounded),
  });
  writeStrengths(uploaded, plan, viewStrengths(uploaded, struct.at));
  const leaders = leadersOf(uploaded, plan, viewStrengths(uploaded, struct.at).absolute);
  if (leaders !== undefined) struct.set({ groups: placeGroups(scope, leaders) });
  return struct;
}

/** `unitOf` for every entry; 0 for intercepts. */
function unitsOf(uploaded: Uploaded, plan: Plan): Float64Array {
  const { columns, dimension } = uploaded;
  return Float64Array.from({ length: dimension }, (_, entry) => {
    const j = columnOf(uploaded, entry);
    return j === columns ? 0 : unitOf(uploaded, plan, j);
  });
}

/** The same penalty on some entries, groups as a whole. */
export function pickStrengths(
  uploaded: Uploaded,
  penaltyParams: number,
  pick: (all: Float64Array) => Float64Array,
): Struct<"SeparablePenalty"> {
  const { scope, dimension } = uploaded;
  const whole = structAt(uploaded, penaltyParams);
  const part = (name: "strength" | "kinks" | "units"): number => {
    const at = whole.read(name);
    return at === 0 ? 0 : scope.put(pick(scope.view(at, dimension)));
  };
  const groups = whole.read("groups");
  return scope.struct("SeparablePenalty", {
    groups: groups === 0 ? 0 : placeGroups(scope, pick(readLeaders(scope, groups, dimension))),
    strength: part("strength"),
    kinks: part("kinks"),
    units: part("units"),
    shape: whole.read("shape"),
    isBounded: whole.read("isBounded"),
  });
}

function structAt({ scope }: Pick<Uploaded, "scope">, penaltyParams: number): Struct<"SeparablePenalty"> {
  return new Struct<"SeparablePenalty">(scope.kernel, scope.kernel.layouts.SeparablePenalty, penaltyParams);
}

/** Strengths where they lie in wasm memory: to be read at once, see `Scope.view`. */
export function viewStrengths(
  { scope, dimension }: Pick<Uploaded, "scope" | "dimension">,
  penaltyParams: number,
): Strengths {
  const struct = structAt({ scope }, penaltyParams);
  return {
    square: struct.view("strength", dimension),
    absolute: struct.view("kinks", dimension),
    isBounded: struct.read("isBounded") !== 0,
  };
}

/** A copy of them. */
export function readStrengths(uploaded: Uploaded, penaltyParams: number): Strengths {
  const { square, absolute, isBounded } = viewStrengths(uploaded, penaltyParams);
  return { square: square.slice(), absolute: absolute.slice(), isBounded };
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

/** Whether every column with anything to say has a penalty that holds it back however far out it is. */
export function penalizesAll(uploaded: Uploaded, { square, absolute, isBounded }: Strengths): boolean {
  const { classes, columns, block, scale } = uploaded;
  for (let k = 0; k < classes; k++) {
    for (let j = 0, entry = k * block; j < columns; j++, entry++) {
      const isHeld = square[entry]! > 0 || (absolute[entry]! > 0 && !isBounded);
      if (!isHeld && scale[j] !== 0) return false;
    }
  }
  return true;
}
