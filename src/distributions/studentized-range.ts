import { elementary } from "../wasm/elementary.js";
import type { Kernel } from "../wasm/kernel.js";
import { normal } from "./index.js";

// The range of k standard normal variables over an independent estimate of their standard deviation: Tukey's test of all pairs.

/** Nodes and weights of Gauss and Legendre on [-1, 1], order 16 (Abramowitz & Stegun, table 25.4). */
const NODES = [
  0.0950125098376374, 0.2816035507792589, 0.4580167776572274, 0.6178762444026438, 0.755404408355003, 0.8656312023878318,
  0.9445750230732326, 0.9894009349916499,
]; // biome-ignore format: a list
const WEIGHTS = [
  0.1894506104550685, 0.1826034150449236, 0.1691565193950025, 0.1495959888165767, 0.1246289712555339, 0.0951585116824928,
  0.0622535239386479, 0.0271524594117541,
]; // biome-ignore format: a list

function integral(f: (x: number) => number, from: number, to: number, panels: number): number {
  const half = (to - from) / (2 * panels);
  let sum = 0;
  for (let k = 0; k < panels; k++) {
    const middle = from + (2 * k + 1) * half;
    for (let i = 0; i < NODES.length; i++) {
      sum += WEIGHTS[i]! * (f(middle - half * NODES[i]!) + f(middle + half * NODES[i]!));
    }
  }
  return half * sum;
}

/** Beyond it the normal density adds nothing. */
const FAR = 9;

/**
 * P(range > q) of k means with df degrees of freedom of the standard deviation; Infinity: it is known.
 *
 *     known      1 - k int phi(z) [Phi(z) - Phi(z - q)]^(k-1) dz
 *     estimated  the same at q s, averaged over s^2 ~ chi-square(df) / df
 *
 * Source: Tukey (1953); Copenhaver & Holland (1988), J. Stat. Comput. Simul. 30.
 */
export function rangeUpper(kernel: Kernel, q: number, k: number, df: number): number {
  if (Number.isNaN(q)) return Number.NaN;
  if (q <= 0) return 1;
  const known = upperOfKnown(kernel, k);
  if (df === Infinity) return known(q);
  const { exp, log } = elementary();
  // the density of s but for a factor, 1 at its mode; beyond the ends it is below e^-60
  const mode = Math.sqrt(Math.max(0, df - 1) / df);
  const logDensity = (s: number): number => (df - 1) * (df > 1 ? log(s / mode) : 0) - (df / 2) * (s * s - mode * mode);
  const far = 8 / Math.sqrt(2 * df);
  const [from, to] = [Math.max(0, mode - 1.4 * far), mode + (df < 8 ? 2 : 1.4) * far];
  const density = (s: number): number => exp(logDensity(s));
  const panels = 12;
  return Math.min(
    1,
    integral((s) => density(s) * known(q * s), from, to, panels) / integral(density, from, to, panels),
  );
}

/** The upper tail of the range of k standard normal variables. */
function upperOfKnown(kernel: Kernel, k: number): (w: number) => number {
  const { exp } = elementary();
  const phi = normal(kernel);
  const root = Math.sqrt(2 * Math.PI);
  return (w) => {
    // the largest is z: all others are below it, and not all of them within w; 1 - a^m without cancellation
    const within = (z: number): number => {
      const below = phi.cdf(z);
      const out = phi.cdf(z - w);
      if (below === 0) return 0;
      const left = out / below;
      return below ** (k - 1) * -Math.expm1((k - 1) * Math.log1p(-left));
    };
    return Math.min(
      1,
      integral((z) => (k * exp(-0.5 * z * z) * within(z)) / root, -FAR, FAR, 12),
    );
  };
}

/** The q that the range exceeds with probability p: by secants of log P, within a bracket. */
export function rangeUpperQuantile(kernel: Kernel, p: number, k: number, df: number): number {
  const { log } = elementary();
  const miss = (q: number): number => log(rangeUpper(kernel, q, k, df) / p);
  let [low, high] = [0, 4];
  while (miss(high) > 0 && high < 1e4) [low, high] = [high, 2 * high];
  let [a, b] = [low, high];
  let [atA, atB] = [miss(a), miss(b)];
  for (let step = 0; step < 60 && Math.abs(b - a) > 1e-11 * b; step++) {
    let next = b - (atB * (b - a)) / (atB - atA);
    if (!(next > low && next < high)) next = (low + high) / 2;
    [a, atA] = [b, atB];
    [b, atB] = [next, miss(next)];
    if (atB > 0) low = Math.max(low, b);
    else high = Math.min(high, b);
    if (atB === 0) break;
  }
  return b;
}
