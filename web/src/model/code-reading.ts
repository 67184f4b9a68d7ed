// The lines of a module for Node that read a file as rows.
import { MISSING_EVERYWHERE } from "../../../src/base/missing-words.js";
import type { Opened } from "../messages.js";

/** What code has to know of the data. */
export type Source = Pick<Opened, "name" | "columns" | "notes" | "sparseColumns">;

interface Reading {
  readonly packages: readonly string[];
  readonly imports: readonly string[];
  readonly code: string;
}

const FILES = 'import { readFileSync } from "node:fs";';

/** Whether a formula has a dot that stands for all other columns. */
const hasDot = (formula: string): boolean =>
  /(?:^|[\s+~(*:-])\.(?=$|[\s+)*:^-])/.test(formula.replace(/`(?:[^`\\]|\\.)*`/g, "q"));

/** Lines by which words such as NA are missing cells of a category, too: the library takes them for levels of cells that are given to it. */
function missingCode({ columns }: Source): string {
  if (!columns.some(({ kind, missing }) => kind === "category" && missing > 0)) return "";
  return `
const missing = new Set(${JSON.stringify([...MISSING_EVERYWHERE])});
for (const row of rows) {
  for (const name in row) if (missing.has(String(row[name]).trim())) row[name] = null;
}`;
}

export function readingCode(source: Source, formula: string, family: string): Reading {
  const name = JSON.stringify(source.name);
  const plain = source.name.replace(/\.gz$/i, "").toLowerCase();
  const isPacked = /\.gz$/i.test(source.name);
  const imports = [FILES, ...(isPacked ? ['import { gunzipSync } from "node:zlib";'] : [])];
  const bytes = isPacked ? `gunzipSync(readFileSync(${name}))` : `readFileSync(${name})`;
  const { decimal, encoding } = readingOf(source);
  const text =
    encoding === undefined
      ? `${bytes}.toString("utf8")`
      : `new TextDecoder(${JSON.stringify(encoding)}).decode(${bytes})`;
  if (source.sparseColumns !== undefined) {
    const labels = family === "binomial" || family === "multinomial";
    return {
      packages: [],
      imports: [...imports, 'import { readSvmlight } from "dropglm/svmlight";'],
      code: labels
        ? `const { x, y: numbers } = await readSvmlight(${text});\nconst y = Array.from(numbers, String);`
        : `const { x, y } = await readSvmlight(${text});`,
    };
  }
  if (/\.parquet$/.test(plain))
    return {
      packages: ["hyparquet", "hyparquet-compressors"],
      imports: [
        'import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";',
        'import { compressors } from "hyparquet-compressors";',
      ],
      code: `const rows = await parquetReadObjects({ file: await asyncBufferFromFile(${name}), compressors });`,
    };
  if (/\.(arrow|feather)$/.test(plain)) {
    const days = source.columns.filter(({ given }) => given === "date").map((column) => column.name);
    const dates =
      days.length === 0
        ? ""
        : `
for (const row of rows) {
  for (const day of ${JSON.stringify(days)}) if (row[day] !== null) row[day] = new Date(Number(row[day]));
}`;
    return {
      packages: ["apache-arrow"],
      imports: [...imports, 'import { tableFromIPC } from "apache-arrow";'],
      code: `const rows = tableFromIPC(${bytes}).toArray().map((row) => row.toJSON());${dates}`,
    };
  }
  if (/\.xlsx$/.test(plain))
    return {
      packages: ["read-excel-file"],
      imports: ['import readXlsxFile from "read-excel-file/node";'],
      code: `const isFull = (row) => row.some((cell) => cell !== null);
const { data } = (await readXlsxFile(${name})).find(({ data }) => data.some(isFull));
const [names, ...cells] = data.filter(isFull);
const pairs = (row) => names.flatMap((name, j) => (name === null ? [] : [[name, row[j]]]));
const rows = cells.map((row) => Object.fromEntries(pairs(row)));${missingCode(source)}`,
    };
  if (/\.(ndjson|jsonl)$/.test(plain))
    return {
      packages: [],
      imports,
      code: `const rows = ${text}.split("\\n").filter((line) => line.trim() !== "").map((line) => JSON.parse(line));`,
    };
  if (/\.json$/.test(plain)) return { packages: [], imports, code: `const rows = JSON.parse(${text});` };
  const options = `{ header: true, skipEmptyLines: "greedy"${decimal ? ', transform: (cell) => cell.replace(/^(-?\\d+),(\\d+)$/, "$1.$2")' : ""} }`;
  const names = hasDot(formula)
    ? '\nfor (const row of rows) delete row[""]; // names of the rows are no predictor'
    : "";
  return {
    packages: ["papaparse"],
    imports: [...imports, 'import Papa from "papaparse";'],
    code: `const text = ${text};
const { data: rows } = Papa.parse(text, ${options});${names}${missingCode(source)}`,
  };
}

/** What the page noticed while it read a file of text, and the command has to be told. */
export function readingOf({ notes }: Pick<Source, "notes">): { readonly decimal: boolean; readonly encoding?: string } {
  const decimal = notes.some((note) => /decimal comma/.test(note));
  return notes.some((note) => /Windows-1252/.test(note)) ? { decimal, encoding: "windows-1252" } : { decimal };
}
