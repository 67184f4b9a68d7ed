/**
 * Some rows of X, y, w and offset, and how they are evaluated. A shard lives in n-space and answers requests; it
 * decides nothing. Written by the host, read-only for the kernel except `scratch`.
 *
 * A shard answers in the solver's coordinates theta, chosen for conditioning only:
 *
 *     z_ij = (x_ij - center_j) scale_j        theta_j = beta_j / scale_j        eta_i = o_i + theta_p + sum_j z_ij theta_j
 *
 * theta_p, the last entry, is the intercept of the centred columns: b = theta_p - sum_j center_j beta_j. It belongs to
 * a column of ones that is neither noised nor penalized. Without an intercept there is no such entry and center = 0.
 * With K classes there are K such predictors and theta holds K of these blocks, one class after the other.
 *
 * The objective of a row is  labels l + share r:  labels = 1 and share = 1 for an ordinary row; rows without labels have
 * labels = 0, and share = k a (Wager, Wang & Liang 2013, eq. 19).
 */
@final @unmanaged
export class Shard {
  rows: i32;
  columns: i32; //            p, the intercept not counted
  intercept: i32; //          1 or 0
  classes: i32; //            K; 1 for a family with one predictor
  design: usize; //           Design
  y: usize; //                f64[n]; for classes the number of the class
  weight: usize; //           f64[n], or 0: all ones
  offset: usize; //           f64[n], or 0: none
  family: i32;
  familyParams: usize;
  approximation: i32;
  mask: i32; //               Mask, for classes
  copies: i32; //             noised copies of a row, for Monte Carlo
  seed: f64;
  noise: usize; //            NoiseTerm[noiseCount]
  noiseCount: i32;
  ties: usize; //             i32[p], or 0: columns with the same number >= 0 are noised together, those with -1 by themselves
  center: usize; //           f64[p]
  scale: usize; //            f64[p], powers of two: scaling loses no digit
  labels: f64;
  share: f64;
  next: usize; //             Shard that answers together with this one, or 0
  first: i32; //              number of its first row among all, for the random numbers of Monte Carlo
  parts: usize; //            i32[partCount + 1]: number of the first row of each partition, and the number of rows; 0: one partition
  partCount: i32;
  scratch: usize;
}

/** One source of noise on the entries of X. */
@final @unmanaged
export class NoiseTerm {
  kind: i32;
  strengths: usize; //        f64[p], one number per column
  isTied: i32; //             1: it follows `ties` of the shard
}

/**
 * X in memory.
 *   dense    element (i, j) is number i rowStride + j columnStride of data, f64 or f32
 *   coded    blocks of columns, CodedBlock[blockCount] in the order of the columns (design/coded.ts)
 *   sparse   column j has the entries starts[j] .. starts[j+1] of data, in the rows indices[..]: compressed columns
 * With `map` only some columns take part: column j of the shard is column map[j] here.
 *
 * A sparse X may also be stored by compressed rows, or by rows only until a request needs columns (design/transpose.ts):
 * row i has the entries rowStarts[i] .. rowStarts[i+1] of rowData, in the columns rowIndices[..], ascending. rowStarts == 0: by
 * columns only. The memory for the arrays of columns is reserved from the beginning.
 */
@final @unmanaged
export class Design {
  storage: i32; //            Storage
  data: usize;
  rowStride: usize; //        in elements: 1 for column-major
  columnStride: usize; //     in elements: 1 for row-major
  starts: usize; //           u32[columns + 1]
  ends: usize; //             u32[columns]: where columns end, for some rows of X; 0: where the next one begins
  splits: usize; //           u32[partCount - 1][columns]: where the entries of each partition after the first begin; or 0
  isSplit: i32; //            1 when they are there
  indices: usize; //          u32[entries]
  map: usize; //              u32[p], or 0: all columns in order
  rowStarts: usize; //        u32[rows + 1], or 0
  rowIndices: usize; //       u32[entries]
  rowData: usize; //          f64[entries]
  rows: i32; //               of all of X, if it is stored by rows
  columns: i32;
  isByColumn: i32; //         0 while a sparse X is stored by rows only
  blocks: usize; //           CodedBlock[blockCount]
  blockCount: i32;
  most: i32; //               the most levels or columns of a block
  tables: usize; //           f64[3 most]: to work in
}

/** Some columns of a coded X: a factor, or one column of numbers. `map` has no effect on it but to number the columns for Monte Carlo. */
@final @unmanaged
export class CodedBlock {
  levels: i32; //             0: a column of numbers
  columns: i32;
  first: i32; //              number of its first column
  width: i32; //              bytes of a code: 1, 2 or 4
  codes: usize; //            of every row: the place of its level
  places: usize; //           i32[levels]: the column of each level, counted from `first`, or -1; 0: contrasts
  contrasts: usize; //        f64[levels][columns]
  values: usize; //           f64[rows]: the numbers, or what multiplies the row of a factor; 0: ones
}
