import { nearest } from "../base/nearest.js";
import { quoted } from "../base/show.js";
import { CONTRAST_NAMES, type ContrastName, contrastOf } from "../formula/contrast-names.js";
import { type Arguments, constantOf, mistake, wordsArgument } from "./arguments.js";

import { isoText } from "./dates.js";
import { codesOf, factorOfTexts, levelText, numberLevel } from "./levels.js";
import type { Factor, Value } from "./value.js";

// factor() and C(): levels of a column, and the contrast that they are coded by.

export const FACTOR_PARAMETERS: readonly string[] = ["x", "contrast", "ref", "levels"];

export function factorOf(value: Value, given: Arguments): Factor {
  const { label } = given;
  if (value.kind === "block") throw mistake(label, `${given.call.name}() is given several columns; expected one`);
  const factor = value.kind === "factor" ? value : numberFactor(value.values, value.isDate);
  const levels = wordsArgument(given, "levels")?.map(wordText);
  if (levels !== undefined && new Set(levels).size < levels.length) {
    throw mistake(label, "levels has a level twice; expected different ones");
  }
  const ref = wordsArgument(given, "ref")?.map(wordText);
  if (ref !== undefined && ref.length !== 1) throw mistake(label, `ref has ${ref.length} levels; expected one`);
  const contrast = contrastArgument(given);
  const own = {
    ...(contrast !== undefined && { contrast }),
    ...(ref !== undefined && { ref: ref[0]!, contrast: refContrast(contrast, label) }),
  };
  return levels === undefined ? { ...factor, ...own } : { ...recoded(factor, levels), ...own };
}

function wordText(word: string | number | boolean): string {
  return levelText(word)!;
}

function contrastArgument(given: Arguments): ContrastName | undefined {
  const expression = given.byName.get("contrast");
  if (expression === undefined) return undefined;
  const word = expression.kind === "name" ? expression.name : constantOf(expression);
  const contrast = contrastOf(word);
  if (contrast !== undefined) return contrast;
  const close = typeof word === "string" ? nearest(word, CONTRAST_NAMES) : undefined;
  const found = typeof word === "string" ? quoted(word) : "no name";
  const hint = close === undefined ? `expected ${CONTRAST_NAMES.join(", ")}` : `did you mean ${close}?`;
  throw mistake(given.label, `the contrast of ${given.call.name}() is ${found}; ${hint}`);
}

function refContrast(contrast: ContrastName | undefined, label: string): ContrastName {
  if (contrast === undefined || contrast === "treatment") return "treatment";
  throw mistake(label, `ref is the reference of treatment contrasts; ${contrast} has none: leave one of the two out`);
}

function numberFactor(values: Float64Array, isDate: boolean): Factor {
  const text = isDate ? isoText : numberLevel;
  const level = (i: number): string | undefined => (Number.isNaN(values[i]) ? undefined : text(values[i]!));
  return { kind: "factor", ...factorOfTexts(values.length, level, !isDate), isLogical: false };
}

/** The same rows with the levels named, in their order. */
function recoded({ levels: before, codes }: Factor, levels: readonly string[]): Factor {
  const places = codesOf(before, levels);
  return { kind: "factor", levels, codes: codes.map((code) => (code < 0 ? code : places[code]!)), isLogical: false };
}
