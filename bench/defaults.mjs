// What somebody gets who sets no options, beside somebody who sets none of another program: one line per case and program.
import { AS_IT_COMES } from "./peers/native/index.mjs";
import { digits, gapText, withQuartiles } from "./report.mjs";

/**
 * @param {Record<string, any>} outcomes  by id of the case
 * @returns {{ id: string, own: any, entry: any, isWorse: boolean }[]}  isWorse: dropglm's objective is
 */
export function defaultLines(outcomes) {
  return Object.entries(outcomes).flatMap(([id, { entries }]) => {
    const [own] = entries;
    return entries
      .filter(
        (/** @type {any} */ { of, asItComes, ratio }) => of !== "dropglm" && asItComes === true && ratio !== undefined,
      )
      .map((/** @type {any} */ entry) => ({ id, own, entry, isWorse: !own.reached && own.gap > entry.gap }));
  });
}

export const DEFAULTS_HEAD = ["case", "program", "its gap", "our gap", "ours / it", "with workers", ""];

/** Cells for the head above. @param {Record<string, any>} outcomes */
export function defaultRows(outcomes) {
  return defaultLines(outcomes).map(({ id, own, entry, isWorse }) => [
    id,
    entry.name.replace(AS_IT_COMES, ""),
    gapText(entry.gap),
    gapText(own.gap),
    withQuartiles(entry.ratio),
    entry.workersRatio === undefined ? "" : digits(entry.workersRatio.median),
    [...(entry.reached ? [] : ["not reached"]), ...(isWorse ? ["ours is worse"] : [])].join(", "),
  ]);
}
