import { Approximation, Family } from "../abi/ids";
import { Rows } from "../abi/rows";
import { Binomial } from "./binomial";
import { composedRows } from "./composed";
import { Gaussian } from "./gaussian";
import { Poisson } from "./poisson";
import { gaussianRows, plainRows, quadraticRows } from "./rows";

/**
 * Runs one chunk through family and approximation, with the fused loops for the families that have them. The descriptors in
 * src/families list the valid pairs of family and approximation. A switch runs once per chunk, never once per row.
 */
export function familyRows(id: i32, approximation: i32, params: usize, rows: Rows, stride: i32): void {
  if (approximation == Approximation.MonteCarlo) approximation = Approximation.None; // the copies are rows without noise
  if (approximation == Approximation.Exact && id == Family.Gaussian) approximation = Approximation.Quadratic; // the same
  if (approximation == Approximation.Exact) return composedRows(id, approximation, params, rows, stride);
  switch (id) {
    case Family.Binomial: return fusedRows<Binomial>(approximation, params, rows);
    case Family.Poisson: return fusedRows<Poisson>(approximation, params, rows);
    case Family.Gaussian: if (approximation == Approximation.None) return plainRows<Gaussian>(params, rows);
    default: composedRows(id, approximation, params, rows, stride);
  }
}

function fusedRows<F>(approximation: i32, params: usize, rows: Rows): void {
  if (approximation == Approximation.Quadratic) quadraticRows<F>(params, rows);
  else if (approximation == Approximation.Gaussian) gaussianRows<F>(params, rows);
  else plainRows<F>(params, rows);
}
