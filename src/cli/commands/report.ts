import { align } from "../../words/format.js";
import { title } from "../output/output.js";
import type { Estimate, Evaluated, Measure } from "./evaluate.js";

/** One part of a comparison: how rows were held out, and the results. */
export interface Section {
  readonly heading: string;
  readonly measures: readonly Measure[];
  readonly evaluated: readonly Evaluated[];
}

const HEADINGS: Readonly<Record<Measure, string>> = {
  logLoss: "log-loss",
  accuracy: "accuracy",
  auc: "AUC",
  deviance: "deviance",
  meanSquaredError: "squared error",
};

/** A heading, one line per method, and notes on the numbers. */
export function partText({ heading, measures, evaluated }: Section): string {
  const header = ["", ...measures.map((measure) => HEADINGS[measure]), "seconds"];
  const lines = evaluated.map((one) => [
    nameOf(one),
    ...measures.map((measure) => cell(one.best.scores[measure]!)),
    one.best.seconds.toFixed(4),
  ]);
  return [title(heading), ...align([header, ...lines]), ...evaluated.flatMap(notesOf)].join("\n");
}

function nameOf({ method, best }: Evaluated): string {
  return method.parameter === undefined ? method.name : `${method.name}, ${method.parameter} ${best.strength}`;
}

function notesOf({ method, tried, best, fits, unfinished, astray }: Evaluated): string[] {
  const notes: string[] = [];
  const codes = Object.entries(unfinished);
  if (codes.length > 0) {
    const count = codes.reduce((sum, [, times]) => sum + times, 0);
    const reasons = codes.map(([code, times]) => `${code} ${times}`).join(", ");
    notes.push(`note: ${method.name}: ${count} of ${fits} fits did not converge (${reasons})`);
  }
  if (astray > 0) {
    const whose = `${astray} of ${fits} fits gave held-out rows means`;
    notes.push(`note: ${method.name}: ${whose} that the family cannot have; another --link keeps them inside`);
  }
  const isLast = method.grid.length > 1 && (best === tried[0] || best === tried.at(-1));
  if (isLast) notes.push(`note: ${method.name}: the best ${method.parameter} is at the end of those tried`);
  return notes;
}

/** Four decimals suit shares and log-losses; very small or large numbers have four digits instead. */
function isPlain(value: number): boolean {
  const size = Math.abs(value);
  return size === 0 || (size >= 0.01 && size < 1000);
}

function cell({ mean, standardError }: Estimate): string {
  if (Number.isNaN(mean)) return "-";
  const shown = isPlain(mean) ? mean.toFixed(4) : mean.toPrecision(4);
  if (!Number.isFinite(standardError)) return shown;
  return `${shown} (${isPlain(mean) ? standardError.toFixed(4) : standardError.toPrecision(2)})`;
}

/** The same as data. */
export function partData({ measures, evaluated }: Section): object[] {
  return evaluated.map(({ method, best, tried, fits, unfinished }) => {
    const scores = ({ scores }: Evaluated["best"]): object => Object.fromEntries(measures.map((m) => [m, scores[m]]));
    const head = { method: method.name, parameter: method.parameter ?? null };
    if (method.parameter === undefined) return { ...head, ...scores(best), seconds: best.seconds, fits, unfinished };
    const grid = tried.map((one) => ({ value: one.strength, ...scores(one), seconds: one.seconds }));
    return { ...head, value: best.strength, ...scores(best), seconds: best.seconds, fits, unfinished, grid };
  });
}
