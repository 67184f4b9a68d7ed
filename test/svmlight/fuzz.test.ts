// Files of SVMlight and their mutants: the right rows, or a refusal that names line and column. The judge splits lines and words.
import { expect, it } from "vitest";
import { GlmError } from "../../src/index.js";
import { type ReadOptions, readSvmlight } from "../../src/svmlight/index.js";
import { below, decimalOf, forMutants, MUTANTS, mutant, pick, writeNumber } from "../helpers/mutants.js";

type Rows = readonly { readonly label: number; readonly entries: readonly (readonly [number, number])[] }[];

/** The content of a text, or undefined if it is invalid; words are read one after the other. */
function rowsOf(text: string): Rows | undefined {
  const rows: { label: number; entries: [number, number][] }[] = [];
  for (const line of text.replace(/^\ufeff/, "").split(/\r\n|\r|\n/)) {
    const words = line
      .replace(/#.*$/su, "")
      .split(/[\t\v\f ]+/)
      .filter((word) => word !== "");
    if (words.length === 0) continue;
    const label = decimalOf(words[0]!);
    if (label === undefined || !Number.isFinite(label)) return undefined;
    const entries: [number, number][] = [];
    for (let k = 1; k < words.length; k++) {
      const word = words[k]!;
      if (word.startsWith("qid:")) continue;
      const [index, ...rest] = word.split(":");
      let value = rest.join(":");
      if (rest.length > 0 && value === "" && k + 1 < words.length) value = words[++k]!;
      const number = decimalOf(value);
      if (rest.length === 0 || !/^[0-9]+$/.test(index!) || number === undefined || !Number.isFinite(number))
        return undefined;
      if (Number(index) > 2 ** 31 - 2 || entries.some(([other]) => other === Number(index))) return undefined;
      entries.push([Number(index), number]);
    }
    rows.push({ label, entries });
  }
  return rows;
}

/** The text in pieces. */
function* cut(text: string, length: number): Generator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

it(`${MUTANTS} files of SVMlight`, async () => {
  let right = 0;
  await forMutants(71, async (random) => {
    const first = below(random, 2);
    const rows = Array.from({ length: 1 + below(random, 5) }, () => {
      const columns = Array.from({ length: 6 }, (_, j) => j + first).filter(() => random() < 0.5);
      const entries = columns.map(
        (j) => `${j}:${random() < 0.1 ? " " : ""}${writeNumber(random() - 0.5, random).trim()}`,
      );
      const rest = [...(random() < 0.1 ? ["qid:3"] : []), ...entries, ...(random() < 0.1 ? ["# 1:2"] : [])];
      return [writeNumber(below(random, 3) - 1, random).trim(), ...rest].join(pick(random, [" ", "\t", "  "]));
    });
    const text = mutant(rows.join(pick(random, ["\n", "\r\n", "\r"])) + pick(random, ["", "\n"]), random);
    const options: ReadOptions = pick(random, [
      {},
      {},
      { zeroBased: first === 0 },
      { columns: 6, zeroBased: first === 0 },
    ]);
    if (text.slice(0, 4).includes("\0")) return; // bytes that may be UTF-16
    const source = random() < 0.5 ? text : cut(text, 1 + below(random, 20));
    const want = rowsOf(
      typeof source === "string"
        ? text
        : new TextDecoder("utf-8", { ignoreBOM: true }).decode(new TextEncoder().encode(text)),
    );
    const indices = want?.flatMap(({ entries }) => entries.map(([index]) => index)) ?? [];
    const zeroBased = options.zeroBased ?? indices.includes(0);
    const shift = zeroBased ? 0 : 1;
    const width = options.columns ?? Math.max(shift - 1, ...indices) + 1 - shift;
    const fits =
      want !== undefined && want.length > 0 && indices.every((index) => index >= shift && index - shift < width);
    let got: Awaited<ReturnType<typeof readSvmlight>>;
    try {
      got = await readSvmlight(source, options);
    } catch (error) {
      if (!(error instanceof GlmError)) throw error;
      if (fits) throw new Error(`${JSON.stringify(text)} is right; ${error.message}`);
      const place = /^line \d+, column \d+: /.test(error.message) && Number.isInteger(error.detail.line);
      if (place || error.code === "EMPTY" || /compressed/.test(error.message)) return;
      throw new Error(`${JSON.stringify(text)}: no place in ${error.message}`);
    }
    if (!fits) throw new Error(`${JSON.stringify(text)} was read as ${JSON.stringify([...got.x.values])}`);
    const { x, y } = got;
    expect([x.rows, x.columns, [...y]]).toEqual([want.length, width, want.map(({ label }) => label)]);
    want.forEach(({ entries }, i) => {
      const own = new Map(entries.map(([index, value]) => [index - shift, value]));
      for (let k = x.indptr[i]!; k < x.indptr[i + 1]!; k++) {
        if (!Object.is(own.get(x.indices[k]!), x.values[k]))
          throw new Error(`${JSON.stringify(text)}: row ${i}, entry ${k}`);
      }
      if (x.indptr[i + 1]! - x.indptr[i]! !== entries.length)
        throw new Error(`${JSON.stringify(text)}: row ${i} lacks entries`);
    });
    right++;
  });
  if (MUTANTS >= 1000) expect(right).toBeGreaterThan(MUTANTS / 5); // not all is refused
}, 1e8);
