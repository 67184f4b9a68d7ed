import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import Papa from "papaparse";
import { isMissingWord } from "../../base/missing-words.js";
import { toNumber } from "../../base/number-text.js";
import { GlmError } from "../../index.js";
import { readSvmlight } from "../../svmlight/index.js";
import { cannotRead } from "../../table/source.js";

// Rows as they come through a pipe, in the pieces in which they come: what has arrived is learned before the next is waited for.

export const STREAM_FORMATS = ["csv", "ndjson", "svmlight"] as const;
export type StreamFormat = (typeof STREAM_FORMATS)[number];

/** Some rows: objects of cells, or the rows of SVMlight. `first` is the number of the first one, from 1. */
export interface Batch {
  readonly first: number;
  readonly cells: readonly Record<string, unknown>[] | undefined;
  readonly svmlight: Awaited<ReturnType<typeof readSvmlight>> | undefined;
}

/** How a stream is read. */
export interface StreamOptions {
  readonly format: StreamFormat | undefined;
  /** SVMlight: number of columns, and whether the first has the index 0. */
  readonly columns: number | undefined;
  readonly zeroBased: boolean;
  /** Table: columns that have numbers, once that is known. */
  readonly numbers: () => readonly string[] | undefined;
}

/** A file, or standard input, as bytes; it ends when the signal says so. */
export function openStream(file: string | undefined, signal: AbortSignal): AsyncIterable<Buffer> {
  const input = file === undefined || file === "-" ? process.stdin : createReadStream(file);
  signal.addEventListener("abort", () => input.destroy());
  const unpacked = file !== undefined && /\.gz$/i.test(file) ? input.pipe(createGunzip()) : input;
  if (unpacked !== input)
    input.on("error", (error: Error) => (unpacked as ReturnType<typeof createGunzip>).destroy(error));
  return untilAborted(unpacked, file ?? "standard input", signal);
}

async function* untilAborted(from: AsyncIterable<Buffer>, name: string, signal: AbortSignal): AsyncIterable<Buffer> {
  try {
    for await (const bytes of from) yield bytes as Buffer;
  } catch (error) {
    if (signal.aborted) return;
    throw cannotRead(name, error);
  }
}

/** Whole lines, as many as have arrived. */
async function* linesOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const piece of bytes) {
    const text = rest + decoder.decode(piece, { stream: true });
    const cut = wholeLines(text);
    rest = text.slice(cut);
    if (cut > 0) yield text.slice(0, cut);
  }
  rest += decoder.decode();
  if (rest.trim() !== "") yield `${rest}\n`;
}

/** The end of the last line that is whole: a line break within quotes ends none. */
function wholeLines(text: string): number {
  let isQuoted = false;
  let end = 0;
  for (let k = 0; k < text.length; k++) {
    const unit = text.charCodeAt(k);
    if (unit === 34) isQuoted = !isQuoted;
    else if (unit === 10 && !isQuoted) end = k + 1;
  }
  return end;
}

/** The rows of a stream. The format is that of its first line, if it is not given. */
export async function* batchesOf(bytes: AsyncIterable<Buffer>, options: StreamOptions): AsyncGenerator<Batch> {
  let { format } = options;
  let rows = 0;
  let header: string[] | undefined;
  for await (const text of linesOf(bytes)) {
    format ??= formatOf(text);
    const first = rows + 1;
    if (format === "svmlight") {
      const svmlight = await readSvmlight(text, { columns: widthOf(options), zeroBased: options.zeroBased });
      rows += svmlight.x.rows;
      yield { first, svmlight, cells: undefined };
      continue;
    }
    let cells: Record<string, unknown>[];
    if (format === "ndjson") cells = objectsOf(text, first);
    else {
      const { data } = Papa.parse<string[]>(text, {
        skipEmptyLines: true,
        ...(header && { delimiter: delimiterOf(header) }),
      });
      header ??= withDelimiter(text, data.shift()!);
      cells = data.map((line, k) => recordOf(header!, line, first + k));
      typed(cells, header, options.numbers());
    }
    rows += cells.length;
    if (cells.length > 0) yield { first, cells, svmlight: undefined };
  }
}

function widthOf({ columns }: StreamOptions): number {
  if (columns !== undefined) return columns;
  throw new GlmError(
    "BAD_OPTION",
    "a stream of SVMlight without --features; expected the number of its columns: no row tells it",
  );
}

function formatOf(text: string): StreamFormat {
  const line = text.slice(0, text.indexOf("\n")).trim();
  if (line.startsWith("{")) return "ndjson";
  return /^[-+.\deE]+(\s+\d+:\S+)+\s*(#.*)?$/.test(line) ? "svmlight" : "csv";
}

const DELIMITERS = new WeakMap<readonly string[], string>();
const delimiterOf = (header: readonly string[]): string => DELIMITERS.get(header)!;

function withDelimiter(text: string, header: string[]): string[] {
  const { meta } = Papa.parse<string[]>(text.slice(0, text.indexOf("\n") + 1));
  DELIMITERS.set(header, meta.delimiter);
  return header.map((name) => name.trim());
}

function recordOf(header: readonly string[], line: readonly string[], row: number): Record<string, string> {
  if (line.length !== header.length) {
    const message = `row ${row} has ${line.length} ${line.length === 1 ? "cell" : "cells"}; expected ${header.length}, as the header line has`;
    throw new GlmError("BAD_SHAPE", message, { row });
  }
  return Object.fromEntries(header.map((name, j) => [name, line[j]!]));
}

/** Numbers as numbers, words for missing cells as missing. A column is of numbers if all its cells in the first rows are. */
function typed(
  cells: Record<string, unknown>[],
  header: readonly string[],
  known: readonly string[] | undefined,
): void {
  for (const name of header) {
    const texts = cells.map((row) => row[name] as string);
    const isNumber =
      known?.includes(name) ?? texts.every((text) => isMissingWord(text) || toNumber(text) !== undefined);
    texts.forEach((text, k) => {
      if (isMissingWord(text)) cells[k]![name] = undefined;
      else if (isNumber) cells[k]![name] = toNumber(text) ?? text;
    });
  }
}

function objectsOf(text: string, first: number): Record<string, unknown>[] {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return lines.map((line, k) => {
    let found: unknown;
    try {
      found = JSON.parse(line);
    } catch (error) {
      throw new GlmError(
        "BAD_VALUE",
        `row ${first + k} is no JSON: ${(error as Error).message}; expected an object in each line`,
      );
    }
    if (typeof found === "object" && found !== null && !Array.isArray(found)) return found as Record<string, unknown>;
    throw new GlmError(
      "BAD_VALUE",
      `row ${first + k} is ${line.slice(0, 40)}; expected an object, as {"y": 1, "a": 2}`,
    );
  });
}
