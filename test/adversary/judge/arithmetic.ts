// Two ways to compute: with doubles, and with pairs of doubles that carry 31 digits. The judge writes its formulas once, for both.

/** What a formula may use. `of` takes a double, `value` gives the nearest one. */
export interface Arithmetic<T> {
  of(x: number): T;
  value(a: T): number;
  add(a: T, b: T): T;
  sub(a: T, b: T): T;
  mul(a: T, b: T): T;
  div(a: T, b: T): T;
  exp(a: T): T;
  log(a: T): T;
  expm1(a: T): T;
  log1p(a: T): T;
  /** The angle of (1, -a), in (0, pi): pi/2 + atan(a). */
  angle(a: T): T;
  /** Decimal digits that are right. */
  readonly digits: number;
}

export const PLAIN: Arithmetic<number> = {
  of: (x) => x,
  value: (a) => a,
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  exp: Math.exp,
  log: Math.log,
  expm1: Math.expm1,
  log1p: Math.log1p,
  angle: (a) => Math.atan2(1, -a),
  digits: 16,
};

/** A double-double: the unevaluated sum h + l, |l| at most half a unit in the last place of h. */
export interface Pair {
  readonly h: number;
  readonly l: number;
}

const ZERO: Pair = { h: 0, l: 0 };
const SPLIT = 134217729;
const LARGE = 1e290;

/** a b exactly (Dekker), short of overflow. */
export function twoProduct(a: number, b: number): Pair {
  const h = a * b;
  if (!(Math.abs(h) < LARGE) || Math.abs(a) > LARGE || Math.abs(b) > LARGE) return { h, l: 0 };
  const s = SPLIT * a;
  const a1 = s - (s - a);
  const a2 = a - a1;
  const t = SPLIT * b;
  const b1 = t - (t - b);
  const b2 = b - b1;
  return { h, l: a1 * b1 - h + a1 * b2 + a2 * b1 + a2 * b2 };
}

function quick(h: number, l: number): Pair {
  const s = h + l;
  return Number.isFinite(s) ? { h: s, l: l - (s - h) } : { h: s, l: 0 };
}

/** Knuth's sum of the heads, exact, and of the tails. */
export function add(a: Pair, b: Pair): Pair {
  const s = a.h + b.h;
  if (!(Math.abs(s) < Infinity)) return { h: s, l: 0 };
  const c = s - a.h;
  const t = a.l + b.l;
  const d = t - a.l;
  const e = a.h - (s - c) + (b.h - c) + t;
  const u = s + e;
  const rest = e - (u - s) + (a.l - (t - d) + (b.l - d));
  const h = u + rest;
  return { h, l: rest - (h - u) };
}

export const neg = (a: Pair): Pair => ({ h: -a.h, l: -a.l });
export const sub = (a: Pair, b: Pair): Pair => add(a, neg(b));

export function mul(a: Pair, b: Pair): Pair {
  const p = a.h * b.h;
  if (!(Math.abs(p) < LARGE) || Math.abs(a.h) > LARGE || Math.abs(b.h) > LARGE) return { h: p, l: 0 };
  const s = SPLIT * a.h;
  const a1 = s - (s - a.h);
  const a2 = a.h - a1;
  const t = SPLIT * b.h;
  const b1 = t - (t - b.h);
  const b2 = b.h - b1;
  const e = a1 * b1 - p + a1 * b2 + a2 * b1 + a2 * b2 + (a.h * b.l + a.l * b.h);
  const h = p + e;
  return { h, l: e - (h - p) };
}

export function div(a: Pair, b: Pair): Pair {
  const q = a.h / b.h;
  if (!Number.isFinite(q) || q === 0) return { h: q, l: 0 };
  const r = sub(a, mul({ h: q, l: 0 }, b));
  const q2 = r.h / b.h;
  const r2 = sub(r, mul({ h: q2, l: 0 }, b));
  const s = quick(q, q2);
  return add(s, { h: r2.h / b.h, l: 0 });
}

const scaled = (a: Pair, factor: number): Pair => ({ h: a.h * factor, l: a.l * factor }); // factor a power of 2

const LN2: Pair = { h: Math.LN2, l: 2.3190468138462996e-17 };

/** 1 / k! */
const INVERSE_FACTORIALS: Pair[] = [{ h: 1, l: 0 }];
for (let k = 1; k <= 46; k++) INVERSE_FACTORIALS.push(div(INVERSE_FACTORIALS[k - 1]!, { h: k, l: 0 }));

/** sum x^m / k! over k = from + m by, m = 0, 1, ..., up to k = to. */
function series(x: Pair, from: number, by: number, to: number): Pair {
  let sum = INVERSE_FACTORIALS[to]!;
  for (let k = to - by; k >= from; k -= by) sum = add(mul(sum, x), INVERSE_FACTORIALS[k]!);
  return sum;
}

/** e^r - 1 for |r| < 0.4: Taylor at r / 256, doubled eight times by 2 e + e^2. */
function smallExpm1(r: Pair): Pair {
  const x = scaled(r, 1 / 256);
  let sum = mul(x, series(x, 1, 1, 9));
  for (let k = 0; k < 8; k++) sum = add(scaled(sum, 2), mul(sum, sum));
  return sum;
}

function exp(a: Pair): Pair {
  if (a.h > 709.7) return { h: Math.exp(a.h), l: 0 };
  if (a.h < -745) return ZERO;
  const k = Math.round(a.h / Math.LN2);
  const r = sub(a, mul(LN2, { h: k, l: 0 }));
  const e = add({ h: 1, l: 0 }, smallExpm1(r));
  const half = Math.trunc(k / 2);
  return scaled(scaled(e, 2 ** half), 2 ** (k - half));
}

function expm1(a: Pair): Pair {
  return Math.abs(a.h) < 0.35 ? smallExpm1(a) : sub(exp(a), { h: 1, l: 0 });
}

function log(a: Pair): Pair {
  if (!(a.h > 0) || a.h === Number.POSITIVE_INFINITY) return { h: Math.log(a.h), l: 0 };
  if (a.h < 1e-280) return sub(log(scaled(scaled(a, 2 ** 600), 2 ** 400)), mul(LN2, { h: 1000, l: 0 }));
  const y = Math.log(a.h);
  const e = sub(mul(a, exp({ h: -y, l: 0 })), { h: 1, l: 0 });
  return add({ h: y, l: 0 }, sub(e, scaled(mul(e, e), 0.5)));
}

function log1p(a: Pair): Pair {
  if (Math.abs(a.h) > 1e-6) return log(add({ h: 1, l: 0 }, a));
  let term = a;
  let sum = a;
  for (let k = 2; k <= 6; k++) {
    term = neg(mul(term, a));
    sum = add(sum, div(term, { h: k, l: 0 }));
  }
  return sum;
}

/** Sine and cosine by Taylor, for angles up to pi. */
function sineAndCosine(a: Pair): [Pair, Pair] {
  const square = neg(mul(a, a));
  return [mul(a, series(square, 1, 2, 45)), series(square, 0, 2, 46)];
}

/** One Newton step from the double: cos t + a sin t = 0. */
function angle(a: Pair): Pair {
  const t = { h: Math.atan2(1, -a.h), l: 0 };
  const [s, c] = sineAndCosine(t);
  return sub(t, div(add(c, mul(a, s)), sub(mul(a, c), s)));
}

export const PAIRS: Arithmetic<Pair> = {
  of: (x) => ({ h: x, l: 0 }),
  value: (a) => a.h + a.l,
  add,
  sub,
  mul,
  div,
  exp,
  log,
  expm1,
  log1p,
  angle,
  digits: 31,
};
