import type { Pair } from "./judge/arithmetic.js";
import { Case, pointFrom } from "./judge/case.js";
import type { Point } from "./judge/objective.js";
import { recessionOf } from "./judge/recession.js";
import { type Problem, rowsOf } from "./problem.js";
import { PERFECT, ROUNDINGS, STEP_LEFT } from "./tolerances.js";

interface Found {
  readonly at: Point;
  readonly F: Pair;
}

const leastOf = (found: readonly Found[]): Found | undefined =>
  found.reduce<Found | undefined>((m, f) => (m === undefined || f.F.h < m.F.h ? f : m), undefined);

/** Checks a null deviance: that of the model without columns, which the judge computes if it is convex and has a minimizer. */
export function nullDeviation(problem: Problem, reported: number): string | undefined {
  if (problem.form.theta === "estimate") return undefined;
  const { noises: _, penalty: __, constraint: ___, bounds: ____, unlabeled: _____, start: ______, ...rest } = problem;
  const bare = new Case({ ...rest, x: problem.x.map(() => []) });
  if (!bare.isConvex) return undefined;
  const { classes, block } = bare.objective;
  const zero = pointFrom(Array<number>(classes * block).fill(0));
  const etas = bare.objective.lossRows.map(() => 1);
  if (problem.intercept && recessionOf(bare.objective, etas).recedes !== false) return undefined;
  // offsets may lie far apart: a start for each of them
  const starts = bare.objective.lossRows.map(({ o }) => pointFrom(zero.map((_, at) => (at === 0 ? -o : 0))));
  const first = problem.intercept ? leastOf(bare.search(starts, 1, true)) : { at: zero, F: bare.value(zero) };
  // once more in the unit of its own deviance, which may be far below 1
  const again = first && problem.intercept ? bare.search([first.at], bare.scale(first.at).unit, false) : [];
  const least = first && leastOf([first, ...again]);
  if (least === undefined || !Number.isFinite(least.F.h)) return undefined;
  const scale = bare.scale(least.at);
  const { D, size } = bare.deviance(least.at);
  const { W } = bare.objective;
  const summed = 1 + rowsOf(problem) / 2048;
  const tolerance =
    2 *
      W *
      (STEP_LEFT * scale.unit +
        4 * summed * ROUNDINGS * (scale.size + scale.sloped) +
        scale.curved +
        1000 * PERFECT * scale.null) +
    4 * ROUNDINGS * size;
  if (!(W > 1e-290) || Math.abs(reported - D.h) <= tolerance) return undefined;
  return `reported ${reported}, by the formula ${D.h} at ${least.at.map(({ h }) => h)}, tolerance ${tolerance}`;
}
