// How good the quadratic form of the noise penalty is (figure 1a of the paper): node approximation.mjs
import * as Plot from "@observablehq/plot";
import { range } from "d3-array";
import { additive, fitSync } from "../../dist/index.mjs";
import { table, writeFigure } from "./lib/report.mjs";

const PROBABILITIES = [0.5, 0.73, 0.82, 0.88, 0.95];
const PRINTED = [0.25, 0.5, 1, 1.5];

/** The objective of one row whose linear predictor is log(p / (1 - p)) plus noise, evaluated and not minimized. */
function objectiveAt(p, noise) {
  const model = fitSync([[1]], [1], {
    family: "binomial",
    intercept: false,
    offset: [Math.log(p / (1 - p)) - 1],
    start: { intercept: 0, coefficients: [1] },
    maxIterations: 0,
    noise,
  });
  return model.objective;
}

/** R or R^q at the standard deviation sigma: the objective with noise less the objective without. */
function penalty(p, sigma, approximation) {
  return objectiveAt(p, additive(sigma, { approximation })) - objectiveAt(p, undefined);
}

/** R without the library: the trapezoidal rule for E log(1 + exp(eta + sigma Z)) - log(1 + exp(eta)). */
function penaltyByQuadrature(p, sigma) {
  const eta = Math.log(p / (1 - p));
  const step = 1 / 64;
  const softplus = (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  const density = (z) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  const terms = range(-12, 12 + step, step).map((z) => step * density(z) * (softplus(eta + sigma * z) - softplus(eta)));
  return terms.reduce((sum, term) => sum + term, 0);
}

const points = PROBABILITIES.flatMap((p) =>
  range(0, 61).map((k) => {
    const sigma = k / 40;
    return { p, sigma, exact: penalty(p, sigma, "gaussian"), quadratic: penalty(p, sigma, "quadratic") };
  }),
);

const cell = (p, sigma) => {
  const { exact, quadratic } = points.find((point) => point.p === p && point.sigma === sigma);
  return `${exact.toFixed(6)} ${quadratic.toFixed(6)}`;
};
console.log("Logistic loss, linear predictor noised by N(0, sigma^2): true penalty R, then its quadratic form R^q\n");
console.log(
  table(
    ["p", ...PRINTED.map((sigma) => `sigma ${sigma}`)],
    PROBABILITIES.map((p) => [p.toFixed(2), ...PRINTED.map((sigma) => cell(p, sigma))]),
  ),
);

const gaps = points.map(({ p, sigma, exact }) => Math.abs(exact - penaltyByQuadrature(p, sigma)));
console.log(`\nlargest difference from a quadrature outside the library: ${Math.max(...gaps).toExponential(1)}`);

const line = { x: "sigma", stroke: "p", strokeWidth: 1.6 };
const ends = points.filter(({ sigma }) => sigma === 1.5);
writeFigure("approximation", "True and quadratic noise penalty against noise level, for five probabilities", {
  x: { label: "noise level, sigma" },
  y: { label: "noising penalty: solid R, dashed its quadratic form" },
  color: { type: "ordinal", scheme: "viridis", range: [0, 0.85] },
  marks: [
    Plot.ruleY([0]),
    Plot.line(points, { ...line, y: "exact" }),
    Plot.line(points, { ...line, y: "quadratic", strokeDasharray: "4 3" }),
    Plot.text(ends, { x: "sigma", y: "exact", text: ({ p }) => `p = ${p}`, fill: "p", textAnchor: "start", dx: 8 }),
  ],
});
