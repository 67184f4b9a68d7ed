// Tables as CSV and their mutants: the right table, or a refusal that names the place. The judge is an independent parser, letter by letter.
import { expect, it } from "vitest";
import { GlmError } from "../../src/index.js";
import { isNumeric, readLabels, readNumbers } from "../../src/table/cells.js";
import { looksLikeJSON } from "../../src/table/json.js";
import { readTable } from "../../src/table/read-table.js";
import type { Table } from "../../src/table/table.js";
import { below, decimalOf, forMutants, MUTANTS, mutant, pick, writeNumber } from "../helpers/mutants.js";

const DELIMITERS = [",", "\t", ";"] as const;

/** Records of a text, or undefined where a quoted field does not end as it should. */
function recordsOf(text: string, delimiter: string): string[][] | undefined {
  const records: string[][] = [[]];
  let k = 0;
  for (;;) {
    let field = "";
    if (text[k] === '"') {
      for (k++; ; k++) {
        if (k >= text.length) return undefined;
        if (text[k] !== '"') field += text[k];
        else if (text[k + 1] === '"') field += text[k++];
        else break;
      }
      k++;
      while (k < text.length && text[k] !== delimiter && text[k] !== "\n" && text[k]!.trim() === "") k++; // blanks are let be
      if (k < text.length && text[k] !== delimiter && text[k] !== "\n") return undefined;
    } else {
      while (k < text.length && text[k] !== delimiter && text[k] !== "\n") field += text[k++];
    }
    records.at(-1)!.push(field);
    if (k >= text.length) break;
    if (text[k] === "\n") records.push([]);
    k++;
  }
  while (records.at(-1)?.every((cell) => cell.trim() === "")) records.pop();
  return records;
}

/** The table that a text is with this delimiter: undefined where it is none. */
function tableOf(text: string, delimiter: string): { names: string[]; rows: string[][] } | undefined {
  const records = recordsOf(text, delimiter);
  if (records === undefined || records.length < 2) return undefined;
  const names = records[0]!.map((name) => name.trim());
  const isTable =
    new Set(names).size === names.length &&
    !names.includes("", names.length > 1 ? 1 : 0) && // the first may be blank: names of rows
    records.every((record) => record.length === names.length);
  return isTable ? { names, rows: records.slice(1) } : undefined;
}

const QUOTED = /[",;\t\n\r|]|^\s|\s$/;

function write(cell: string, isQuoted: boolean): string {
  return isQuoted || QUOTED.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** Every cell: a number where, by its grammar, it is one, and a refusal that names line and column where it is none. */
function judgeCells(table: Table): void {
  table.names.forEach((name, j) => {
    const values = new Float64Array(table.rows.length);
    const numbers = table.rows.map((row) => decimalOf(row[j]!.trim()) ?? Number.NaN);
    const bad = numbers.findIndex((value) => !Number.isFinite(value));
    try {
      readNumbers(table, j, "advice", values);
    } catch (error) {
      if (!(error instanceof GlmError) || bad < 0) throw error;
      expect(error.message.startsWith(`t.csv, line ${table.lines[bad]}, column `)).toBe(true);
      return;
    }
    if (bad >= 0) throw new Error(`column ${name}: ${JSON.stringify(table.rows[bad]![j])} was read as ${values[bad]}`);
    numbers.forEach((value, i) => {
      if (!Object.is(value, values[i])) throw new Error(`column ${name}: ${value} was read as ${values[i]}`);
    });
    if (!isNumeric(table, j)) throw new Error(`column ${name}: numbers were taken for labels`);
  });
  table.names.forEach((_, j) => {
    if (isNumeric(table, j)) return;
    try {
      expect(readLabels(table, j)).toEqual(table.rows.map((row) => row[j]!.trim()));
    } catch (error) {
      if (!(error instanceof GlmError)) throw error;
      expect(error.message).toMatch(/^t\.csv, line \d+, column ".*": the value is missing/);
    }
  });
}

it(`${MUTANTS} tables`, async () => {
  let right = 0;
  await forMutants(72, (random) => {
    const delimiter = pick(random, DELIMITERS);
    const width = 1 + below(random, 5);
    const word = (): string =>
      pick(random, ["x", "ham", "a b", "p,q", "r;s", 'say "t"', "u\nv", "é", "w\tz", "NA", "?", "yes"]);
    const names = Array.from({ length: width }, (_, j) => (random() < 0.2 ? `${word()}${j}` : `n${j}`));
    const isText = names.map(() => random() < 0.3);
    const rows = Array.from({ length: 1 + below(random, 6) }, () =>
      isText.map((text) => (text ? word() : writeNumber((random() - 0.5) * 10 ** below(random, 6), random))),
    );
    const style = random() < 0.3;
    const end = pick(random, ["\n", "\r\n", "\r"]);
    const line = (cells: readonly string[]): string =>
      cells.map((cell) => write(cell, style && random() < 0.7)).join(delimiter);
    const mark = pick(random, ["", "", "", "\ufeff", "sep"]);
    const whole = [...(mark === "sep" ? [`sep=${delimiter}`] : []), line(names), ...rows.map(line)].join(end);
    const base = (mark === "\ufeff" ? mark : "") + whole + pick(random, ["", end, end + end]);
    const text = mutant(base, random);
    let table: Table;
    try {
      table = readTable({ name: "t.csv", text });
    } catch (error) {
      if (!(error instanceof GlmError)) throw error;
      if (text === base && !/looks like a row|may end at|is JSON|of SVMlight|first line holds/.test(error.message)) {
        throw new Error(`${JSON.stringify(text)} is right; ${error.message}`);
      }
      if (!/^t\.csv(, line \d+)?( |: )/.test(error.message)) throw new Error(`no place in ${error.message}`);
      return;
    }
    const plain = text.replace(/^\ufeff+/, "").replace(/\r\n?/g, "\n");
    const said = /^"?sep=([,;|\t :~^])"?[,;\t ]*\n/i.exec(plain);
    const rest = said ? plain.slice(said[0].length) : plain;
    const body = rest.replace(/\n+$/, "");
    const found = (said ? [said[1]!] : DELIMITERS).flatMap((one) => tableOf(body, one) ?? []);
    if (looksLikeJSON(plain)) return; // a table of JSON, which has tests of its own
    const { rowNames } = table;
    const read =
      rowNames === undefined
        ? { names: table.names, rows: table.rows }
        : { names: ["", ...table.names], rows: table.rows.map((row, i) => [rowNames[i]!, ...row]) };
    const same = found.filter((one) => JSON.stringify(one) === JSON.stringify(read));
    if (same.length === 0)
      throw new Error(`${JSON.stringify(text)} was read as ${JSON.stringify([table.names, ...table.rows])}`);
    const better = found.filter((one) => !same.includes(one) && one.names.length >= read.names.length);
    if (better.length > 0)
      throw new Error(
        `${JSON.stringify(text)} was read as ${JSON.stringify(table.names)}; ${JSON.stringify(better[0]!.names)} fit as well`,
      );
    if (text === base && JSON.stringify(read.names) !== JSON.stringify(names.map((name) => name.trim())))
      throw new Error(
        `${JSON.stringify(text)} has the names ${JSON.stringify(names)}; read ${JSON.stringify(table.names)}`,
      );
    judgeCells(table);
    right++;
  });
  if (MUTANTS >= 1000) expect(right).toBeGreaterThan(MUTANTS / 4);
}, 1e8);
