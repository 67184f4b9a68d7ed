import { lengthOf } from "../base/arrays.js";
import type { CodedColumns, Codes, FactorBlock } from "../base/coded-entries.js";
import { GlmError } from "../base/errors.js";
import type { Design } from "../base/flow.js";
import { STORAGE } from "../base/ids.js";
import type { Placed } from "./placed.js";
import { type Scope, Struct } from "./scope.js";

/** A block as the kernel has it. The last level of a factor is that of rows of weight 0, in which all its columns are 0. */
export interface Block {
  /** 0: a column of numbers. */
  readonly levels: number;
  readonly columns: number;
  readonly codes: Codes | undefined;
  readonly places: Int32Array | undefined;
  readonly contrasts: Float64Array | undefined;
  readonly values: Float64Array | undefined;
}

/** Copies blocks into wasm memory. With `isGiven` no row may have the last level yet. */
export function placeBlocks(scope: Scope, rows: number, blocks: readonly Block[], isGiven = false): Struct<"Design"> {
  const { size } = scope.kernel.layouts.CodedBlock;
  const most = blocks.reduce((m, { levels, columns }) => Math.max(m, levels, columns), 1);
  const columns = blocks.reduce((sum, block) => sum + block.columns, 0);
  const at = scope.reserve(size * Math.max(1, blocks.length));
  let first = 0;
  const placed = new Map<Codes, Map<number, number>>(); // products of a factor with numbers share its codes
  blocks.forEach((block, k) => {
    const struct = new Struct<"CodedBlock">(scope.kernel, scope.kernel.layouts.CodedBlock, at + k * size);
    const { levels, codes, places, contrasts, values } = block;
    const width = widthOf(levels);
    struct.set({
      ...{ levels, columns: block.columns, first, width },
      codes:
        codes === undefined
          ? 0
          : once(placed, codes, levels, () => placeCodes(scope, rows, codes, levels - Number(isGiven), width, k)),
      places: places === undefined ? 0 : placeIndices(scope, places),
      contrasts: contrasts === undefined ? 0 : scope.put(contrasts, levels * block.columns),
      values: values === undefined ? 0 : scope.put(values, rows),
    });
    first += block.columns;
  });
  const tables = scope.f64(3 * most);
  return scope.struct("Design", {
    ...{ storage: STORAGE.coded, rowStride: 1, columnStride: rows, rows, columns },
    ...{ blocks: at, blockCount: blocks.length, most, tables },
  });
}

/** The address of the codes of a factor with so many levels, placed at the first call. */
function once(placed: Map<Codes, Map<number, number>>, codes: Codes, levels: number, place: () => number): number {
  const own = placed.get(codes) ?? new Map<number, number>();
  placed.set(codes, own);
  if (!own.has(levels)) own.set(levels, place());
  return own.get(levels)!;
}

/** Bytes of a code. */
function widthOf(levels: number): number {
  return levels <= 2 ** 8 ? 1 : levels <= 2 ** 16 ? 2 : 4;
}

export function placeIndices(scope: Scope, values: Int32Array): number {
  const at = scope.reserve(4 * Math.max(1, values.length));
  scope.indices(at, values.length).set(values);
  return at;
}

/** n codes of `width` bytes: use at once, never across a call into the kernel. */
export function codesAt(scope: Scope, at: number, n: number, width: number): Codes {
  const { buffer } = scope.kernel.exports.memory;
  if (width === 1) return new Uint8Array(buffer, at, n);
  return width === 2 ? new Uint16Array(buffer, at, n) : new Int32Array(buffer, at, n);
}

/** The kernel trusts codes, so each is checked as it is copied. */
function placeCodes(scope: Scope, rows: number, codes: Codes, levels: number, width: number, block: number): number {
  const found = lengthOf(codes);
  if (found !== rows) {
    const message = `blocks[${block}].codes has ${found} entries; expected ${rows}: its array was resized or transferred`;
    throw new GlmError("BAD_SHAPE", message, { got: found, want: rows });
  }
  const at = scope.reserve(width * rows);
  const to = codesAt(scope, at, rows, width);
  for (let i = 0; i < rows; i++) {
    const code = codes[i]!;
    if (!(code >= 0 && code < levels)) {
      const message = `blocks[${block}].codes[${i}] = ${code}; expected the place of a level, a whole number in [0, ${levels - 1}]`;
      throw new GlmError("BAD_VALUE", message, { row: i, value: code });
    }
    to[i] = code;
  }
  return at;
}

export function placeCoded(scope: Scope, design: Design): Placed {
  const { rows } = design;
  const entries = design.entries as Extract<Design["entries"], { kind: "coded" }>;
  const struct = placeBlocks(scope, rows, entries.blocks.map(blockOf), true);
  const block = (j: number): BlockView => {
    let k = 0;
    for (let next = 0; ; k++) {
      const here = blockView(scope, struct, k);
      next += here.columns;
      if (j < next) return here;
    }
  };
  return {
    struct,
    entries,
    visit: (j, entry) => {
      const { first, columns, codes, places, contrasts, values } = block(j);
      for (let i = 0; i < rows; i++) {
        const value = values === undefined ? 1 : values[i]!;
        if (codes === undefined) entry(i, value);
        else if (places !== undefined) entry(i, places[codes[i]!] === j - first ? value : 0);
        else entry(i, value * contrasts![codes[i]! * columns + j - first]!);
      }
    },
    clearRows: (isCleared, each) => {
      const views = entries.blocks.map((_, k) => blockView(scope, struct, k));
      for (let i = 0; i < rows; i++) {
        if (!isCleared(i)) continue;
        for (const { first, levels, codes, values } of views) {
          if (values !== undefined) {
            each(i, first, values[i]!);
            values[i] = 0;
          }
          if (codes !== undefined) codes[i] = levels - 1;
        }
      }
    },
    mayShift: (j) => {
      const { contrasts, values } = block(j);
      return contrasts !== undefined && values === undefined;
    },
    shift: (j, by) => {
      const { first, levels, columns, contrasts } = block(j);
      for (let l = 0; l < levels; l++) contrasts![l * columns + j - first]! -= by;
    },
  };
}

/** A block in wasm memory: use at once, never across a call into the kernel. */
export interface BlockView extends Block {
  readonly first: number;
}

export function blockView(scope: Scope, design: Struct<"Design">, k: number): BlockView {
  const { layouts, exports } = scope.kernel;
  const at = design.read("blocks") + k * layouts.CodedBlock.size;
  const struct = new Struct<"CodedBlock">(scope.kernel, layouts.CodedBlock, at);
  const rows = design.read("rows");
  const [levels, columns, first] = [struct.read("levels"), struct.read("columns"), struct.read("first")];
  const [codes, places, contrasts, values] = (["codes", "places", "contrasts", "values"] as const).map((name) =>
    struct.read(name),
  ) as [number, number, number, number];
  return {
    ...{ levels, columns, first },
    codes: codes === 0 ? undefined : codesAt(scope, codes, rows, struct.read("width")),
    places: places === 0 ? undefined : scope.indices(places, levels),
    contrasts: contrasts === 0 ? undefined : new Float64Array(exports.memory.buffer, contrasts, levels * columns),
    values: values === 0 ? undefined : new Float64Array(exports.memory.buffer, values, rows),
  };
}

/** A block with one more level, in which all columns are 0; a column that is a multiple of numbers in all rows as numbers, which are centred. */
function blockOf(block: CodedColumns, k: number): Block {
  if (block.kind === "numbers") return numbersOf(block.values);
  const { codes, levels, columns, contrasts, values } = block;
  const places = placesOf(block, k);
  if (levels === 1 && columns === 1 && values !== undefined) {
    const factor = places === undefined ? contrasts![0]! : places[0]! + 1; // the column is number 0; -1: none
    return numbersOf(factor === 1 ? values : values.map((v) => factor * v));
  }
  const own = { levels: levels + 1, columns, codes, places, values };
  if (places !== undefined) return { ...own, contrasts: undefined };
  const more = new Float64Array((levels + 1) * columns);
  more.set(contrasts!);
  return { ...own, contrasts: more };
}

function numbersOf(values: Float64Array): Block {
  return { levels: 0, columns: 1, codes: undefined, places: undefined, contrasts: undefined, values };
}

/** The column of each level, if each row of the contrasts is 0 or has a single 1, in a column of its own; -1 for none. */
function placesOf({ levels, columns, contrasts, places }: FactorBlock, k: number): Int32Array | undefined {
  const own = new Int32Array(levels + 1).fill(-1);
  const taken = new Uint8Array(columns);
  const take = (l: number, j: number): boolean => {
    if (!(j >= 0 && j < columns) || taken[j] === 1 || own[l] !== -1) return false;
    own[l] = j;
    taken[j] = 1;
    return true;
  };
  if (contrasts === undefined) {
    for (let l = 0; l < levels; l++) {
      const j = places === undefined ? l : places[l]!;
      if (j === -1 || take(l, j)) continue;
      const message = `blocks[${k}].places[${l}] = ${j}; expected -1, or a column in [0, ${columns - 1}] that no other level has`;
      throw new GlmError("BAD_VALUE", message, { index: l, value: j });
    }
    return own;
  }
  const found = lengthOf(contrasts);
  if (found !== levels * columns) {
    const message = `blocks[${k}].contrasts has ${found} entries; expected ${levels * columns}: its array was resized or transferred`;
    throw new GlmError("BAD_SHAPE", message, { got: found, want: levels * columns });
  }
  for (let l = 0; l < levels; l++) {
    for (let j = 0; j < columns; j++) {
      const c = contrasts[l * columns + j]!;
      if (c !== 0 && !(c === 1 && take(l, j))) return undefined;
    }
  }
  return own;
}
