import type { Arithmetic, Pair } from "./arithmetic.js";
import { PAIRS, PLAIN } from "./arithmetic.js";
import { canonicalCurvature, EXPONENT, type JudgedForm, loss, powerOf } from "./loss.js";

// docs/objective.md, "Noise" and "Four ways to take the expectation", written from the formulas.

/** v_ij, the variance of a noised entry. */
export function varianceOf(noise: string, x: number, h: number): number {
  if (h === 0) return 0;
  switch (noise) {
    case "dropout":
      return (h / (1 - h)) * x * x;
    case "additive":
      return h * h;
    case "multiplicative":
      return h * h * x * x;
    case "laplace":
      return 2 * h * h;
    default:
      return x; // poisson
  }
}

/** log E exp(t (x~ - x)) */
export function logMoment(A: Arithmetic<Pair>, noise: string, x: number, h: number, t: Pair): Pair {
  if (h === 0) return A.of(0);
  const tx = A.mul(t, A.of(x));
  const square = A.mul(t, t);
  switch (noise) {
    case "dropout": {
      const k = A.sub(A.of(1), A.of(h));
      const u = A.div(tx, k);
      // d + k e^u, the larger exponential taken out
      if (A.value(u) > 0) {
        const rest = A.log(A.add(k, A.mul(A.of(h), A.exp(A.sub(A.of(0), u)))));
        return A.add(A.sub(u, tx), rest);
      }
      return A.sub(A.log1p(A.mul(k, A.expm1(u))), tx);
    }
    case "additive":
      return A.mul(A.mul(A.of(h / 2), A.of(h)), square);
    case "multiplicative":
      return A.mul(A.mul(A.mul(A.of(h / 2), A.of(h)), A.of(x)), A.mul(A.of(x), square));
    case "laplace": {
      const q = A.mul(A.mul(A.of(h), A.of(h)), square);
      return A.value(q) < 1 ? A.sub(A.of(0), A.log1p(A.sub(A.of(0), q))) : A.of(Number.POSITIVE_INFINITY);
    }
    default:
      return x === 0 ? A.of(0) : A.mul(A.of(x), A.sub(A.expm1(t), t));
  }
}

const GOLDEN = 0x9e3779b97f4a7c15n;
const MASK = (1n << 64n) - 1n;

function mix(z: bigint): bigint {
  let v = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
  v = ((v ^ (v >> 27n)) * 0x94d049bb133111ebn) & MASK;
  return v ^ (v >> 31n);
}

/** The hash of decision 0014. */
function bits(seed: bigint, a: bigint, b: bigint): bigint {
  return mix((mix((mix((seed + GOLDEN) & MASK) + a * GOLDEN) & MASK) + b * GOLDEN) & MASK);
}

/** Copy `copy` of an entry under one of several noises: its deviation from the entry. */
export function drawnDeviation(
  place: { seed: number; which: number; row: number; column: number; copy: number },
  noise: string,
  x: number,
  h: number,
): number {
  const own = bits(BigInt(place.seed), BigInt(place.which), 0n);
  const word = bits(own, BigInt(place.row), (BigInt(place.column) << 32n) | BigInt(place.copy));
  const u = Number((word >> 11n) | 1n) * 2 ** -53;
  switch (noise) {
    case "dropout":
      return u < h ? -x : x / (1 - h) - x;
    case "additive":
      return h * normalQuantile(u);
    case "multiplicative":
      return h * x * normalQuantile(u);
    case "laplace":
      return u < 0.5 ? h * Math.log(2 * u) : -h * Math.log(2 * (1 - u));
    default:
      return poissonQuantile(x, u) - x;
  }
}

/** By Newton's method in double-double on the tail of the normal distribution would be slow: bisection, then two steps of Newton. */
function normalQuantile(u: number): number {
  const p = Math.min(u, 1 - u);
  let z = Math.sqrt(Math.max(0, -2 * Math.log(2 * p))); // above the quantile's size
  for (let k = 0; k < 60; k++) {
    const [tail, density] = tailAndDensity(z);
    const step = Math.log(tail / p) / (density / tail); // Newton on the logarithm, which is concave
    z += step;
    if (Math.abs(step) < 1e-15 * (1 + z)) break;
  }
  return u < 0.5 ? -z : z;
}

function tailAndDensity(z: number): [number, number] {
  const density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
  if (z > 1.5) {
    let fraction = 0;
    for (let k = Math.ceil(20 + 250 / (z * z)); k > 0; k--) fraction = k / (z + fraction);
    return [density / (z + fraction), density];
  }
  let term = z;
  let sum = z;
  for (let k = 1; Math.abs(term) > 1e-18; k++) {
    term *= (z * z) / (2 * k + 1);
    sum += term;
  }
  return [0.5 - sum * density, density];
}

/** The least k with P(K <= k) >= u, by adding up. */
function poissonQuantile(mean: number, u: number): number {
  if (mean === 0) return 0;
  let log = -mean;
  let sum = Math.exp(log);
  let k = 0;
  while (sum < u && k < mean + 60 * Math.sqrt(mean) + 100) {
    k++;
    log += Math.log(mean / k);
    sum += Math.exp(log);
  }
  return k;
}

/** The noise penalty of a row: r as a function of eta and of one more number q. */
export interface RowNoise {
  /** r(y, eta, q) */
  readonly penalty: (y: number, eta: Pair, q: Pair) => Pair;
  /** Whether r is known to 31 digits, or to those of a double. */
  readonly isPaired: boolean;
}

/** c and a of the exact form, l = c(y) e^(a eta) + linear in eta; undefined where l is quadratic. */
export function exponential({ family }: JudgedForm): { a: number; c: (y: number) => number } | undefined {
  if (family === "gaussian") return undefined;
  return family === "poisson" ? { a: 1, c: () => 1 } : { a: -1, c: (y) => y };
}

/** For "quadratic", "gaussian" (q = s, the variance of eta) and "exact" (q = sum_j m_ij(a beta_j), or s where l is quadratic). */
export function rowNoise(form: JudgedForm, approximation: string): RowNoise {
  const A = PAIRS;
  if (approximation === "quadratic") {
    return { isPaired: true, penalty: (_, eta, s) => A.mul(A.mul(A.of(0.5), s), canonicalCurvature(A, form, eta)) };
  }
  if (form.family === "gaussian" && form.link === "identity") {
    return { isPaired: true, penalty: (_, __, s) => A.mul(A.of(0.5), s) };
  }
  if (approximation === "exact") {
    const { a, c } = exponential(form)!;
    return {
      isPaired: true,
      penalty: (y, eta, q) => A.mul(A.mul(A.of(c(y)), A.exp(A.mul(A.of(a), eta))), A.expm1(q)),
    };
  }
  if (EXPONENT[form.link] === 0 && form.family !== "negative-binomial" && form.family !== "binomial") {
    return { isPaired: true, penalty: (y, eta, s) => exponentialsUnderNoise(form, y, eta, s) };
  }
  return { isPaired: false, penalty: (y, eta, s) => A.of(integrated(form, y, A.value(eta), A.value(s))) };
}

/** E e^(a (eta + sqrt(s) Z)) = e^(a eta + a^2 s / 2), term by term. */
function exponentialsUnderNoise(form: JudgedForm, y: number, eta: Pair, s: Pair): Pair {
  const A = PAIRS;
  const p = powerOf(form);
  const term = (factor: number, a: number): Pair =>
    factor === 0 || a === 0
      ? A.of(0)
      : A.mul(A.mul(A.of(factor), A.exp(A.mul(A.of(a), eta))), A.expm1(A.mul(A.of((a * a) / 2), s)));
  const first = p === 1 ? A.of(0) : term(y / (p - 1), 1 - p);
  return A.add(first, p === 2 ? A.of(0) : A.div(term(1, 2 - p), A.sub(A.of(2), A.of(p))));
}

const WIDEST = 9.5;
const MOST_NODES = 1500;

/**
 * E l(eta + sd Z) - l(eta) by the trapezoidal rule, whose error falls like e^(-2 pi d / step): d, the distance to the nearest
 * singularity in units of sd, is pi for logit and the negative binomial, 1 for cauchit, and above 1 for the others.
 */
function integrated(form: JudgedForm, y: number, eta: number, s: number): number {
  if (s === 0) return 0;
  const sd = Math.sqrt(s);
  const center = loss(PLAIN, form, y, eta);
  const step = Math.min(0.2, (form.link === "logit" || form.link === "log" ? 0.5 : 0.16) / sd);
  const widest = WIDEST + sd; // tails of l fall or grow like e^(sd z), which moves the middle of the integrand by sd
  const half = Math.ceil(widest / step);
  if (half > MOST_NODES) return Number.NaN; // too many nodes: not judged
  let sum = 0;
  for (let k = 1; k <= half; k++) {
    const z = k * step;
    const both = loss(PLAIN, form, y, eta + sd * z) - center + (loss(PLAIN, form, y, eta - sd * z) - center);
    sum += Math.exp(-0.5 * z * z) * both;
  }
  return (step * sum) / Math.sqrt(2 * Math.PI);
}
