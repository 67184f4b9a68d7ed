// One plot of every kind, or more, from small fits: fits are the same to the last bit everywhere, so pictures are too.
import { dropout, fitSync, lasso, marginalEffects, marginalMeans, pathSync, ridge } from "../../src/index.js";
import { type PlotData, plots } from "../../src/plots/index.js";
import { generator, normals } from "../helpers/numeric.js";

const ROWS = 200;

/** Words of some mails, rare and frequent ones; two of the rare ones decide. */
function mails() {
  const uniform = generator(7);
  const often = { free: 0.4, offer: 0.3, the: 0.9, meeting: 0.15, cheque: 0.06, seminar: 0.05, unused: 0 };
  const x = Object.fromEntries(
    Object.entries(often).map(([name, part]) => [name, Array.from({ length: ROWS }, () => Number(uniform() < part))]),
  );
  const y = Array.from({ length: ROWS }, (_, i) => {
    const eta = x.free![i]! + 0.6 * x.offer![i]! - x.meeting![i]! + 5 * x.cheque![i]! - 5 * x.seminar![i]! - 0.6;
    return uniform() < 1 / (1 + Math.exp(-eta)) ? "spam" : "ham";
  });
  return { x, y };
}

function doses() {
  const normal = normals(11);
  const x = {
    dose: Array.from({ length: 60 }, () => normal() + 2),
    age: Array.from({ length: 60 }, () => 40 + 9 * normal()),
  };
  const y = x.dose.map((dose, i) => dose - 0.02 * x.age[i]! + 0.5 * normal());
  return { x, y };
}

/** Patients: a dose with a bend, three wards with names of different length, a date. */
function patients() {
  const uniform = generator(13);
  const wards = ["east", "north-west", "south"] as const;
  const rows = Array.from({ length: 240 }, (_, i) => {
    const dose = 4 * uniform();
    const ward = wards[Math.floor(3 * uniform())]!;
    const treated = uniform() < 0.5;
    const eta = -1.5 + dose - 0.3 * dose * dose + (treated ? 0.5 * dose : 0) - (ward === "south" ? 0.8 : 0);
    return {
      cured: uniform() < 1 / (1 + Math.exp(-eta)) ? "yes" : "no",
      days: 20 - 2 * dose + (ward === "east" ? 3 : 0) + 3 * uniform(),
      dose,
      ward,
      treated: treated ? "treated" : "control",
      admitted: new Date(Date.UTC(2021, 0, 1 + 4 * i)),
    };
  });
  const family = "binomial";
  return {
    rows,
    cured: fitSync("cured ~ dose * treated + ward", rows, { family }),
    bent: fitSync("cured ~ poly(dose, 2) + ward + treated", rows, { family }),
    stay: fitSync("days ~ dose * ward + ns(admitted, df = 3)", rows),
  };
}

const { rows, cured, bent, stay } = patients();
const { x, y } = mails();
const fits = pathSync(x, y, { family: "binomial", penalty: lasso(), lambdas: steps(0.2, 30) });
const classes = y.map((name, i) => (i % 3 === 0 ? "unclear" : name));

function steps(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, k) => from * 2 ** (-k / 4));
}

/** A curve as crossValidate has it, with a minimum at step 14. */
const mean = steps(1, 30).map((_, k) => 0.9 + 0.0007 * (k - 14) ** 2);
const curve = {
  measure: "deviance",
  lambdas: steps(0.2, 30),
  rates: undefined,
  shares: undefined,
  mean,
  standardError: mean.map((m, k) => 0.03 * m + 0.001 * k),
  nonZeros: fits.nonZeros,
  best: { index: 14 },
  oneStandardError: { index: 8 },
};
const two = {
  ...curve,
  lambdas: [...curve.lambdas, ...curve.lambdas],
  rates: [...mean.map(() => 0.1), ...mean.map(() => 0.5)],
  mean: [...mean, ...mean.map((m) => m - 0.02)],
  standardError: [...curve.standardError, ...curve.standardError],
  nonZeros: [...curve.nonZeros, ...curve.nonZeros],
  best: { index: 44 },
  oneStandardError: { index: 8 },
};

const measured = doses();
const line = fitSync(measured.x, measured.y);
const fitted = line.predict(measured.x);
const rest = measured.y.map((value, i) => value - fitted[i]!);
const sigma = Math.sqrt(line.dispersion);
const pull = rest.map((_, i) => 0.02 + 0.04 * Math.abs(measured.x.dose[i]! - 2) ** 3);
const p = pull.reduce((sum, h) => sum + h, 0);

const receiver = {
  falsePositiveRate: [0, 0, 0.1, 0.25, 0.6, 1],
  truePositiveRate: [0, 0.4, 0.7, 0.85, 0.95, 1],
  auc: 0.8675,
};
const worse = { falsePositiveRate: [0, 0.2, 0.5, 1], truePositiveRate: [0, 0.5, 0.7, 1], auc: 0.625 };

/** By the name of the picture; what stands before the first hyphen is a function of `plots`. */
export const EXAMPLES: Record<string, PlotData> = {
  adaptivePenalty: plots.adaptivePenalty(fitSync(x, y, { family: "binomial", noise: dropout(0.5) }), x),
  "adaptivePenalty-classes": plots.adaptivePenalty(
    fitSync(x, classes, { family: "multinomial", noise: dropout(0.3), penalty: ridge(0.001) }),
    x,
  ),
  path: plots.path(fits, { chosen: 0.02 }),
  "path-rates": plots.path(
    pathSync(x, y, {
      family: "binomial",
      over: "rate",
      noise: dropout(0.5),
      penalty: ridge(0.001),
      rates: [0.1, 0.3, 0.5, 0.7, 0.9],
    }),
    { named: 3 },
  ),
  crossValidation: plots.crossValidation(curve),
  "crossValidation-two": plots.crossValidation(two),
  calibration: plots.calibration([
    { predicted: 0.05, observed: 0.02, low: 0.01, high: 0.12 },
    { predicted: 0.3, observed: 0.22, low: 0.15, high: 0.31 },
    { predicted: 0.55, observed: 0.6, low: 0.5, high: 0.69 },
    { predicted: 0.9, observed: 0.97, low: 0.91, high: 0.99 },
  ]),
  roc: plots.roc(receiver),
  "roc-two": plots.roc({ dropout: receiver, "maximum likelihood": worse }),
  residuals: plots.residuals(fitted, rest, { type: "response" }),
  leverage: plots.leverage({
    leverage: pull,
    standardized: rest.map((r, i) => r / (sigma * Math.sqrt(1 - pull[i]!))),
    cooksDistance: rest.map((r, i) => ((r / sigma / (1 - pull[i]!)) ** 2 * pull[i]!) / p),
  }),
  forest: plots.forest(cured.summary(), { exponentiate: true }),
  "forest-effects": plots.forest(marginalEffects(cured, rows)),
  "forest-means": plots.forest(marginalMeans(cured, rows, { of: ["ward", "treated"] })),
  termEffect: plots.termEffect(bent, rows, { term: "poly(dose, 2)" }),
  "termEffect-levels": plots.termEffect(bent, rows, { term: "ward" }),
  "termEffect-dates": plots.termEffect(stay, rows, { term: "ns(admitted, df = 3)", level: 0.8 }),
  interaction: plots.interaction(cured, rows, { x: "dose", by: "treated" }),
  "interaction-levels": plots.interaction(stay, rows, { x: "ward", by: "dose" }),
};
