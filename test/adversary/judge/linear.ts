// Small symmetric systems, in doubles.

/** x with A x = b by Cholesky's method; undefined where A is not positive definite. */
export function solved(A: readonly (readonly number[])[], b: readonly number[]): number[] | undefined {
  const n = b.length;
  const L = A.map((row) => [...row]);
  for (let j = 0; j < n; j++) {
    let d = L[j]![j]!;
    for (let k = 0; k < j; k++) d -= L[j]![k]! ** 2;
    if (!(d > 1e-15 * Math.abs(A[j]![j]!)) || !Number.isFinite(d)) return undefined;
    const root = Math.sqrt(d);
    L[j]![j] = root;
    for (let i = j + 1; i < n; i++) {
      let v = L[i]![j]!;
      for (let k = 0; k < j; k++) v -= L[i]![k]! * L[j]![k]!;
      L[i]![j] = v / root;
    }
  }
  const x = [...b];
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i]! -= L[i]![k]! * x[k]!;
    x[i]! /= L[i]![i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i]! -= L[k]![i]! * x[k]!;
    x[i]! /= L[i]![i]!;
  }
  return x;
}

/** The step -(H + damping D)^-1 g, D the diagonal of H held away from 0. */
export function dampedStep(
  g: readonly number[],
  H: readonly (readonly number[])[],
  damping: number,
): number[] | undefined {
  const top = Math.max(...H.map((row, i) => Math.abs(row[i]!)), 1e-300);
  const scale = H.map((row, i) => 1 / Math.sqrt(Math.max(Math.abs(row[i]!), 1e-14 * top)));
  const scaled = H.map((row, i) => row.map((v, j) => v * scale[i]! * scale[j]! + (i === j ? damping : 0)));
  const x = solved(
    scaled,
    g.map((v, i) => -v * scale[i]!),
  );
  return x?.map((v, i) => v * scale[i]!);
}

/** Eigenvalues and vectors by Jacobi's rotations. */
export function eigen(A: readonly (readonly number[])[]): { values: number[]; vectors: number[][] } {
  const n = A.length;
  const M = A.map((row) => [...row]);
  const V = A.map((_, i) => A.map((_, j) => Number(i === j)));
  for (let sweep = 0; sweep < 30; sweep++) {
    let off = 0;
    for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) off += M[i]![j]! ** 2;
    if (off === 0) break;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        if (M[p]![q] === 0) continue;
        const theta = (M[q]![q]! - M[p]![p]!) / (2 * M[p]![q]!);
        const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.hypot(theta, 1));
        const c = 1 / Math.hypot(t, 1);
        const s = t * c;
        for (let k = 0; k < n; k++) {
          const [a, b] = [M[k]![p]!, M[k]![q]!];
          M[k]![p] = c * a - s * b;
          M[k]![q] = s * a + c * b;
        }
        for (let k = 0; k < n; k++) {
          const [a, b] = [M[p]![k]!, M[q]![k]!];
          M[p]![k] = c * a - s * b;
          M[q]![k] = s * a + c * b;
          const [u, v] = [V[k]![p]!, V[k]![q]!];
          V[k]![p] = c * u - s * v;
          V[k]![q] = s * u + c * v;
        }
      }
    }
  }
  return { values: M.map((row, i) => row[i]!), vectors: Array.from({ length: n }, (_, i) => V.map((row) => row[i]!)) };
}
