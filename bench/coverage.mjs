// How often 95% intervals contain their target, over seeded data sets: node bench/coverage.mjs, after npm run build.
// For ridge and dropout the target is the pseudo-true coefficient: the minimizer of the expected penalized objective, from a fit
// to 400,000 rows. docs/inference.md has the printed table.
import { dropout, fitSync, ridge } from "../dist/index.mjs";

const BETA = [0.3, 0.8, -0.5];
const SETS = 2000;

/** @param {number} seed mulberry32 */
function generator(seed) {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @param {() => number} next @param {number} n @param {string} family */
function draw(next, n, family) {
  const x = Array.from({ length: n }, () => [next() * 2 - 1, next() * 2 - 1]);
  const y = x.map(([a, b]) => {
    const eta = BETA[0] + BETA[1] * a + BETA[2] * b;
    if (family === "binomial") return Number(next() < 1 / (1 + Math.exp(-eta)));
    let k = -1;
    for (let p = 1; p > Math.exp(-Math.exp(eta)); k++) p *= next();
    return k;
  });
  return { x, y };
}

const fits = {
  "no penalty": {},
  "ridge(0.02)": { penalty: ridge(0.02) },
  "ridge(0.1)": { penalty: ridge(0.1) },
  "dropout(0.2)": { noise: dropout(0.2) },
  "dropout(0.5)": { noise: dropout(0.5) },
};
console.log("| family | fit | n | pseudo-true | coverage | mean of standard error / sd of estimates |");
console.log("| --- | --- | --- | --- | --- | --- |");
for (const family of ["binomial", "poisson"]) {
  for (const [name, options] of Object.entries(fits)) {
    const large = draw(generator(99), 400_000, family);
    const target = name === "no penalty" ? BETA[1] : fitSync(large.x, large.y, { family, ...options }).coefficients[0];
    for (const n of [50, 150, 500]) {
      const next = generator(7);
      let covered = 0;
      let errors = 0;
      let sum = 0;
      let squares = 0;
      for (let set = 0; set < SETS; set++) {
        const { x, y } = draw(next, n, family);
        const row = fitSync(x, y, { family, ...options }).summary().rows[1];
        if (row.lower <= target && target <= row.upper) covered++;
        errors += row.standardError;
        sum += row.estimate;
        squares += row.estimate ** 2;
      }
      const sd = Math.sqrt(squares / SETS - (sum / SETS) ** 2);
      const cells = [
        family,
        name,
        n,
        target.toFixed(4),
        `${((100 * covered) / SETS).toFixed(1)}%`,
        (errors / SETS / sd).toFixed(3),
      ];
      console.log(`| ${cells.join(" | ")} |`);
    }
  }
}
