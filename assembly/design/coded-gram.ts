import { CodedBlock, Design } from "../abi/shard";
import { addWeightedGram, panelBytes, workBytes } from "../num/gram";
import { at, fill, index, put, putIndex, rowOf, slot } from "../num/vec";
import { blockAt, code } from "./coded";
import { packNumbers } from "./panels";

/**
 * Z' diag(w) Z of a coded design in two steps. Rows are summed into tables of levels, as many operations a row as there are
 * pairs of blocks; at the end C and the coordinates z_ij = (x_ij - center_j) scale_j are applied to the tables (design/coded-gram-end.ts).
 *
 * Level l of a factor with values v has a row of sums over its rows,
 *
 *   | w v z_k of every number column k | w v | w v v' of every level of the factors before | w v^2 |
 *
 * Number columns are centred before they are summed, by num/gram.ts.
 */
@final @unmanaged
export class CodedGram {
  numbers: i32; //  q, columns of numbers
  width: i32; //    q and the ones, even
  most: i32; //     the longest row
  columns: usize; // u32[q]                the columns of numbers in the design
  starts: usize; // usize[blocks]          where the rows of a factor begin
  before: usize; // u32[blocks]            levels of the factors before
  cross: usize; //  f64[q + 1][q + 1]      numbers and ones, lower triangle
  panels: usize;
  buffer: usize;
  weighted: usize; // f64[ROWS][width]     w z of a few rows, then w, then 0
  times: usize; //  f64[ROWS]              w v
  rows: usize; //   u32[ROWS]              addresses of the rows of the table
  places: usize; // u32[blocks][ROWS]      bytes of the code in a row of a later factor
  sums: usize; //   f64[most]
  once: usize; //   f64[p]                 U
  tile: usize; //   f64[most columns of a block]
  table: usize;
  end: usize;
}

/** Rows at a time: what belongs to them stays in the first-level cache. */
const ROWS: i32 = 256;

/** Above this many bytes a table must not be larger than the Hessian itself. */
const ALWAYS: f64 = 16777216.0;

/** Bytes of the table; 0 if it is not worth it: without factors, or of levels with few columns. */
export function codedGramBytes(d: Design): f64 {
  let q = 0;
  for (let k = 0; k < d.blockCount; ++k) if (blockAt(d, k).levels == 0) ++q;
  if (q == d.blockCount) return 0.0;
  let bytes = 0.0;
  let before = 0;
  for (let k = 0; k < d.blockCount; ++k) {
    const levels = blockAt(d, k).levels;
    if (levels == 0) continue;
    bytes += <f64>levels * <f64>(evenWidth(q) + before + 1) * 8.0;
    before += levels;
  }
  const square = 8.0 * <f64>d.columns * <f64>d.columns;
  return bytes <= Math.max(ALWAYS, 2.0 * square) ? bytes : 0.0;
}

// @ts-ignore: decorator
@inline
function evenWidth(q: i32): i32 { return (q + 2) & ~1; }

/** Lays everything out from `top` on (0 to count the bytes); returns the end. */
export function placeCodedGram(d: Design, g: CodedGram, top: usize): usize {
  let q = 0;
  let levels = 0;
  let columns = 1;
  for (let k = 0; k < d.blockCount; ++k) {
    const b = blockAt(d, k);
    if (b.levels == 0) ++q;
    levels += b.levels;
    columns = max(columns, b.columns);
  }
  g.numbers = q;
  g.width = evenWidth(q);
  g.most = g.width + levels + 1;
  const blocks = <usize>d.blockCount;
  g.columns = top; top += padded(<usize>q << 2);
  g.starts = top; top += padded(blocks << 2);
  g.before = top; top += padded(blocks << 2);
  g.cross = top; top += padded(<usize>(q + 1) * <usize>(q + 1) << 3);
  g.panels = top; top += panelBytes(q + 1, ROWS);
  g.buffer = top; top += workBytes(ROWS);
  g.weighted = top; top += <usize>(ROWS * g.width) << 3;
  g.times = top; top += ROWS << 3;
  g.rows = top; top += ROWS << 2;
  g.places = top; top += blocks * (ROWS << 2);
  g.sums = top; top += padded(<usize>g.most << 3);
  g.once = top; top += padded(<usize>d.columns << 3);
  g.tile = top; top += padded(<usize>columns << 3);
  g.table = top;
  g.end = top + padded(<usize>codedGramBytes(d));
  return g.end;
}

// @ts-ignore: decorator
@inline
function padded(bytes: usize): usize { return (bytes + 15) & ~15; }

/** Bytes of a row of a factor. */
// @ts-ignore: decorator
@inline
export function rowBytes(g: CodedGram, k: i32): i32 { return (g.width + index(g.before, k) + 1) << 3; }

/** All sums 0; done before the first rows of a pass. */
export function clearCodedGram(d: Design, g: CodedGram): void {
  let q = 0;
  let before = 0;
  let start = g.table;
  for (let k = 0; k < d.blockCount; ++k) {
    const b = blockAt(d, k);
    putIndex(g.before, k, before);
    putIndex(g.starts, k, <i32>start);
    if (b.levels == 0) putIndex(g.columns, q++, b.first);
    else start += <usize>b.levels * <usize>rowBytes(g, k);
    before += b.levels;
  }
  memory.fill(g.table, 0, start - g.table);
  fill((q + 1) * (q + 1), g.cross, 0.0);
}

/** Adds the rows first .. first + n - 1 with weights w. */
export function addCodedGram(d: Design, g: CodedGram, first: i32, n: i32, w: usize, center: usize, scale: usize): void {
  for (let i = 0; i < n; i += ROWS) addRows(d, g, first + i, min(ROWS, n - i), slot(w, i), center, scale);
}

function addRows(d: Design, g: CodedGram, first: i32, n: i32, w: usize, center: usize, scale: usize): void {
  packNumbers(d, first, n, center, scale, g.panels);
  addWeightedGram<f64>(g.numbers + 1, n, g.panels, w, g.cross, g.buffer);
  weigh(d, g, first, n, w, center, scale);
  for (let k = 0; k < d.blockCount; ++k) {
    const b = blockAt(d, k);
    if (b.levels == 0) continue;
    find(g, b, k, first, n);
    let wv = w;
    if (b.values != 0) {
      wv = g.times;
      for (let i = 0; i < n; ++i) put(wv, i, at(w, i) * at(b.values, first + i));
      addTimed(g, k, n, slot(b.values, first), wv);
    } else addNumbers(g, n);
    for (let m = 0; m < k; ++m) {
      const other = blockAt(d, m);
      if (other.levels > 0) addPairs(g, m, n, wv, other.values == 0 ? 0 : slot(other.values, first));
    }
  }
}

/** w z of the number columns, row after row, then w */
function weigh(d: Design, g: CodedGram, first: i32, n: i32, w: usize, center: usize, scale: usize): void {
  let q = 0;
  for (let k = 0; k < d.blockCount; ++k) {
    const b = blockAt(d, k);
    if (b.levels > 0) continue;
    const c = at(center, b.first);
    const s = at(scale, b.first);
    let to = slot(g.weighted, q++);
    const x = slot(b.values, first);
    for (let i = 0; i < n; ++i, to += <usize>g.width << 3) put(to, 0, at(w, i) * ((at(x, i) - c) * s));
  }
  for (let i = 0; i < n; ++i) {
    const row = rowOf(g.weighted, i, g.width);
    put(row, q, at(w, i));
    if (q + 1 < g.width) put(row, q + 1, 0.0);
  }
}

/** Where the rows of block k have their levels. */
function find(g: CodedGram, b: CodedBlock, k: i32, first: i32, n: i32): void {
  const start = index(g.starts, k);
  const column = (g.width + index(g.before, k)) << 3;
  const places = g.places + <usize>k * (ROWS << 2);
  if (b.width == 1) spread<u8>(b.codes + <usize>first, n, start, rowBytes(g, k), g.rows, column, places);
  else if (b.width == 2) spread<u16>(b.codes + (<usize>first << 1), n, start, rowBytes(g, k), g.rows, column, places);
  else spread<i32>(b.codes + (<usize>first << 2), n, start, rowBytes(g, k), g.rows, column, places);
}

function spread<T>(codes: usize, n: i32, start: i32, bytes: i32, rows: usize, column: i32, places: usize): void {
  for (let i = 0; i < n; ++i) {
    const l = code<T>(codes, i);
    putIndex(rows, i, start + l * bytes);
    putIndex(places, i, column + (l << 3));
  }
}

function addNumbers(g: CodedGram, n: i32): void {
  const width = <usize>g.width << 3;
  let from = g.weighted;
  for (let i = 0; i < n; ++i, from += width) {
    const row = <usize>index(g.rows, i);
    for (let k: usize = 0; k < width; k += 16) v128.store(row + k, f64x2.add(v128.load(row + k), v128.load(from + k)));
  }
}

/** The same times v, and w v^2 at the end of the row. */
function addTimed(g: CodedGram, k: i32, n: i32, v: usize, wv: usize): void {
  const width = <usize>g.width << 3;
  const last = <usize>rowBytes(g, k) - 8;
  let from = g.weighted;
  for (let i = 0; i < n; ++i, from += width) {
    const row = <usize>index(g.rows, i);
    const vv = v128.load64_splat(slot(v, i));
    for (let c: usize = 0; c < width; c += 16) {
      v128.store(row + c, f64x2.add(v128.load(row + c), f64x2.mul(vv, v128.load(from + c))));
    }
    put(row + last, 0, at(row + last, 0) + at(wv, i) * at(v, i));
  }
}

/** Adds to the place of the row's level of an earlier block m, times v if it has values. */
function addPairs(g: CodedGram, m: i32, n: i32, w: usize, v: usize): void {
  const places = g.places + <usize>m * (ROWS << 2);
  if (v == 0) {
    for (let i = 0; i < n; ++i) {
      const to = <usize>(index(g.rows, i) + index(places, i));
      put(to, 0, at(to, 0) + at(w, i));
    }
    return;
  }
  for (let i = 0; i < n; ++i) {
    const to = <usize>(index(g.rows, i) + index(places, i));
    put(to, 0, at(to, 0) + at(w, i) * at(v, i));
  }
}
