import type { GlmError } from "../../src/index.js";
import type { Problem } from "./problem.js";

/** The refusals that a problem justifies, decided here independently. */
export function isRefusable(problem: Problem, { code }: GlmError): boolean {
  const { y, weights, trials, form } = problem;
  const weighed = y.filter((_, i) => (weights?.[i] ?? 1) > 0 && (problem.repeat?.[i] ?? 1) > 0);
  if (weighed.length === 0) return code === "BAD_VALUE"; // no row with weight
  const share = y.flatMap((v, i) => ((weights?.[i] ?? 1) > 0 ? [trials === undefined ? v : v / trials[i]!] : []));
  if (form.family === "binomial" && problem.intercept && code === "ONE_CLASS")
    return share.every((v) => v === 0) || share.every((v) => v === 1);
  if (form.family === "multinomial" && code === "BAD_VALUE") {
    return y.some((k) => y.filter((l, i) => l === k && (weights?.[i] ?? 1) > 0).length < 2);
  }
  return false;
}
