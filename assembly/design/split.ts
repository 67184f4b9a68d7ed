import { Storage } from "../abi/ids";
import { Design } from "../abi/shard";
import { index, putIndex } from "../num/vec";
import { needColumns } from "./transpose";

/**
 * Partitions of a sparse X by compressed columns. The entries of column j in the rows of partition k follow each other, because rows ascend
 * within a column: they begin at splits[k - 1][j]. So a partition is a view of the arrays of all rows, and nothing is copied.
 */

/** Makes compressed columns, and finds where each partition begins in them, once. `parts` is i32[count + 1]. */
export function needSplits(d: Design, parts: usize, count: i32): void {
  if (d.storage != Storage.Sparse) return;
  needColumns(d);
  if (d.isSplit || count < 2) return;
  assert(d.splits != 0);
  const p = d.columns;
  for (let j = 0; j < p; ++j) {
    let from = index(d.starts, j);
    const end = index(d.starts, j + 1);
    for (let k = 1; k < count; ++k) {
      from = firstFrom(d.indices, from, end, index(parts, k));
      putIndex(splitAt(d, k), j, from);
    }
  }
  d.isSplit = 1;
}

/** Address of where the columns of partition k > 0 begin. */
// @ts-ignore: decorator
@inline
function splitAt(d: Design, k: i32): usize { return d.splits + (<usize>(k - 1) * <usize>d.columns << 2); }

/** Number of the first entry from .. end - 1 in row `row` or after it. */
function firstFrom(indices: usize, from: i32, end: i32, row: i32): i32 {
  let low = from;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (index(indices, middle) < row) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** view <- the columns of X in the rows of partition k of `count`. */
export function viewPartition(view: Design, d: Design, k: i32, count: i32): void {
  memory.copy(changetype<usize>(view), changetype<usize>(d), offsetof<Design>());
  if (count < 2) return;
  if (k > 0) view.starts = splitAt(d, k);
  view.ends = k + 1 < count ? splitAt(d, k + 1) : d.starts + 4;
}
