/**
 * Some rows of X, y, w and offset, and what is asked about them. A shard lives in n-space and answers; it never
 * decides anything. Written by the host, read-only for the kernel apart from `scratch`.
 *
 * A shard answers in the solver's coordinates theta, chosen for conditioning only:
 *
 *     z_ij = (x_ij - center_j) scale_j        theta_j = beta_j / scale_j        eta_i = o_i + theta_p + sum_j z_ij theta_j
 *
 * theta_p, the last entry, is the intercept of the centred columns: b = theta_p - sum_j center_j beta_j. It belongs to
 * a column of ones that is neither noised nor penalized. Without an intercept there is no such entry and center = 0.
 */
@final @unmanaged
export class Shard {
  rows: i32;
  columns: i32; //            p, the intercept not counted
  intercept: i32; //          1 or 0
  design: usize; //           Design
  y: usize; //                f64[n]
  weight: usize; //           f64[n], or 0: all ones
  offset: usize; //           f64[n], or 0: none
  family: i32;
  familyParams: usize;
  approximation: i32;
  noise: usize; //            NoiseTerm[noiseCount]
  noiseCount: i32;
  center: usize; //           f64[p]
  scale: usize; //            f64[p], powers of two: scaling loses no digit
  scratch: usize;
}

/** One source of noise on the entries of X. */
@final @unmanaged
export class NoiseTerm {
  kind: i32;
  strengths: usize; //        f64[p], one number per column
}

/** X in memory: element (i, j) is at data + 8 (i rowStride + j columnStride). */
@final @unmanaged
export class Design {
  data: usize; //             f64
  rowStride: usize; //        in elements: 1 for column-major
  columnStride: usize; //     in elements: 1 for row-major
}
