// What the scene shows, one frame after the other, and the sentence of each.
import { adaptiveRidge, evenly, expanded, makePoints, newton, objectiveAt, type Pair, type Point } from "./maths.js";
import { averageOf, drawsOf, expectedOf, largestGap, lowest, type Surface, surfaceOf, tableOf } from "./surface.js";

export const PHASES = ["data", "draws", "average", "newton", "penalty"] as const;
export type Phase = (typeof PHASES)[number];

export const PHASE_NAMES: Readonly<Record<Phase, string>> = {
  data: "Data",
  draws: "Draws",
  average: "Average",
  newton: "Newton",
  penalty: "Penalty",
};

/** Numbers of draws that are shown. */
const DRAWS = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64];
const MOST_DRAWS = 64;
const NEAR = 1; // the loss up to which surfaces are compared; beyond it nobody looks

export interface Frame {
  readonly phase: Phase;
  /** Number of draws averaged so far; 0 before the first. */
  readonly draws: number;
  /** Points of Newton's trace that are shown. */
  readonly steps: number;
  /** How long it stays, in ms at normal speed. */
  readonly stay: number;
}

/** All that depends on the rate. */
export interface World {
  readonly points: readonly Point[];
  readonly rate: number;
  readonly plain: Surface;
  readonly expected: Surface;
  readonly masks: readonly Uint8Array[];
  /** The average of the first draws. */
  readonly averageAt: (draws: number) => Surface;
  /** Minimum without dropout. */
  readonly free: Pair;
  /** Newton's way to the minimum of the expectation, with the losses there. */
  readonly trace: readonly Pair[];
  readonly losses: readonly number[];
  readonly frames: readonly Frame[];
}

const POINTS = makePoints();
const PLAIN = surfaceOf(POINTS);
const FREE = newton(evenly(POINTS)).at(-1)!;

export function worldOf(rate: number): World {
  const table = tableOf(POINTS, rate);
  const masks = drawsOf(POINTS.length, rate, MOST_DRAWS);
  const rows = expanded(POINTS, rate);
  const trace = newton(rows);
  const known = new Map<number, Surface>();
  const averageAt = (draws: number): Surface => {
    const surface = known.get(draws) ?? averageOf(table, masks.slice(0, draws));
    known.set(draws, surface);
    return surface;
  };
  return {
    points: POINTS,
    rate,
    plain: PLAIN,
    expected: expectedOf(table),
    masks,
    averageAt,
    free: FREE,
    trace,
    losses: trace.map((beta) => objectiveAt(rows, beta).value),
    frames: framesOf(trace.length),
  };
}

function framesOf(steps: number): Frame[] {
  return [
    { phase: "data", draws: 0, steps: 0, stay: 4500 },
    ...DRAWS.map(
      (draws): Frame => ({ phase: "draws", draws, steps: 0, stay: draws === 1 || draws === MOST_DRAWS ? 3500 : 800 }),
    ),
    { phase: "average", draws: MOST_DRAWS, steps: 0, stay: 4500 },
    ...Array.from(
      { length: steps },
      (_, k): Frame => ({ phase: "newton", draws: MOST_DRAWS, steps: k + 1, stay: 1100 }),
    ),
    { phase: "penalty", draws: MOST_DRAWS, steps, stay: 0 },
  ];
}

/** The coefficients that a frame has come to. */
export function betaOf(world: World, { phase, draws, steps }: Frame): Pair {
  if (phase === "data") return world.free;
  if (phase === "draws") return lowest(world.averageAt(draws));
  if (phase === "average") return lowest(world.expected);
  return world.trace[steps - 1]!;
}

/** The ridges that dropout stands for at a frame, and the one ridge of the same total; none before Newton's method has begun. */
export function ridgesOf(world: World, { steps }: Frame): { readonly own: Pair; readonly even: number } | undefined {
  if (steps === 0) return undefined;
  const own = adaptiveRidge(world.points, world.trace[steps - 1]!, world.rate);
  return { own, even: (own[0] + own[1]) / 2 };
}

export const short = (value: number): string => value.toFixed(2).replace(/^-0\.00$/, "0.00");
export const pairText = ([a, b]: Pair): string => `${short(a)} and ${short(b)}`;

const percent = (rate: number): string => `${Math.round(100 * rate)}\u00a0%`;

/** The sentence of a frame. */
export function captionOf(world: World, frame: Frame): string {
  const { phase, draws, steps } = frame;
  if (phase === "data") {
    return "60 points of two classes. Across, a common column that tells a little; up, a rare one: zero for 48 points, and telling where it is not.";
  }
  if (phase === "draws") {
    const gap = short(largestGap(world.averageAt(draws), world.expected, NEAR));
    if (draws === 1)
      return `1 draw: ${percent(world.rate)} of all entries drop out and the rest grow to make up for it. The loss is noisy.`;
    if (draws === MOST_DRAWS) return `${draws} draws: it settles, within ${gap} of the expected loss beside it.`;
    return `${draws} draws: their average is within ${gap} of the expected loss.`;
  }
  if (phase === "average") {
    return "On average this is the loss plus a penalty, and no draw is needed: the expectation over all masks is computed exactly.";
  }
  if (phase === "newton") {
    const loss = world.losses[steps - 1]!.toFixed(3);
    return steps === 1
      ? `Newton's method starts from no effect at all, a loss of ${loss}.`
      : `Newton step ${steps - 1} of ${world.trace.length - 1}: coefficients ${pairText(world.trace[steps - 1]!)}, loss ${loss}.`;
  }
  const { own, even } = ridgesOf(world, frame)!;
  return `Dropout has become a ridge of ${short(own[0])} on the common column and ${short(own[1])} on the rare one, where a plain ridge has ${short(even)} on both: the rare, telling column is spared.`;
}
