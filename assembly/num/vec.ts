/**
 * Element access and the basic vector operations.
 * Sums run in two SIMD lanes of fixed order, so they are the same bits on every engine.
 */

/** Element i of an f64 vector at p. The only spelling of element access in assembly/. */
// @ts-ignore: decorator
@inline
export function at(p: usize, i: i32): f64 { return load<f64>(p + (<usize>i << 3)); }

// @ts-ignore: decorator
@inline
export function put(p: usize, i: i32, v: f64): void { store<f64>(p + (<usize>i << 3), v); }

/** Element i of a vector of 32-bit indices. */
// @ts-ignore: decorator
@inline
export function index(p: usize, i: i32): i32 { return load<i32>(p + (<usize>i << 2)); }

// @ts-ignore: decorator
@inline
export function putIndex(p: usize, i: i32, v: i32): void { store<i32>(p + (<usize>i << 2), v); }

/** Address of element i of a vector of 32-bit indices. */
// @ts-ignore: decorator
@inline
export function indexSlot(p: usize, i: i32): usize { return p + (<usize>i << 2); }

/** Address of element i. */
// @ts-ignore: decorator
@inline
export function slot(p: usize, i: i32): usize { return p + (<usize>i << 3); }

/** Address of row i of a matrix with `width` columns; the arena limit of the caller keeps the product in range. */
// @ts-ignore: decorator
@inline
export function rowOf(p: usize, i: i32, width: i32): usize { return p + ((<usize>i * <usize>width) << 3); }

export function fill(n: i32, p: usize, v: f64): void {
  for (let i = 0; i < n; ++i) put(p, i, v);
}

export function copy(n: i32, from: usize, to: usize): void { memory.copy(to, from, <usize>n << 3); }

/** sum_i a_i b_i */
export function dot(n: i32, a: usize, b: usize): f64 {
  let s0 = f64x2.splat(0.0);
  let s1 = f64x2.splat(0.0);
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    s0 = f64x2.add(s0, f64x2.mul(v128.load(slot(a, i)), v128.load(slot(b, i))));
    s1 = f64x2.add(s1, f64x2.mul(v128.load(slot(a, i), 16), v128.load(slot(b, i), 16)));
  }
  s0 = f64x2.add(s0, s1);
  let sum = f64x2.extract_lane(s0, 0) + f64x2.extract_lane(s0, 1);
  for (; i < n; ++i) sum += at(a, i) * at(b, i);
  return sum;
}

/** sum_i a_i c_i and sum_i b_i c_i, each to the last bit that of `dot`; c is read once. */
export function dots(n: i32, a: usize, b: usize, c: usize): v128 {
  let a0 = f64x2.splat(0.0), a1 = f64x2.splat(0.0), b0 = f64x2.splat(0.0), b1 = f64x2.splat(0.0);
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    const c0 = v128.load(slot(c, i)), c1 = v128.load(slot(c, i), 16);
    a0 = f64x2.add(a0, f64x2.mul(v128.load(slot(a, i)), c0));
    a1 = f64x2.add(a1, f64x2.mul(v128.load(slot(a, i), 16), c1));
    b0 = f64x2.add(b0, f64x2.mul(v128.load(slot(b, i)), c0));
    b1 = f64x2.add(b1, f64x2.mul(v128.load(slot(b, i), 16), c1));
  }
  a0 = f64x2.add(a0, a1);
  b0 = f64x2.add(b0, b1);
  let s = f64x2.extract_lane(a0, 0) + f64x2.extract_lane(a0, 1);
  let t = f64x2.extract_lane(b0, 0) + f64x2.extract_lane(b0, 1);
  for (; i < n; ++i) {
    s += at(a, i) * at(c, i);
    t += at(b, i) * at(c, i);
  }
  return f64x2.replace_lane(f64x2.splat(s), 1, t);
}

/** b <- b + c a */
export function axpy(n: i32, c: f64, a: usize, b: usize): void {
  const cc = f64x2.splat(c);
  let i = 0;
  for (; i + 2 <= n; i += 2) {
    v128.store(slot(b, i), f64x2.add(v128.load(slot(b, i)), f64x2.mul(cc, v128.load(slot(a, i)))));
  }
  for (; i < n; ++i) put(b, i, at(b, i) + c * at(a, i));
}

/** out <- out + a out, then + b u, then + c v */
export function grow(n: i32, a: f64, b: f64, u: usize, c: f64, v: usize, out: usize): void {
  const aa = f64x2.splat(a), bb = f64x2.splat(b), cc = f64x2.splat(c);
  let i = 0;
  for (; i + 2 <= n; i += 2) {
    let o = v128.load(slot(out, i));
    o = f64x2.add(o, f64x2.mul(aa, o));
    o = f64x2.add(o, f64x2.mul(bb, v128.load(slot(u, i))));
    v128.store(slot(out, i), f64x2.add(o, f64x2.mul(cc, v128.load(slot(v, i)))));
  }
  for (; i < n; ++i) put(out, i, at(out, i) + a * at(out, i) + b * at(u, i) + c * at(v, i));
}

/** out <- A v, n x n */
export function multiply(n: i32, A: usize, v: usize, out: usize): void {
  let j = 0;
  for (; j + 2 <= n; j += 2) v128.store(slot(out, j), dots(n, rowOf(A, j, n), rowOf(A, j + 1, n), v));
  if (j < n) put(out, j, dot(n, rowOf(A, j, n), v));
}

/** out_i <- out_i + v_i (b - m_i)^2 */
export function addSquaresAbout(n: i32, b: f64, m: usize, v: usize, out: usize): void {
  const bb = f64x2.splat(b);
  let i = 0;
  for (; i + 2 <= n; i += 2) {
    const far = f64x2.sub(bb, v128.load(slot(m, i)));
    const square = f64x2.mul(f64x2.mul(v128.load(slot(v, i)), far), far);
    v128.store(slot(out, i), f64x2.add(v128.load(slot(out, i)), square));
  }
  for (; i < n; ++i) {
    const far = b - at(m, i);
    put(out, i, at(out, i) + at(v, i) * far * far);
  }
}

/** sum_i w_i q_i (b - m_i) */
export function sumAbout(n: i32, b: f64, m: usize, w: usize, q: usize): f64 {
  const bb = f64x2.splat(b);
  let s = f64x2.splat(0.0);
  let i = 0;
  for (; i + 2 <= n; i += 2) {
    const share = f64x2.mul(v128.load(slot(w, i)), v128.load(slot(q, i)));
    s = f64x2.add(s, f64x2.mul(share, f64x2.sub(bb, v128.load(slot(m, i)))));
  }
  let sum = f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
  for (; i < n; ++i) sum += at(w, i) * at(q, i) * (b - at(m, i));
  return sum;
}

/** max_i |a_i|; NaN counts as infinite. */
export function maxAbs(n: i32, a: usize): f64 {
  let m = 0.0;
  for (let i = 0; i < n; ++i) {
    const v = Math.abs(at(a, i));
    if (!(v <= m)) m = v == v ? v : Infinity;
  }
  return m;
}
