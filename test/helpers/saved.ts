// A saved model of every kind, with the data it was fitted to.
import { readFileSync } from "node:fs";
import {
  additive,
  dropout,
  elasticNet,
  type FitOptions,
  fitSync,
  groupLasso,
  l2Ball,
  lasso,
  multiplicative,
  negativeBinomial,
  quasi,
  ridge,
} from "../../src/index.js";
import { dataFor } from "./cases.js";
import { formOf, OWN } from "./forms.js";

export interface SavedCase {
  readonly text: string;
  readonly x: number[][];
  readonly y: number[] | string[];
  readonly options: FitOptions;
}

const N = 24;

function saved(x: number[][], y: number[] | string[], options: FitOptions): SavedCase {
  return { text: JSON.stringify(fitSync(x, y, options)), x, y, options };
}

/** Every family by maximum likelihood. */
const families = Object.fromEntries(
  OWN.map((form, k) => {
    const { x, y } = dataFor(form, N, 2, k + 1);
    return [form.name, saved(x, y, form.options)];
  }),
);

const binary = dataFor(formOf("binomial"), N, 2, 9);
const counts = dataFor(formOf("poisson"), N, 2, 9);
const reals = dataFor(formOf("gaussian"), N, 2, 9);
const labels = binary.x.map((_, i) => ["low", "mid", "top"][(i * 7) % 3]!);
const half = binary.x.map((_, i) => 1 + (i % 2));
const family = "binomial";

const kinds: Record<string, SavedCase> = {
  labels: saved(binary.x, binary.y.map((v) => (v > 0.5 ? "spam" : "ham")), { family }),
  multinomial: saved(binary.x, labels, { family: "multinomial" }),
  "multinomial with noise": saved(binary.x, labels, { family: "multinomial", noise: dropout(0.2), penalty: ridge(0.01) }),
  noise: saved(binary.x, binary.y, { family, noise: dropout(0.3) }),
  "two noises": saved(binary.x, binary.y, { family, noise: [additive(0.1), multiplicative(0.2)], penalty: ridge(0.1) }),
  copies: saved(counts.x, counts.y, { family: "poisson", noise: dropout(0.2, { approximation: "monte-carlo", copies: 3, seed: 4 }) }),
  unlabeled: saved(binary.x, binary.y, { family, noise: dropout(0.2), unlabeled: { x: binary.x.slice(0, 5), weight: 0.5 } }),
  ridge: saved(reals.x, reals.y, { penalty: ridge(0.1, { factors: [1, 0] }), standardize: true }),
  lasso: saved(reals.x, reals.y, { penalty: lasso(0.05) }),
  "group lasso": saved(reals.x, reals.y, { penalty: groupLasso(0.05, { groups: ["a", "a"] }) }),
  "elastic net without a column": saved(reals.x, reals.y, { penalty: elasticNet(0.01, 0.5, { factors: [1, Number.POSITIVE_INFINITY] }) }),
  "left out without a penalty": saved(reals.x, reals.y, { penalty: ridge(0, { factors: [1, Number.POSITIVE_INFINITY] }) }),
  bounds: saved(reals.x, reals.y, { bounds: { lower: 0, upper: [Number.POSITIVE_INFINITY, 1] } }),
  ball: saved(reals.x, reals.y, { constraint: l2Ball(0.1) }),
  offset: saved(counts.x, counts.y, { family: "poisson", exposure: half }),
  "no intercept": saved(reals.x, reals.y, { intercept: false }),
  "analytic weights": saved(reals.x, reals.y, { weights: half }),
  "sampling weights": saved(reals.x, reals.y, { weights: half, weightType: "sampling" }),
  "frequency weights": saved(counts.x, counts.y, { family: "poisson", weights: half, weightType: "frequency" }),
  quasi: saved(counts.x, counts.y, { family: quasi("poisson") }),
  "theta estimated": saved(counts.x, counts.y.map((v, i) => v * (i % 3)), { family: negativeBinomial() }),
  "dependent columns": saved(reals.x.map(([a, b]) => [a!, b!, a! + b!, 0]), reals.y, {}),
  "as many rows as estimates": saved(reals.x.slice(0, 3), reals.y.slice(0, 3), {}),
  separated: saved([[0], [1], [2], [3]], [0, 0, 1, 1], { family }),
  stopped: saved(binary.x, binary.y, { family, maxIterations: 1 }),
  lbfgs: saved(binary.x, binary.y, { family, solver: "lbfgs" }),
  "coordinate descent": saved(binary.x, binary.y, { family, solver: "coordinate-descent" }),
  "no columns": saved(reals.x.map(() => []), reals.y, {}),
}; // biome-ignore format: one a line

const fixture = (name: string): string =>
  readFileSync(new URL(`../result/fixtures/${name}.json`, import.meta.url), "utf8");

/** What version 1 wrote; the rows it was fitted to are not kept. */
const first: Record<string, SavedCase> = {
  "version 1": {
    text: fixture("model-v1"),
    x: [[1, 0, 0], [2, 1, 0]],
    y: ["ham", "spam"],
    options: { offset: [0, 0] },
  },
}; // biome-ignore format: a list

export const SAVED: Readonly<Record<string, SavedCase>> = { ...families, ...kinds, ...first };
