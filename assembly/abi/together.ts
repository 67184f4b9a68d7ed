/**
 * Rows that several minimizations share, each of which leaves some of them out: the folds of a cross-validation. Written by the host.
 *
 * X lies in panels of four rows, columns apart from a common center: quad q has x_ij - c_j of its rows at panels + (q p + j) 32 bytes. Rows are in
 * groups, each of which a member has or leaves out as a whole; a group begins with a new quad, and what is left of its last one is zeros.
 */
@final @unmanaged
export class Together {
  columns: i32; //            p
  intercept: i32;
  family: i32;
  familyParams: usize;
  panels: usize; //           f64[quads][p][4]
  y: usize; //                f64[quads][4], like the next two
  weight: usize;
  offset: usize; //           or 0: none
  groups: usize; //           i32[groupCount + 1]: number of the first quad of each, and of all quads
  rows: usize; //             i32[groupCount]
  groupCount: i32;
  members: usize; //          Member[memberCount]
  memberCount: i32;
  scratch: usize;
}

/**
 * One that asks. Its coordinates are its own:  z_ij = (x_ij - c_j) factor_j + base_j, so
 *
 *   eta_i = o_i + theta_p + sum_j base_j theta_j + sum_j (x_ij - c_j) factor_j theta_j
 */
@final @unmanaged
export class Member {
  exchange: usize; //         Exchange: the point, and the answers
  isAsking: i32;
  left: usize; //             i32[groupCount]: 1 where its group is left out
  factor: usize; //           f64[p]
  base: usize; //             f64[p]
  point: usize; //            f64[p]: factor_j theta_j
  sums: usize; //             f64[p]: sum_i slope_i (x_ij - c_j)
  constant: f64;
  total: f64; //              sum_i slope_i
  eta: usize; //              f64[64], of the rows of a chunk; like the next one
  slope: usize;
}
