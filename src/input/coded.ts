import { lengthOf, typedName } from "../base/arrays.js";
import type { CodedColumns, CodedEntries, Codes, FactorBlock } from "../base/coded-entries.js";
import { GlmError } from "../base/errors.js";
import type { Design } from "../base/flow.js";
import { show } from "../base/show.js";
import { badEntry } from "./entry.js";
import { isMade, made } from "./made.js";
import { checkNames } from "./names.js";

/** Blocks of columns, made by `coded()`: a factor is one small whole number per row instead of a column for each level. */
export interface Coded {
  readonly kind: "coded";
  readonly rows: number;
  readonly columns: number;
  readonly blocks: readonly CodedColumns[];
  readonly names: readonly string[] | undefined;
}

/** The argument of `coded`. */
export interface CodedParts {
  readonly rows: number;
  readonly blocks: readonly CodedColumns[];
  /** Column names, one per column of all blocks. Default: x1, x2, ... */
  readonly names?: readonly string[] | undefined;
}

/**
 * X as blocks of columns; see FactorBlock. Typed arrays are used without a copy. The caller may change them later, so codes are checked
 * again when they are read, and numbers when columns are summed.
 *
 * @throws GlmError BAD_SHAPE or BAD_VALUE with the place.
 */
export function coded(parts: CodedParts): Coded {
  const { rows, blocks } = parts;
  checkCount(rows, "rows", 0);
  if (!Array.isArray(blocks))
    throw new GlmError("BAD_SHAPE", `coded: blocks is ${show(blocks)}; expected an array`, {});
  const own = blocks.map((block: CodedColumns, k) => checkedBlock(block, rows, `blocks[${k}]`));
  const columns = own.reduce((sum, block) => sum + columnsOf(block), 0);
  const names = checkNames(parts.names, columns, "coded");
  return made({ kind: "coded", rows, columns, blocks: Object.freeze(own), names });
}

/** Returns a result of `coded` unchanged; an object that only looks like one is checked like parts. */
export function asCoded(x: Coded): Coded {
  return isMade(x) ? x : coded({ rows: x.rows, blocks: x.blocks, names: x.names ?? undefined });
}

/** Columns of a block. */
export function columnsOf(block: CodedColumns): number {
  return block.kind === "numbers" ? 1 : block.columns;
}

function checkedBlock(block: CodedColumns, rows: number, place: string): CodedColumns {
  const kind = (block as { kind?: unknown } | null)?.kind;
  if (kind === "numbers") {
    const { values } = block as Extract<CodedColumns, { kind: "numbers" }>;
    checkNumbers(values, rows, `${place}.values`);
    return Object.freeze({ kind, values });
  }
  if (kind !== "factor") {
    throw new GlmError("BAD_OPTION", `coded: ${place}.kind is ${show(kind)}; expected "numbers" or "factor"`, {});
  }
  const { codes, levels, columns, contrasts, places, values } = block as FactorBlock;
  checkCount(levels, `${place}.levels`, 1);
  checkCount(columns, `${place}.columns`, 1);
  if (!["Uint8Array", "Uint16Array", "Int32Array"].includes(typedName(codes)!)) {
    const expected = "expected a Uint8Array, a Uint16Array or an Int32Array";
    throw new GlmError("BAD_SHAPE", `coded: ${place}.codes is ${typedName(codes) ?? show(codes)}; ${expected}`, {});
  }
  checkLength(codes, rows, `${place}.codes`);
  for (let i = 0; i < rows; i++)
    if (!(codes[i]! >= 0 && codes[i]! < levels)) throw badCode(place, i, codes[i]!, levels);
  if (contrasts !== undefined) checkNumbers(contrasts, levels * columns, `${place}.contrasts`);
  if (values !== undefined) checkNumbers(values, rows, `${place}.values`);
  const own = { kind, codes, levels, columns, contrasts, values } as const;
  if (contrasts === undefined) checkPlaces(places, levels, columns, place);
  return Object.freeze(contrasts === undefined && places !== undefined ? { ...own, places } : own);
}

function badCode(place: string, i: number, code: number, levels: number): GlmError {
  const message = `coded: ${place}.codes[${i}] = ${code}; expected the place of a level, a whole number in [0, ${levels - 1}]`;
  return new GlmError("BAD_VALUE", message, { row: i, value: code });
}

function checkPlaces(places: Int32Array | undefined, levels: number, columns: number, block: string): void {
  if (places === undefined) {
    if (columns === levels) return;
    const message = `coded: ${block}.columns = ${columns}; expected ${levels}, one for each level, without contrasts`;
    throw new GlmError("BAD_SHAPE", message, { got: columns, want: levels });
  }
  if (typedName(places) !== "Int32Array") {
    throw new GlmError("BAD_SHAPE", `coded: ${block}.places is ${show(places)}; expected an Int32Array`, {});
  }
  checkLength(places, levels, `${block}.places`);
  const taken = new Uint8Array(columns);
  places.forEach((j, l) => {
    if (j === -1) return;
    const isFree = j >= 0 && j < columns && taken[j] === 0;
    if (isFree) taken[j] = 1;
    else {
      const message = `coded: ${block}.places[${l}] = ${j}; expected -1, or a column in [0, ${columns - 1}] that no other level has`;
      throw new GlmError("BAD_VALUE", message, { index: l, value: j });
    }
  });
}

function checkCount(value: unknown, name: string, least: number): void {
  if (Number.isInteger(value) && (value as number) >= least && (value as number) < 2 ** 31) return;
  throw new GlmError("BAD_SHAPE", `coded: ${name} = ${show(value)}; expected a whole number >= ${least}`, { name });
}

function checkNumbers(values: Float64Array, count: number, place: string): void {
  if (typedName(values) !== "Float64Array") {
    throw new GlmError("BAD_SHAPE", `coded: ${place} is ${show(values)}; expected a Float64Array`, {});
  }
  checkLength(values, count, place);
  for (let i = 0; i < count; i++) if (!Number.isFinite(values[i])) throw badEntry(`coded: ${place}[${i}]`, values[i]);
}

/** Checked whenever the entries are read, because a buffer may have been resized or transferred since. */
export function checkLength(values: ArrayLike<number>, count: number, place: string): void {
  const found = lengthOf(values);
  if (found === count) return;
  const message = `coded: ${place} has ${found} entries; expected ${count}`;
  throw new GlmError("BAD_SHAPE", message, { got: found, want: count });
}

const KINDS = { Float64Array, Uint8Array, Uint16Array, Int32Array };

/** Blocks with some rows, in memory from `room`; with all rows, if `rows` is undefined, nothing is shared with the given ones. */
export function selectBlocks(
  blocks: CodedEntries["blocks"],
  all: number,
  rows: Int32Array | undefined,
  room: (bytes: number) => ArrayBufferLike,
): CodedColumns[] {
  const count = rows?.length ?? all;
  const picked = new Map<Float64Array | Codes, Float64Array | Codes>(); // blocks may share codes
  const pick = <T extends Float64Array | Codes>(from: T): T => {
    const known = picked.get(from);
    if (known !== undefined) return known as T;
    const Kind = KINDS[typedName(from) as keyof typeof KINDS] as unknown as new (buffer: ArrayBufferLike) => T;
    const to = new Kind(room(count * from.BYTES_PER_ELEMENT));
    if (rows === undefined) to.set(from);
    else for (let k = 0; k < count; k++) to[k] = from[rows[k]!]!;
    picked.set(from, to);
    return to;
  };
  return blocks.map((block, k) => {
    checkRows(block, all, k);
    const values = block.values && pick(block.values);
    if (block.kind === "numbers") return { ...block, values: values! };
    const own = { ...block, codes: pick(block.codes), values };
    if (rows !== undefined) return own;
    return { ...own, contrasts: block.contrasts?.slice(), ...(block.places && { places: block.places.slice() }) };
  });
}

function checkRows(block: CodedColumns, rows: number, k: number): void {
  if (block.kind === "factor") checkLength(block.codes, rows, `blocks[${k}].codes`);
  if (block.values !== undefined) checkLength(block.values, rows, `blocks[${k}].values`);
}

/** The design of blocks; the names are those of `coded`, or numbers. */
export function fromCoded(x: Coded, what: string, numbered: (columns: number) => readonly string[]): Design {
  const { rows, columns, blocks, names } = x;
  if (rows === 0) throw new GlmError("EMPTY", `${what} has no rows; at least one is needed`, {});
  blocks.forEach((block, k) => {
    checkRows(block, rows, k);
  });
  return { rows, columns, names: names ?? numbered(columns), entries: { kind: "coded", blocks } };
}
