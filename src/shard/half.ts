/** C, upper triangle, with C'C = A, by Cholesky from A's lower triangle; rows of zeros where nothing is left of A. */
export function halfOf(A: Float64Array, d: number): Float64Array {
  const C = new Float64Array(d * d); // row c: column c of L
  for (let c = 0; c < d; c++) {
    for (let j = c; j < d; j++) {
      let sum = A[j * d + c]!;
      for (let k = 0; k < c; k++) sum -= C[k * d + j]! * C[k * d + c]!;
      const pivot = C[c * d + c]!;
      C[c * d + j] = j === c ? Math.sqrt(Math.max(sum, 0)) : pivot > 0 ? sum / pivot : 0;
    }
  }
  return C;
}
