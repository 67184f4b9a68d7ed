import type { CrossValidation, GridPoint, Measure } from "../../index.js";
import { align, significant } from "../../words/format.js";
import { kebab } from "../flags/penalty.js";
import { title, warningLines } from "../output/output.js";

// A cross-validation as text and as data.

/** Points of a curve that are shown. */
const SHOWN = 10;

/** The curve in a few lines, with both choices; for two axes, the best of every line. */
export function cvText(judged: CrossValidation): string {
  const { measure, best, oneStandardError, folds, warnings, end } = judged;
  const axes = axesIn(judged);
  const marks = (index: number): string =>
    [index === best?.index ? "best" : "", index === oneStandardError?.index ? "within 1 s.e." : ""]
      .filter(Boolean)
      .join(", ");
  const shown = shownOf(judged);
  const lines = shown.map((index) => [
    ...axes.map(({ values }) => significant(values[index]!, 4)),
    significant(judged.mean[index]!),
    significant(judged.standardError[index]!, 2),
    String(judged.nonZeros[index]!),
  ]);
  const header = [...axes.map(({ name }) => name), wordsOf(measure), "s.e.", "non-zeros"];
  const [top, ...rows] = align([header, ...lines]);
  const count = new Set(folds).size - Number(folds.includes(-1));
  const notes = [...(end === "complete" ? [] : [`note: ${end} before the grid was done`]), ...warningLines(warnings)];
  const head = `${count}-fold cross-validation: ${wordsOf(measure)} of held-out rows`;
  return [
    title(head),
    top,
    ...rows.map((row, k) => `${row}  ${marks(shown[k]!)}`.trimEnd()),
    "",
    ...choicesText(judged),
    ...notes,
  ]
    .join("\n")
    .trimEnd();
}

function choicesText(judged: CrossValidation): string[] {
  const said = (point: GridPoint | undefined): string =>
    point === undefined
      ? "none"
      : axesIn(judged)
          .map(({ name, values }) => `${name} ${significant(values[point.index]!)}`)
          .join(", ");
  return [`best: ${said(judged.best)}`, `within one standard error: ${said(judged.oneStandardError)}`];
}

/** An axis that was searched, with its value at every point. */
function axesIn({ lambdas, rates, shares }: CrossValidation): { name: string; values: Float64Array }[] {
  const all = [
    { name: "share", values: shares },
    { name: "rate", values: rates },
    { name: "lambda", values: lambdas },
  ];
  return all.flatMap(({ name, values }) => (values === undefined ? [] : [{ name, values }]));
}

/** Some points of one curve, its ends and the choices among them; for several paths, the best of each. */
function shownOf(judged: CrossValidation): number[] {
  const { paths, mean, measure, best, oneStandardError } = judged;
  const chosen = [best, oneStandardError].flatMap((point) => (point === undefined ? [] : [point.index]));
  const sign = measure === "auc" ? -1 : 1;
  let start = 0;
  const some = paths.flatMap(({ length }) => {
    const own = Array.from({ length }, (_, k) => start + k);
    start += length;
    if (paths.length > 1)
      return own.length === 0 ? [] : [own.reduce((a, b) => (sign * mean[b]! < sign * mean[a]! ? b : a))];
    const parts = Math.min(SHOWN, length) - 1;
    return parts < 1 ? own : Array.from({ length: parts + 1 }, (_, k) => own[Math.round((k * (length - 1)) / parts)]!);
  });
  return [...new Set([...some, ...chosen])].sort((a, b) => a - b);
}

/** "meanSquaredError" in words. */
function wordsOf(measure: Measure): string {
  return measure === "auc" ? "AUC" : kebab(measure).replaceAll("-", " ");
}

export function cvData(judged: CrossValidation): object {
  const {
    measure,
    lambdas,
    rates,
    shares,
    mean,
    standardError,
    nonZeros,
    best,
    oneStandardError,
    folds,
    warnings,
    end,
  } = judged;
  const list = (values: ArrayLike<number> | undefined): number[] | undefined => values && Array.from(values);
  return {
    measure,
    lambdas: list(lambdas),
    rates: list(rates),
    shares: list(shares),
    mean: list(mean),
    standardError: list(standardError),
    nonZeros: list(nonZeros),
    best: best ?? null,
    oneStandardError: oneStandardError ?? null,
    folds: list(folds),
    warnings,
    end,
  };
}
