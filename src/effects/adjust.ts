import { studentT } from "../distributions/index.js";
import { rangeUpper, rangeUpperQuantile } from "../distributions/studentized-range.js";
import { withScope } from "../wasm/scope.js";

// Tests of many differences at once.

export const ADJUSTMENTS = ["tukey", "holm", "bonferroni", "none"] as const;
export type Adjustment = (typeof ADJUSTMENTS)[number];

/** p-values of all pairs of `means` means, adjusted so that the chance of any false finding stays below each of them. */
export function adjusted(statistics: readonly number[], means: number, df: number, how: Adjustment): number[] {
  return withScope(({ kernel }) => {
    const t = studentT(kernel, df);
    const plain = statistics.map((each) => 2 * t.upper(Math.abs(each)));
    const m = plain.length;
    switch (how) {
      case "tukey":
        return statistics.map((each, k) =>
          means < 3 ? plain[k]! : rangeUpper(kernel, Math.SQRT2 * Math.abs(each), means, df),
        );
      case "bonferroni":
        return plain.map((p) => Math.min(1, m * p));
      case "holm":
        return holm(plain);
      case "none":
        return plain;
    }
  });
}

/** Holm (1979): the smallest p times m, the next times m - 1, ..., none below the one before. */
function holm(plain: readonly number[]): number[] {
  const order = plain.map((_, k) => k).sort((a, b) => plain[a]! - plain[b]!);
  const out = new Array<number>(plain.length);
  let least = 0;
  order.forEach((k, place) => {
    least = Math.max(least, Math.min(1, (plain.length - place) * plain[k]!));
    out[k] = least;
  });
  return out;
}

/** Half the width of intervals in standard errors. Holm's intervals are Bonferroni's, which are simple and wider. */
export function halfWidth(level: number, pairs: number, means: number, df: number, how: Adjustment): number {
  return withScope(({ kernel }) => {
    const t = studentT(kernel, df);
    if (how === "tukey" && means > 2) return rangeUpperQuantile(kernel, 1 - level, means, df) / Math.SQRT2;
    const several = how === "holm" || how === "bonferroni" ? pairs : 1;
    return t.upperQuantile((1 - level) / 2 / several);
  });
}
