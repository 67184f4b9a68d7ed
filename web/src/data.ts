// Files as tables, tables as problems.
import { type Matrix, matrix, type Sparse } from "dropglm";
import { readSvmlight } from "dropglm/svmlight";
import { encodingOf } from "../../src/base/encoding.js";
import { readTable } from "../../src/table/read-table.js";
import { notText, refuseOther } from "../../src/table/signature.js";
import type { Choice } from "./choice.js";
import { type Column, columnOf, labelsOf, MOST_LEVELS, numbersOf } from "./columns.js";
import type { Given } from "./messages.js";
import type { Opened } from "./opened.js";

/** Opened data: a table, or the rows of a file of SVMlight. */
export type Held =
  | {
      readonly kind: "table";
      readonly name: string;
      readonly rows: number;
      readonly columns: readonly Column[];
      cache: Cached | undefined;
    }
  | { readonly kind: "sparse"; readonly name: string; readonly x: Sparse; readonly y: Float64Array };

interface Cached {
  readonly key: string;
  readonly problem: Problem;
}

/** The data of a fit. */
export interface Problem {
  readonly x: Matrix | Sparse;
  readonly y: Float64Array | readonly string[];
}

const RESPONSE = "label";

/** Enough bytes for the longest signature. */
const HEAD = 32;

type Tell = (text: string, part?: number) => void;

export async function openData(given: Given, tell: Tell, signal: AbortSignal): Promise<Held> {
  const text = await textOf(given, tell, signal);
  if (/\.(svm|libsvm|svmlight)$/i.test(given.name)) {
    const { x, y } = await readSvmlight(text);
    return { kind: "sparse", name: given.name, x, y };
  }
  tell("reading the table");
  const table = readTable({ name: given.name, text });
  return {
    kind: "table",
    name: given.name,
    rows: table.rows.length,
    columns: table.names.map((_, j) => columnOf(table, j)),
    cache: undefined,
  };
}

async function textOf({ name, file, text, address }: Given, tell: Tell, signal: AbortSignal): Promise<string> {
  if (text !== undefined) return text;
  if (file !== undefined) return decoded(name, file.stream(), file.size, tell, signal);
  const response = await fetch(address!, { signal });
  if (!response.ok) throw new Error(`${name} could not be loaded: ${response.status} ${response.statusText}`);
  return decoded(name, response.body!, Number(response.headers.get("content-length") ?? 0), tell, signal);
}

/** Reads piece by piece, so that a large file shows progress and can be stopped. */
async function decoded(
  name: string,
  stream: ReadableStream<Uint8Array>,
  size: number,
  tell: Tell,
  signal: AbortSignal,
): Promise<string> {
  const reader = stream.getReader();
  let head: number[] | undefined = []; // the first bytes, which identify the kind of file
  let decoder: TextDecoder | undefined;
  const pieces: string[] = [];
  const push = (bytes: Uint8Array, isLast: boolean): void => {
    try {
      pieces.push(decoder!.decode(bytes, { stream: !isLast }));
    } catch {
      throw notText(name, decoder!.encoding);
    }
  };
  const begin = (): void => {
    const bytes = Uint8Array.from(head!);
    refuseOther(name, bytes);
    const encoding = encodingOf(bytes);
    if (encoding === "gzip") throw new Error(`${name} is compressed (gzip); expected text: unpack it`);
    decoder = new TextDecoder(encoding, { fatal: true });
    head = undefined;
    push(bytes, false);
  };
  let read = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (signal.aborted) {
      await reader.cancel();
      throw new Error(`${name} was not opened`);
    }
    if (head === undefined) push(value, false);
    else {
      for (const byte of value) head.push(byte);
      if (head.length >= HEAD) begin();
    }
    read += value.length;
    tell(`loading ${name}`, size > 0 ? Math.min(read / size, 1) : undefined);
  }
  if (head !== undefined) begin();
  push(new Uint8Array(0), true);
  return pieces.join("");
}

export function describe(held: Held): Opened {
  if (held.kind === "table") return { name: held.name, rows: held.rows, columns: held.columns.map(({ info }) => info) };
  const levels = [...new Set(held.y)].slice(0, MOST_LEVELS + 1);
  const response = {
    name: RESPONSE,
    isNumeric: true,
    hasMissing: false,
    levels: levels.length > MOST_LEVELS ? [] : levels.map(String).sort(),
  };
  return { name: held.name, rows: held.x.rows, columns: [response] };
}

export function problemOf(held: Held, choice: Choice): Problem {
  const hasClasses = choice.family === "binomial" || choice.family === "multinomial";
  if (held.kind === "sparse") return { x: held.x, y: hasClasses ? Array.from(held.y, String) : held.y };
  const { columns, rows: n } = held;
  const key = JSON.stringify([choice.response, hasClasses, choice.excluded]);
  if (held.cache?.key === key) return held.cache.problem;
  const used = columns.filter(({ info }) => info.name !== choice.response && !choice.excluded.includes(info.name));
  const entries = new Float64Array(n * used.length);
  used.forEach((column, k) => {
    const target = entries.subarray(k * n, (k + 1) * n);
    numbersOf(column, "fill it in, drop the row, or leave the column out", target);
  });
  const response = columns.find(({ info }) => info.name === choice.response)!;
  const y = hasClasses ? labelsOf(response) : new Float64Array(n);
  if (y instanceof Float64Array) numbersOf(response, "fill it in, or drop the row", y);
  const names = used.map(({ info }) => info.name);
  const problem = { x: matrix(entries, n, names.length, "column", names), y };
  held.cache = { key, problem };
  return problem;
}
