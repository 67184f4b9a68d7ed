import { looksLikeDate } from "../base/date-text.js";
import { MISSING_EVERYWHERE } from "../base/missing-words.js";
import { quoted, shownName } from "../base/show.js";
import { isoDays } from "../frame/dates.js";
import type { Encoding } from "../frame/encoding.js";
import type { ModelData } from "./data.js";
import { omittedText } from "./omitted.js";

/** Variables that a line names at most. */
const FEW = 8;

/** A formula that was written in several lines, in one. */
export function oneLine(formula: string): string {
  return formula.trim().replace(/\s*[\n\r]\s*/g, " ");
}

/** What a summary says of the table of the fit: rows left out, the coding of factors, text that was read as numbers. */
export function tableLines({
  encoding,
  classes,
  family,
}: Pick<ModelData, "encoding" | "classes" | "family">): string[] {
  if (encoding === undefined) return [];
  const { rows, used } = encoding;
  const success = family === "binomial" ? classes?.[1] : undefined;
  const label = encoding.response?.label;
  return [
    ...(rows > used ? [`${rows - used} of ${rows} rows left out: ${omittedText(encoding)}`] : []),
    ...(success === undefined ? [] : [`means are probabilities of ${shownName(`${label ?? "y"} = ${success}`)}`]),
    ...codingLines(encoding),
    ...fromTextLines(encoding),
  ];
}

/**
 * Columns of text that were read as something else, where that tells something: dates, because they are days since 1970, and numbers beside
 * columns that hold numbers themselves, as one column of JSON. Where all numbers are text, as in CSV, nobody expects anything else.
 */
function fromTextLines({ columns, fromText }: Encoding): string[] {
  const ofKind = (kind: "number" | "date"): string[] =>
    columns.filter((column) => column.kind === kind).map(({ name }) => name);
  const isText = (name: string): boolean => fromText.includes(name);
  const [numbers, dates] = [ofKind("number"), ofKind("date").filter(isText)];
  const mixed = numbers.every(isText) ? [] : numbers.filter(isText);
  return [
    ...(mixed.length === 0 ? [] : [`read from text as numbers: ${listed(mixed)}`]),
    ...(dates.length === 0 ? [] : [`read from text as dates, days since 1970: ${listed(dates)}`]),
  ];
}

/** A factor with more levels is named: it may be a number or an identity that was meant otherwise. */
const MANY = 50;

/** How factors are coded. */
function codingLines({ variables, terms }: Encoding): string[] {
  const full = new Set<string>();
  const contrasts = new Map<string, string>();
  terms.forEach((term) => {
    term.variables.forEach((v, k) => {
      const { label, factor } = variables[v]!;
      if (factor === undefined) return;
      const { contrast, levels, ref } = factor;
      if (term.codings[k] === "full" || contrast === "full") full.add(label);
      else
        contrasts.set(
          label,
          contrast === "treatment" ? `${label} ${levelName(levels[ref]!)}` : `${label} by ${contrast} contrasts`,
        );
    });
  });
  const [references, others] = [[...contrasts.values()], [...full].filter((label) => !contrasts.has(label))];
  const wide = variables.filter(({ factor }) => (factor?.levels.length ?? 0) > MANY);
  const many = wide.map(({ label, factor }) => `${label} (${factor!.levels.length})`);
  const absent = variables.flatMap(({ label, factor }) => {
    const words = factor?.levels.filter((level) => MISSING_EVERYWHERE.has(level.trim())) ?? [];
    return words.map((word) => `${label} ${quoted(word)}`);
  });
  const dates = variables.flatMap(({ label, factor }) => {
    const found = factor?.levels.filter(isOtherDate) ?? [];
    return 2 * found.length > (factor?.levels.length ?? 0) ? [`${label} (${found[0]!})`] : [];
  });
  return [
    ...(references.length === 0 ? [] : [`reference levels: ${listed(references)}`]),
    ...(many.length === 0 ? [] : [`many levels: ${listed(many)}`]),
    ...(absent.length === 0 ? [] : [`levels, though they may mean missing: ${listed(absent)}; null is missing`]),
    ...(dates.length === 0 ? [] : [`levels that look like dates: ${listed(dates)}; dates are read as 2024-12-31`]),
    ...(others.length === 0 ? [] : [`a column for each level of ${listed(others)}`]),
  ];
}

/** A date that is written in another form than those that are read, so that each day is a level. */
function isOtherDate(level: string): boolean {
  return looksLikeDate(level) && isoDays(level) === undefined;
}

/** A level in a line of words: blank ones in quotes, so that they are seen. */
function levelName(level: string): string {
  return level.trim() === "" ? quoted(level) : level;
}

function listed(names: readonly string[]): string {
  const some = names
    .slice(0, FEW)
    .map((name) => shownName(name))
    .join(", ");
  return names.length > FEW ? `${some}, ... (${names.length} in all)` : some;
}
