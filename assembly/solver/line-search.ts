import { FALL } from "./shared";

/**
 * Search along a descent direction for a step t with the weak Wolfe conditions, phi(t) = F(theta + t direction):
 *
 *   phi(t) <= phi(0) + 1e-4 t phi'(0)        and        phi'(t) >= 0.9 phi'(0)
 *
 * An interval (low, high) always contains such a step: at low F has fallen enough but is still steep, at high it rises. If phi hardly
 * differs from phi(0), the first condition is replaced by its slope form phi'(t) <= -(1 - 2e-4) phi'(0), which
 * does not suffer from cancellation.
 *
 * Source: Nocedal & Wright (2006), section 3.1; Hager & Zhang (2005), SIAM J. Optim. 16, for the slope form.
 */
@final @unmanaged
export class LineSearch {
  step: f64; //        the current trial
  low: f64;
  high: f64;
  lowSlope: f64;
  value: f64; //       phi(0)
  slope: f64; //       phi'(0) < 0
  trials: i32;
}

export enum Verdict { Again = 0, Good = 1, Failed = 2 }

/** Values closer than this part of their size are equal to rounding: expectations are good to about 1e-13 only. */
const FLAT: f64 = 1e-10;

const STEEP: f64 = 0.9;
const MOST_TRIALS: i32 = 40;

export function beginSearch(search: LineSearch, value: f64, slope: f64, step: f64): void {
  search.step = step;
  search.low = 0.0;
  search.high = Infinity;
  search.lowSlope = slope;
  search.value = value;
  search.slope = slope;
  search.trials = 0;
}

/** Takes phi and phi' at search.step; on Again, search.step is the next trial. Not finite counts as a rise. */
export function judgeStep(search: LineSearch, value: f64, slope: f64): Verdict {
  const t = search.step;
  search.trials += 1;
  const noise = FLAT * (Math.abs(value) + Math.abs(search.value));
  const finite = Math.abs(value) < Infinity && Math.abs(slope) < Infinity;
  const flat = finite && Math.abs(value - search.value) <= noise;
  const falls = flat
    ? slope <= (2.0 * FALL - 1.0) * search.slope
    : finite && value <= search.value + FALL * t * search.slope;
  if (falls && slope >= STEEP * search.slope) return Verdict.Good;
  if (search.trials >= MOST_TRIALS) return Verdict.Failed;
  if (falls) {
    search.low = t;
    search.lowSlope = slope;
    search.step = search.high < Infinity ? 0.5 * (t + search.high) : extrapolate(t, search.slope, slope);
  } else {
    search.high = t;
    search.step = finite ? secant(search, t, slope) : search.low + 0.1 * (t - search.low);
  }
  return search.step > 0.0 && search.high - search.low > 0.0 ? Verdict.Again : Verdict.Failed;
}

/** The zero of the slope, taken as linear through 0 and t; at least 2 t, at most 10 t. */
function extrapolate(t: f64, slope0: f64, slope: f64): f64 {
  const guess = slope > slope0 ? t * slope0 / (slope0 - slope) : 10.0 * t;
  return Math.min(Math.max(guess, 2.0 * t), 10.0 * t);
}

/** The same between low and high, kept away from both ends. */
function secant(search: LineSearch, t: f64, slope: f64): f64 {
  const width = t - search.low;
  const guess = slope > search.lowSlope ? width * search.lowSlope / (search.lowSlope - slope) : 0.5 * width;
  return search.low + Math.min(Math.max(guess, 0.1 * width), 0.9 * width);
}
