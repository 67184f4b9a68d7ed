// One fingerprint per fit: of every family, link, noise, solver and storage, of paths, folds, errors and intervals. Node and
// Chromium run this same file.
import {
  crossValidate,
  diagnose,
  dropout,
  elasticNet,
  type FitOptions,
  fitSync,
  infer,
  lasso,
  type Model,
  negativeBinomial,
  pathSync,
  ridge,
  vif,
} from "../../src/index.js";
import type { Noise } from "../../src/noise/index.js";
import { SOLVERS, type SolverName } from "../../src/solvers/index.js";
import { dataFor, noiseCases } from "../helpers/cases.js";
import { FORMS, type Form, formOf, type OneFamily } from "../helpers/forms.js";
import { withSmallPartitions } from "../helpers/partitions.js";
import { coarse, STORAGES } from "../helpers/storages.js";

const [ROWS, P] = [60, 4];
const SOLVER_NAMES = Object.keys(SOLVERS) as SolverName[];

/** FNV-1a of the bytes of the numbers: any bit that differs shows. */
export function fingerprint(numbers: Iterable<number>): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new Uint8Array(Float64Array.from(numbers).buffer)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(16);
}

function problems(): { name: string; form: Form; options: FitOptions<OneFamily> }[] {
  return [
    ...FORMS.flatMap((form) => [
      { name: `${form.name}, maximum likelihood`, form, options: form.options },
      { name: `${form.name}, ridge`, form, options: { ...form.options, penalty: ridge(0.1) } },
      { name: `${form.name}, elastic net`, form, options: { ...form.options, penalty: elasticNet(0.05, 0.5) } },
    ]),
    ...noiseCases(P).map(({ name, form, noise }) => ({ name, form, options: { ...form.options, noise } })),
  ];
}

const numbersOf = (model: Model) => [
  model.intercept,
  ...model.coefficients,
  ...(model.adaptivePenalty ?? []),
  model.objective,
  model.deviance,
  model.status.optimality,
  model.status.passes,
];

/** Engines differ in the last bits of Math.cos and the like, of which the data are made: to 1/1024 they are the same. */
const rounded = (v: number): number =>
  (Math.sign(v) * Math.max(Math.round(Math.abs(v) * 1024), v === 0 ? 0 : 1)) / 1024;

function data(form: Form, seed: number, noise?: Noise, rows = ROWS): { x: number[][]; y: number[] } {
  const { x, y } = dataFor(form, rows, P, seed, noise);
  return { x: x.map((row) => row.map(rounded)), y: y.map(rounded) };
}

/** By name of the fit. */
export async function bits(): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { name, form, options } of problems()) {
    const { x, y } = data(form, 5, options.noise as Noise | undefined);
    const able = SOLVER_NAMES.filter((solver) => SOLVERS[solver].constrained || !name.endsWith("elastic net"));
    for (const solver of able)
      found[`${name}, ${solver}`] = fingerprint(numbersOf(fitSync(x, y, { ...options, solver })));
  }
  for (const { name, form, options } of problems()) {
    const { x, y } = data(form, 7, options.noise as Noise | undefined, 200);
    const model = withSmallPartitions(() => fitSync(x, y, options));
    found[`${name}, in partitions`] = fingerprint(numbersOf(model));
  }
  const { x, y } = data(formOf("binomial"), 6);
  const family = "binomial";
  for (const [storage, stored] of Object.entries(STORAGES)) {
    const X = stored(coarse(x));
    for (const approximation of ["gaussian", "quadratic", "monte-carlo"] as const) {
      const model = fitSync(X, y, { family, noise: dropout(0.3, { approximation }) });
      found[`${storage}, ${approximation}`] = fingerprint(numbersOf(model));
    }
    const path = pathSync(X, y, { family, penalty: lasso(), count: 20 });
    found[`${storage}, path`] = fingerprint([
      ...path.lambdas!,
      ...path.intercepts,
      ...path.deviances,
      ...path.coefficients(19),
    ]);
  }
  const judged = await crossValidate(x, y, { family, over: ["lambda", "rate"], rates: [0, 0.3], count: 10, folds: 5 });
  found["cross-validation"] = fingerprint([...judged.mean, ...judged.standardError, ...judged.heldOut()]);
  const model = fitSync(x, y, { family });
  const rows = infer(model, x, y, { covariance: "HC3" }).rows.flatMap(({ estimate, standardError, p }) => [
    estimate,
    standardError,
    p,
  ]);
  found.inference = fingerprint(rows);
  const { leverage, cooksDistance } = diagnose(model, x, y);
  found.diagnostics = fingerprint([...leverage!, ...cooksDistance!]);
  found.residuals = fingerprint(model.residuals(x, y, { type: "quantile", seed: 3 }));
  const exposure = y.map((_, i) => 1 + (i % 7) / 8);
  const counts = y.map((v, i) => v + (i % 4));
  found.exposure = fingerprint(numbersOf(fitSync(x, counts, { family: "poisson", exposure })));
  const spread = fitSync(
    x,
    counts.map((v, i) => v * (1 + (i % 5))),
    { family: negativeBinomial() },
  );
  found.theta = fingerprint([...numbersOf(spread), spread.theta!, spread.bic!]);
  for (const free of ["gaussian", "gamma", "inverse-gaussian"] as const) {
    const link = free === "gaussian" ? "identity" : "log";
    const fitted = fitSync(x, exposure, { family: free, link, weights: exposure });
    found[`likelihood of ${free}`] = fingerprint([fitted.logLikelihood, fitted.bic!]);
  }
  found.rates = fingerprint(pathSync(x, y, { family, over: "rate", count: 7 }).rates!);
  found.vif = fingerprint(vif(model).flatMap(({ gvif, perColumn }) => [gvif, perColumn]));
  found.influence = fingerprint(diagnose(model, x, y).covarianceRatio!);
  const kinds = y.map((v, i) => `${v}${i % 2}`);
  const classes = fitSync(x, kinds, { family: "multinomial", noise: dropout(0.2), penalty: ridge(0.01) });
  found.multinomial = fingerprint([...classes.intercept, ...classes.coefficients.flatMap((beta) => [...beta])]);
  const { logLoss } = classes.score(x, kinds);
  found["classes of rows"] = fingerprint([...classes.predict(x).flatMap((row) => [...row]), logLoss!]);
  return found;
}
