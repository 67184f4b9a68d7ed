import { mulberry32 } from "../../src/base/random.js";

/** Rows of a generalized linear model with intercept 0.5, the same every time. */
export function stream(n: number, p: number, family: "gaussian" | "binomial" | "poisson") {
  const uniform = mulberry32(7);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const x: number[][] = [];
  const y = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const row = Array.from({ length: p }, normal);
    const eta = row.reduce((sum, v, j) => sum + 0.4 * Math.sin(j + 1) * v, 0.5);
    x.push(row);
    if (family === "gaussian") y[i] = 1000 + 30 * (eta + normal());
    else if (family === "binomial") y[i] = Number(uniform() < 1 / (1 + Math.exp(-eta)));
    else {
      let left = Math.exp(eta) + Math.log(1 - uniform());
      let count = 0;
      while (left > 0) {
        left += Math.log(1 - uniform());
        count++;
      }
      y[i] = count;
    }
  }
  return { x, y };
}
