/**
 * How many rows to work on at a time, so that a block of them stays in the second-level cache.
 *
 * 8 times an odd number, so that consecutive columns of a block do not start in the same cache set; never more than
 * the number of rows, so that a few rows of very many columns need little memory.
 */
export function chunkRows(columns: i32, rows: i32): i32 {
  const fits = CACHE_BYTES / (8 * (columns + 2));
  const odd = (fits / 8 - 1) | 1;
  const chunk = odd < 1 ? 8 : odd * 8 > LONGEST ? LONGEST : odd * 8;
  return max(2, min(chunk, (rows + 1) & ~1)); // even: SIMD takes two rows at a time
}

/** The same when X is read in place: as many rows as a good part of the second-level cache holds. */
export function rawRows(columns: i32, rows: i32): i32 {
  const fits = CACHE_BYTES / (8 * (columns + 2));
  return max(chunkRows(columns, rows), min(min(max(fits & ~7, SHORTEST_RAW), LONGEST_RAW), (rows + 1) & ~1));
}

/** The same for a coded X, whose rows are short: as many that what is done for each level and column is little beside what is done for each row. */
export function codedRows(work: f64, rows: i32): i32 {
  const few = <i32>Math.min(Math.max(work / 4.0, <f64>LONGEST_RAW), <f64>LONGEST_CODED);
  return min((few + 1) & ~1, (rows + 1) & ~1);
}

/** As many rows as have their panels (num/gram.ts) in the second-level cache; at least a whole chunk. */
export function gramRows(columns: i32, rows: i32): i32 {
  const fits = (2 * CACHE_BYTES / (8 * (columns + 2))) & ~3;
  return max(chunkRows(columns, rows), min(min(fits, LONGEST_GRAM), (rows + 3) & ~3));
}

const LONGEST_GRAM: i32 = 256;
const SHORTEST_RAW: i32 = 512; // shorter runs down a column cost more than reading X twice
const LONGEST_RAW: i32 = 1024;
const LONGEST_CODED: i32 = 16384;
const CACHE_BYTES: i32 = 256 << 10; // one block; three of them with noise still fit a second-level cache of 1 MiB
const LONGEST: i32 = 120;

/** Whether so many doubles fit the 32-bit address space; the product is computed without overflow. */
export function isAddressable(rows: i32, columns: i32): bool { return <f64>rows * <f64>columns * 8.0 < 4.2e9; }
