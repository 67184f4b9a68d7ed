import { sub } from "./judge/arithmetic.js";
import { leastPart } from "./judge/basis.js";
import type { Case } from "./judge/case.js";
import { Objective } from "./judge/objective.js";
import { type Recession, recessionOf } from "./judge/recession.js";
import type { Judged } from "./verdict.js";

// Problems for which rounding decides whether there is a minimizer: both answers are accepted.

/** Noise that ends a separation so far out that it is below rounding of F there: no double says that it does. */
export function isOutOfSight({ case: { objective, plain }, F, at, scale }: Judged, etas: readonly number[]): boolean {
  const { noises: _, unlabeled: __, ...rest } = objective.problem;
  const isUnfelt = objective.noiseRows.length > 0 && Math.abs(sub(F, plain.value(at)).h) < 1e-12 * scale.unit;
  return (isUnfelt || F.h < 1e-12 * scale.unit) && recessionOf(new Objective(rest), etas).recedes === true;
}

/** A row moves by less than 1e-8 of what another does: doubles do not determine whether it moves at all. */
function isUneven({ lossRows, block, classes }: Objective, direction: readonly number[] | undefined): boolean {
  if (direction === undefined) return false;
  const moves = lossRows.flatMap(({ x }) =>
    Array.from({ length: classes }, (_, k) =>
      Math.abs([1, ...x].reduce((sum, v, j) => sum + v * direction[k * block + j]!, 0)),
    ),
  );
  const most = Math.max(...moves);
  return moves.some((m) => m > 0 && m < 1e-8 * most);
}

/** Whether rounding decides on which side of a border a problem lies. */
export function isFragile(known: Case, etas: readonly number[], cone: Recession): boolean {
  if (cone.margin < 1e-10 || isUneven(known.objective, cone.direction)) return true;
  const bits = Math.floor(-Math.log2(leastPart(known.objective)));
  if (recessionOf(known.objective, etas, { bits }).recedes !== true) return true;
  return recessionOf(known.objective, etas, { least: 1e-13 }).recedes !== true;
}
