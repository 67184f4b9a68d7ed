// Whether { u : e u = 0 for all e, a u >= 0 for all a } holds a u with some a u > 0: decided in whole numbers, without rounding.

/** Doubles as whole numbers, columns as multiples of a power of two: whole = row times unit, which only changes the unit of u_j. */
export function wholeRows(rows: readonly (readonly number[])[], d: number): { whole: bigint[][]; unit: number[] } {
  const whole = rows.map(() => Array<bigint>(d).fill(0n));
  const unit = Array<number>(d).fill(1);
  for (let j = 0; j < d; j++) {
    const parts = rows.map((row) => parted(row[j]!));
    const used = parts.filter(([m]) => m !== 0n).map(([, e]) => e);
    const least = used.length === 0 ? 0 : Math.min(...used);
    unit[j] = 2 ** -least;
    parts.forEach(([m, e], i) => {
      whole[i]![j] = m === 0n ? 0n : m << BigInt(e - least);
    });
  }
  return { whole, unit };
}

/** x = m 2^e with m a whole number. */
function parted(x: number): [bigint, number] {
  if (x === 0) return [0n, 0];
  let e = 0;
  let v = x;
  while (Math.abs(v) < 2 ** 52) {
    v *= 2;
    e--;
  }
  while (Math.abs(v) >= 2 ** 53) {
    v /= 2;
    e++;
  }
  return [BigInt(v), e];
}

/** A basis of { u : e u = 0 }, fraction-free. */
function kernelOf(rows: readonly (readonly bigint[])[], d: number): bigint[][] {
  let basis = Array.from({ length: d }, (_, j) => Array.from({ length: d }, (_, k) => BigInt(j === k)));
  for (const row of rows) {
    const products = basis.map((u) => dot(row, u));
    const at = products.findIndex((v) => v !== 0n);
    if (at < 0) continue;
    const [pivot, by] = [basis[at]!, products[at]!];
    basis = basis.flatMap((u, k) =>
      k === at ? [] : [products[k] === 0n ? u : reduced(u.map((v, j) => v * by - pivot[j]! * products[k]!))],
    );
  }
  return basis;
}

const dot = (a: readonly bigint[], b: readonly bigint[]): bigint => {
  let sum = 0n;
  for (let j = 0; j < a.length; j++) if (a[j] !== 0n && b[j] !== 0n) sum += a[j]! * b[j]!;
  return sum;
};

function reduced(u: bigint[]): bigint[] {
  let common = 0n;
  for (const v of u) common = greatest(common, v < 0n ? -v : v);
  return common > 1n ? u.map((v) => v / common) : u;
}

function greatest(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** Such a u that also has l u >= 0 for all limits l; undefined where there is none. */
export function coneDirection(
  sides: readonly (readonly bigint[])[],
  limits: readonly (readonly bigint[])[],
  equal: readonly (readonly bigint[])[],
  d: number,
): bigint[] | undefined {
  const kernel = kernelOf(equal, d);
  if (kernel.length === 0) return undefined;
  const inKernel = (list: readonly (readonly bigint[])[]): bigint[][] =>
    list.map((a) => reduced(kernel.map((u) => dot(a, u)))).filter((a) => a.some((v) => v !== 0n));
  const rows = inKernel(sides);
  if (rows.length === 0) return undefined;
  const v = strictly(rows, inKernel(limits), kernel.length);
  if (v === undefined) return undefined;
  const u = Array<bigint>(d).fill(0n);
  kernel.forEach((k, at) => {
    for (let j = 0; j < d; j++) u[j]! += v[at]! * k[j]!;
  });
  return reduced(u);
}

/**
 * maximize sum_i a_i v  subject to  -a_i v <= 0, sum_i a_i v <= 1, v = v+ - v-: above 0 if and only if such a v exists. The
 * simplex method on a dictionary of whole numbers over one denominator, with Bland's rule.
 */
function strictly(rows: readonly bigint[][], limits: readonly bigint[][], k: number): bigint[] | undefined {
  const total = Array.from({ length: k }, (_, j) => rows.reduce((s, a) => s + a[j]!, 0n));
  if (total.every((v) => v === 0n)) return undefined;
  const both = (a: readonly bigint[]): bigint[] => [...a, ...a.map((v) => -v)];
  const T = [
    ...[...rows, ...limits].map((a) => [...both(a.map((v) => -v)), 0n]),
    [...both(total), 1n],
    [...both(total), 0n],
  ];
  const m = rows.length + limits.length + 1;
  const n = 2 * k;
  const inBasis = Array.from({ length: m }, (_, i) => n + i);
  const outside = Array.from({ length: n }, (_, j) => j);
  let denominator = 1n;
  for (;;) {
    let enter = -1;
    for (let j = 0; j < n; j++) if (T[m]![j]! > 0n && (enter < 0 || outside[j]! < outside[enter]!)) enter = j;
    if (enter < 0) break;
    let leave = -1;
    for (let i = 0; i < m; i++) {
      if (!(T[i]![enter]! > 0n)) continue;
      if (leave < 0) {
        leave = i;
        continue;
      }
      const [a, b] = [T[i]![n]! * T[leave]![enter]!, T[leave]![n]! * T[i]![enter]!];
      if (a < b || (a === b && inBasis[i]! < inBasis[leave]!)) leave = i;
    }
    if (leave < 0) throw new Error("the cone's program is unbounded");
    denominator = exchange(T, leave, enter, denominator);
    [inBasis[leave], outside[enter]] = [outside[enter]!, inBasis[leave]!];
    if (T[m]![n] !== 0n) break; // the maximum is 0 or 1
  }
  if (T[m]![n] === 0n) return undefined;
  const v = Array<bigint>(k).fill(0n);
  inBasis.forEach((variable, i) => {
    if (variable < k) v[variable]! += T[i]![n]!;
    else if (variable < n) v[variable - k]! -= T[i]![n]!;
  });
  return v;
}

/** One exchange of a dictionary whose entries are T / denominator; the new denominator. */
function exchange(T: bigint[][], r: number, s: number, denominator: bigint): bigint {
  const pivot = T[r]![s]!;
  const row = T[r]!;
  T.forEach((line, i) => {
    if (i === r) return;
    const factor = line[s]!;
    for (let j = 0; j < line.length; j++) {
      if (j !== s) line[j] = (line[j]! * pivot - factor * row[j]!) / denominator;
    }
    line[s] = -factor;
  });
  row[s] = denominator;
  return pivot;
}
