import { sentence } from "../base/show.js";
import type { Warning } from "../base/status.js";
import type { Axis, Measure } from "../options/validation-types.js";
import type { FoldResult, FoldWarning } from "./run-fold.js";

/** The results of the folds for one value of the outer axis. */
export type Results = readonly (readonly FoldResult[])[];

/** Folds in words, counted from 1 as in all messages. */
function listOf(folds: readonly number[]): string {
  const more = folds.length > NAMED ? ` and ${folds.length - NAMED} more` : "";
  const names = folds.slice(0, NAMED).map((f) => f + 1);
  return `${folds.length === 1 ? "fold" : "folds"} ${names.join(", ")}${more}`;
}

/** Most folds named in a message. */
const NAMED = 10;

/** Fits without a fold that did not converge: their status appears in no fit to all rows. */
export function statusWarnings(results: Results): FoldWarning[] {
  const folds = results[0]?.length ?? 0;
  return Array.from({ length: folds }, (_, fold) => {
    const steps = results.flatMap((own) => own[fold]?.solution?.steps ?? []);
    const codes = [...new Set(steps.map(({ solution }) => solution.code))].filter((code) => code !== "converged");
    return codes.map((status): FoldWarning => {
      const count = steps.filter(({ solution }) => solution.code === status).length;
      const where =
        count === steps.length ? "at every point of the grid" : `at ${count} of ${steps.length} points of the grid`;
      const message = `the fit without fold ${fold + 1} ended "${status}" ${where}: what it says of the rows held out is that of where the search stopped`;
      return { code: "not-converged", message, detail: { fold, status, points: count } };
    });
  }).flat();
}

/** Folds that one thread fitted, because no other could be started. */
export function threadWarnings(why: string | undefined): FoldWarning[] {
  return why === undefined
    ? []
    : [{ code: "threads", message: sentence(`one thread fitted the folds: ${why}`), detail: { why } }];
}

/** Folds on which the measure is not defined; the mean is that of the others. */
export function measureWarnings(results: Results, measure: Measure, folds: number): FoldWarning[] {
  const isOut = (result: FoldResult): boolean => result.solution !== undefined && result.scores.some(Number.isNaN);
  const out = Array.from({ length: folds }, (_, fold) => fold).filter((fold) =>
    results.some((own) => own[fold] !== undefined && isOut(own[fold])),
  );
  if (out.length === 0) return [];
  const isNone = results.every((own) => own.every(({ scores }) => scores.every(Number.isNaN)));
  const why = measure === "auc" ? ", whose rows hold one class only" : "";
  const left = isNone ? "it is defined on no fold, so that there is no best point" : "the mean leaves them out";
  const message = `measure "${measure}" is not defined on ${listOf(out)}${why}; ${left}: use fewer folds, stratify, or another measure`;
  return [{ code: "undefined-measure", message, detail: { folds: out, measure } }];
}

/**
 * The best value of an axis may lie beyond those tried. 0 and a share of 1 are natural ends, and so is the largest lambda of an automatic
 * grid (`isChosen`), at which all coefficients are 0.
 */
export function endWarnings(
  axes: readonly { readonly name: Axis; readonly values: Float64Array }[],
  best: number,
  isChosen: boolean,
): FoldWarning[] {
  if (best < 0) return [];
  return axes.flatMap(({ name, values }): FoldWarning[] => {
    const tried = [...new Set(values)].sort((a, b) => a - b);
    const at = values[best]!;
    const isLargest = at === tried.at(-1);
    const isLimit = at === 0 || (name === "share" && at === 1) || (name === "lambda" && isChosen && isLargest);
    const end = at === tried[0] ? "smallest" : isLargest ? "largest" : undefined;
    if (tried.length < 2 || isLimit || end === undefined) return [];
    const message = `the best ${name}, ${Number(at.toPrecision(4))}, is the ${end} of those tried: a ${end === "smallest" ? "smaller" : "larger"} one may be better`;
    return [{ code: "grid-end", message, detail: { axis: name, value: at } }];
  });
}

/** Columns that vary in all rows but not in the fitted rows of a fold. */
export function levelWarnings(known: readonly Warning[], results: Results, held: readonly number[]): FoldWarning[] {
  const constant = (warnings: readonly Warning[]): string[] =>
    warnings
      .filter(({ code }) => code === "zero-column" || code === "constant-column")
      .flatMap(({ detail }) => detail.columns as string[]);
  const everywhere = new Set(constant(known));
  return (results[0] ?? []).flatMap(({ solution }, fold) => {
    const columns = constant(solution?.steps[0]?.solution.warnings ?? []).filter((name) => !everywhere.has(name));
    if (columns.length === 0) return [];
    const rows = held[fold]!;
    const message = `outside fold ${fold + 1} (${rows} rows) all entries are equal in ${columns.join(", ")}: coefficient 0 there`;
    return [{ code: "missing-level" as const, message, detail: { fold, columns } }];
  });
}

/** Why no point was chosen, for the error. */
export function whyNoBest(measure: Measure, warnings: readonly FoldWarning[]): string {
  const said = warnings.filter(
    ({ code }) => code === "undefined-measure" || code === "no-weight" || code === "missing-class",
  );
  return said.length > 0
    ? said.map(({ message }) => message).join("; ")
    : `no fold was done that measure "${measure}" is defined on`;
}
