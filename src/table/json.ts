import { quoted, show } from "../base/show.js";
import { GlmError } from "../index.js";
import type { Source } from "./source.js";
import { type Cell, cellsFrom, type TypedTable } from "./typed.js";

const ADVICE = 'expected rows as [{"a": 1}, {"a": 2}], one object per line, or columns as {"a": [1, 2]}';

/** Text of JSON, by its start: an object, or an array. */
export function looksLikeJSON(text: string): boolean {
  return /^\s*(\{\s*("|\})|\[\s*[[{\]]|\[\s*(-?\d|")[^\n]*\]\s*$)/.test(text.slice(0, 10_000));
}

/**
 * A table of JSON: an array of objects, one object per line (NDJSON), or an object of columns. A key that an object lacks, and null, are
 * missing cells.
 */
export function readJSON({ name, text }: Source): TypedTable {
  const lines = objectLines(name, text);
  const parsed = lines === undefined ? parse(name, text) : undefined;
  if (lines === undefined && !Array.isArray(parsed)) return fromColumns(name, parsed as object);
  const objects = lines === undefined ? (parsed as unknown[]) : lines.map(([line, row]) => parse(name, row, line));
  if (objects.length === 0) throw new GlmError("EMPTY", `${name} is JSON without rows; ${ADVICE}`);
  const starts = lines === undefined ? beginnings(text) : Uint32Array.from(lines, ([line]) => line);
  return fromRows(name, objects, starts);
}

/** The lines of NDJSON that are not blank, with their numbers; undefined if the text is one value. */
function objectLines(name: string, text: string): [line: number, row: string][] | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  const lines = text
    .split("\n")
    .map((row, k): [number, string] => [k + 1, row.trim()])
    .filter(([, row]) => row !== "");
  const [first, second] = lines;
  if (first === undefined || !first[1].endsWith("}")) return undefined;
  if (second !== undefined) return second[1].startsWith("{") ? lines : undefined;
  return Object.values(parse(name, first[1], first[0]) as object).some((value) => Array.isArray(value))
    ? undefined
    : lines;
}

function parse(name: string, text: string, line?: number): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const place = line === undefined ? name : `${name}, line ${line}`;
    throw new GlmError("BAD_VALUE", `${place} is JSON that cannot be read: ${(error as Error).message}; ${ADVICE}`);
  }
}

/** The line on which every element of an array begins. */
function beginnings(text: string): Uint32Array {
  const starts: number[] = [];
  let [line, depth, isText, isNext] = [1, 0, false, false];
  for (let k = 0; k < text.length; k++) {
    const c = text[k]!;
    if (c === "\n") line++;
    if (isText) {
      if (c === "\\") k++;
      else if (c === '"') isText = false;
      continue;
    }
    if (isNext && depth === 1 && !/[\s\]]/.test(c)) {
      starts.push(line);
      isNext = false;
    }
    if (c === '"') isText = true;
    else if (c === "[" || c === "{") {
      depth++;
      if (depth === 1) isNext = true;
    } else if (c === "]" || c === "}") depth--;
    else if (c === "," && depth === 1) isNext = true;
  }
  return Uint32Array.from(starts);
}

function fromRows(source: string, objects: readonly unknown[], lines: Uint32Array): TypedTable {
  const places = new Map<string, number>();
  objects.forEach((row, i) => {
    if (typeof row !== "object" || row === null || Array.isArray(row)) {
      throw new GlmError("BAD_SHAPE", `${source}, line ${lines[i]} holds ${show(row)}; ${ADVICE}`);
    }
    for (const key of Object.keys(row)) if (!places.has(key)) places.set(key, places.size);
  });
  const names = [...places.keys()];
  checkNames(source, names);
  const cells = names.map((key) =>
    cellsFrom(objects.length, (i) => {
      const row = objects[i] as Readonly<Record<string, unknown>>;
      return Object.hasOwn(row, key) ? cellOf(row[key], () => `${source}, line ${lines[i]}`, key) : undefined;
    }),
  );
  return { source, names, cells, lines };
}

function fromColumns(source: string, columns: object): TypedTable {
  const names = Object.keys(columns);
  checkNames(source, names);
  const given = Object.entries(columns).map(([name, values]) => {
    if (Array.isArray(values)) return values as unknown[];
    throw new GlmError("BAD_SHAPE", `${source}: column ${quoted(name)} is ${show(values)}; ${ADVICE}`);
  });
  const n = given[0]!.length;
  const other = given.findIndex((values) => values.length !== n);
  if (other >= 0) {
    const message = `${source}: column ${quoted(names[other]!)} has ${given[other]!.length} values; expected ${n}, as ${quoted(names[0]!)}`;
    throw new GlmError("BAD_SHAPE", message);
  }
  if (n === 0) throw new GlmError("EMPTY", `${source} is JSON without rows; ${ADVICE}`);
  const cells = given.map((values, j) =>
    cellsFrom(n, (i) => cellOf(values[i], () => `${source}, row ${i + 1}`, names[j]!)),
  );
  return { source, names, cells, lines: Uint32Array.from({ length: n }, (_, i) => i + 1), unit: "row" };
}

function checkNames(source: string, names: readonly string[]): void {
  if (names.length === 0) throw new GlmError("EMPTY", `${source} is JSON without columns; ${ADVICE}`);
  const blank = names.findIndex((name) => name.trim() === "");
  if (blank >= 0) throw new GlmError("BAD_SHAPE", `${source}: key ${blank + 1} is blank; give the column a name`);
}

function cellOf(value: unknown, place: () => string, key: string): Cell {
  if (value === null || value === undefined) return undefined;
  if (typeof value !== "object") return value as Cell;
  const what = Array.isArray(value) ? "an array" : "an object";
  throw new GlmError(
    "BAD_VALUE",
    `${place()}, column ${quoted(key)} is ${what}; expected a number, text, true, false or null`,
  );
}
