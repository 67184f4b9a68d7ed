import { at, put } from "./vec";

/**
 * Products of a panel of rows with several vectors at a time: an entry is loaded once for four of them, and eight sums run beside each other. The
 * panel has rows by fours, quad q and column j at panel + (q p + j) 32 bytes.
 *
 *   quadProducts    out_i <- sum_j x_ij v_j            columns in their order
 *   quadSums        out_j += sum_i x_ij r_i            two sums, of even rows and of odd ones, each in the order of the rows
 *
 * A vector's results have the same bits whichever others go with it, or none.
 */

const QUAD: usize = 32;

// @ts-ignore: decorator
@inline
function add(sum: v128, x: v128, v: v128): v128 { return f64x2.add(sum, f64x2.mul(x, v)); }

// @ts-ignore: decorator
@inline
function both(v: v128): f64 { return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1); }

// @ts-ignore: decorator
@inline
function zero(): v128 { return f64x2.splat(0.0); }

/** For four vectors. */
export function quadProducts4(panel: usize, quads: i32, p: i32, v0: usize, v1: usize, v2: usize, v3: usize, o0: usize, o1: usize, o2: usize, o3: usize): void {
  const end = <usize>p << 3;
  let x = panel;
  for (let q: usize = 0; q < <usize>quads; ++q) {
    let a0 = zero(), a1 = zero(), b0 = zero(), b1 = zero(), c0 = zero(), c1 = zero(), d0 = zero(), d1 = zero();
    for (let j: usize = 0; j < end; j += 8, x += QUAD) {
      const x0 = v128.load(x), x1 = v128.load(x, 16);
      const a = v128.load64_splat(v0 + j), b = v128.load64_splat(v1 + j);
      a0 = add(a0, x0, a); a1 = add(a1, x1, a);
      b0 = add(b0, x0, b); b1 = add(b1, x1, b);
      const c = v128.load64_splat(v2 + j), d = v128.load64_splat(v3 + j);
      c0 = add(c0, x0, c); c1 = add(c1, x1, c);
      d0 = add(d0, x0, d); d1 = add(d1, x1, d);
    }
    const i = q * QUAD;
    v128.store(o0 + i, a0); v128.store(o0 + i, a1, 16);
    v128.store(o1 + i, b0); v128.store(o1 + i, b1, 16);
    v128.store(o2 + i, c0); v128.store(o2 + i, c1, 16);
    v128.store(o3 + i, d0); v128.store(o3 + i, d1, 16);
  }
}

/** For one, four quads at a time. */
export function quadProducts(panel: usize, quads: i32, p: i32, v: usize, out: usize): void {
  const end = <usize>p << 3;
  const width = <usize>p * QUAD;
  let q = 0;
  for (; q + 4 <= quads; q += 4) {
    let x = panel + <usize>q * width, y = x + width, z = y + width, w = z + width;
    let a0 = zero(), a1 = zero(), b0 = zero(), b1 = zero(), c0 = zero(), c1 = zero(), d0 = zero(), d1 = zero();
    for (let j: usize = 0; j < end; j += 8) {
      const s = v128.load64_splat(v + j);
      a0 = add(a0, v128.load(x), s); a1 = add(a1, v128.load(x, 16), s);
      b0 = add(b0, v128.load(y), s); b1 = add(b1, v128.load(y, 16), s);
      c0 = add(c0, v128.load(z), s); c1 = add(c1, v128.load(z, 16), s);
      d0 = add(d0, v128.load(w), s); d1 = add(d1, v128.load(w, 16), s);
      x += QUAD; y += QUAD; z += QUAD; w += QUAD;
    }
    const to = out + <usize>q * QUAD;
    v128.store(to, a0); v128.store(to, a1, 16); v128.store(to, b0, 32); v128.store(to, b1, 48);
    v128.store(to, c0, 64); v128.store(to, c1, 80); v128.store(to, d0, 96); v128.store(to, d1, 112);
  }
  for (; q < quads; ++q) {
    let x = panel + <usize>q * width;
    let a0 = zero(), a1 = zero();
    for (let j: usize = 0; j < end; j += 8, x += QUAD) {
      const s = v128.load64_splat(v + j);
      a0 = add(a0, v128.load(x), s); a1 = add(a1, v128.load(x, 16), s);
    }
    const to = out + <usize>q * QUAD;
    v128.store(to, a0); v128.store(to, a1, 16);
  }
}

/** For four vectors, two columns at a time. */
export function quadSums4(panel: usize, quads: i32, p: i32, r0: usize, r1: usize, r2: usize, r3: usize, o0: usize, o1: usize, o2: usize, o3: usize): void {
  const width = <usize>p * QUAD;
  const end = <usize>quads * QUAD;
  let j = 0;
  for (; j + 2 <= p; j += 2) {
    let x = panel + <usize>j * QUAD;
    let a0 = zero(), a1 = zero(), b0 = zero(), b1 = zero(), c0 = zero(), c1 = zero(), d0 = zero(), d1 = zero();
    for (let i: usize = 0; i < end; i += QUAD, x += width) {
      const x0 = v128.load(x), x1 = v128.load(x, 16), y0 = v128.load(x, 32), y1 = v128.load(x, 48);
      let even = v128.load(r0 + i), odd = v128.load(r0 + i, 16);
      a0 = add(add(a0, x0, even), x1, odd); a1 = add(add(a1, y0, even), y1, odd);
      even = v128.load(r1 + i); odd = v128.load(r1 + i, 16);
      b0 = add(add(b0, x0, even), x1, odd); b1 = add(add(b1, y0, even), y1, odd);
      even = v128.load(r2 + i); odd = v128.load(r2 + i, 16);
      c0 = add(add(c0, x0, even), x1, odd); c1 = add(add(c1, y0, even), y1, odd);
      even = v128.load(r3 + i); odd = v128.load(r3 + i, 16);
      d0 = add(add(d0, x0, even), x1, odd); d1 = add(add(d1, y0, even), y1, odd);
    }
    gain(o0, j, a0); gain(o0, j + 1, a1);
    gain(o1, j, b0); gain(o1, j + 1, b1);
    gain(o2, j, c0); gain(o2, j + 1, c1);
    gain(o3, j, d0); gain(o3, j + 1, d1);
  }
  if (j == p) return;
  sumsOf(panel, quads, p, j, r0, o0);
  sumsOf(panel, quads, p, j, r1, o1);
  sumsOf(panel, quads, p, j, r2, o2);
  sumsOf(panel, quads, p, j, r3, o3);
}

/** For one, eight columns at a time. */
export function quadSums(panel: usize, quads: i32, p: i32, r: usize, out: usize): void {
  const width = <usize>p * QUAD;
  const end = <usize>quads * QUAD;
  let j = 0;
  for (; j + 8 <= p; j += 8) {
    let x = panel + <usize>j * QUAD;
    let a = zero(), b = zero(), c = zero(), d = zero(), e = zero(), f = zero(), g = zero(), h = zero();
    for (let i: usize = 0; i < end; i += QUAD, x += width) {
      const even = v128.load(r + i), odd = v128.load(r + i, 16);
      a = add(add(a, v128.load(x), even), v128.load(x, 16), odd);
      b = add(add(b, v128.load(x, 32), even), v128.load(x, 48), odd);
      c = add(add(c, v128.load(x, 64), even), v128.load(x, 80), odd);
      d = add(add(d, v128.load(x, 96), even), v128.load(x, 112), odd);
      e = add(add(e, v128.load(x, 128), even), v128.load(x, 144), odd);
      f = add(add(f, v128.load(x, 160), even), v128.load(x, 176), odd);
      g = add(add(g, v128.load(x, 192), even), v128.load(x, 208), odd);
      h = add(add(h, v128.load(x, 224), even), v128.load(x, 240), odd);
    }
    gain(out, j, a); gain(out, j + 1, b); gain(out, j + 2, c); gain(out, j + 3, d);
    gain(out, j + 4, e); gain(out, j + 5, f); gain(out, j + 6, g); gain(out, j + 7, h);
  }
  for (; j < p; ++j) sumsOf(panel, quads, p, j, r, out);
}

function sumsOf(panel: usize, quads: i32, p: i32, j: i32, r: usize, out: usize): void {
  const width = <usize>p * QUAD;
  let x = panel + <usize>j * QUAD;
  let a = zero();
  for (let i: usize = 0; i < <usize>quads * QUAD; i += QUAD, x += width) {
    a = add(add(a, v128.load(x), v128.load(r + i)), v128.load(x, 16), v128.load(r + i, 16));
  }
  gain(out, j, a);
}

// @ts-ignore: decorator
@inline
function gain(out: usize, j: i32, sum: v128): void { put(out, j, at(out, j) + both(sum)); }
