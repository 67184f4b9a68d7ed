import { type Form, lossAt } from "./forms.js";

// Minimizers of small problems with one column and an intercept, found without the library: golden sections within golden
// sections over the convex set on which every row lies in the domain of its link.

/** Small data: one column, weights that include trials. */
export interface SmallData {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly weights: readonly number[];
  readonly offset?: readonly number[];
}

/** The interval of eta, written by hand, without the library. */
export function domainOf({ family }: Form): { low: number; high: number } {
  if (family.name === "binomial")
    return { low: family.link === "log" ? -Infinity : 0, high: family.link === "log" ? 0 : 1 };
  return { low: 0, high: Infinity };
}

/** l with its limit at the ends of the domain, where it has one. */
function closedLoss(form: Form, y: number, eta: number): number {
  const { low, high } = domainOf(form);
  const size = 1e-300;
  const at = eta <= low ? low + size : eta >= high ? (high === 0 ? -size : 1 - 2 ** -53) : eta;
  const isTouched = (eta <= low && y === 0) || (eta >= high && y === 1);
  if (isTouched && form.family.name === "binomial") return 0;
  return lossAt(form, y, at);
}

/** (1/W) sum w l at a point; Infinity outside of the domain. */
export function meanLoss(form: Form, { x, y, weights, offset }: SmallData, b: number, beta: number): number {
  const { low, high } = domainOf(form);
  let sum = 0;
  let total = 0;
  x.forEach((v, i) => {
    total += weights[i]!;
    if (weights[i] === 0) return;
    const eta = (offset?.[i] ?? 0) + b + v * beta;
    const edge = 1e-13 * (Math.abs(b) + Math.abs(v * beta) + 1);
    sum += eta < low - edge || eta > high + edge ? Infinity : weights[i]! * closedLoss(form, y[i]!, eta);
  });
  return Number.isNaN(sum) ? Infinity : sum / total;
}

const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** The least value of a convex function on an interval, and where. */
export function goldenSection(f: (x: number) => number, from: number, to: number): { x: number; value: number } {
  let [a, b] = [from, to];
  let c = b - GOLDEN * (b - a);
  let d = a + GOLDEN * (b - a);
  let [fc, fd] = [f(c), f(d)];
  for (let k = 0; k < 85; k++) {
    if (fc <= fd) {
      [b, d, fd] = [d, c, fc];
      c = b - GOLDEN * (b - a);
      fc = f(c);
    } else {
      [a, c, fc] = [c, d, fd];
      d = a + GOLDEN * (b - a);
      fd = f(d);
    }
  }
  return [a, b, c, d, from, to]
    .map((x) => ({ x, value: f(x) }))
    .reduce((best, one) => (one.value < best.value ? one : best));
}

/** The least of mean loss + penalty(beta), beta in an interval, the intercept free. */
export function leastObjective(
  form: Form,
  data: SmallData,
  penalty: (beta: number) => number = () => 0,
  [from, to]: readonly [number, number] = [-60, 60],
): { beta: number; objective: number } {
  const { low, high } = domainOf(form);
  const inner = (beta: number): number => {
    let [least, most] = [-1e3, 1e3];
    data.x.forEach((v, i) => {
      if (data.weights[i] === 0) return;
      const rest = (data.offset?.[i] ?? 0) + v * beta;
      if (low > -Infinity) least = Math.max(least, low - rest);
      if (high < Infinity) most = Math.min(most, high - rest);
    });
    if (least > most) return 1e9 * (1 + Math.abs(beta)); // no intercept is inside; smaller slopes are nearer to a valid one
    return goldenSection((b) => meanLoss(form, data, b, beta), least, most).value + penalty(beta);
  };
  const { x, value } = goldenSection(inner, from, to);
  return { beta: x, objective: value };
}
