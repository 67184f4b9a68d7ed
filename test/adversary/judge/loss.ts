import { type Arithmetic, PLAIN } from "./arithmetic.js";

// l(y, eta) of docs/objective.md, "Families", written from the table: without code of the library.

/** A family with its link and its parameters. */
export interface JudgedForm {
  readonly family: string;
  readonly link: string;
  readonly theta?: number;
  readonly power?: number;
}

/** Var(Y) = phi mu^p of the families whose variance is a power of the mean. */
export function powerOf({ family, power }: JudgedForm): number {
  const p = { gaussian: 0, poisson: 1, gamma: 2, "inverse-gaussian": 3, tweedie: power ?? 1.5 }[family];
  return p ?? Number.NaN;
}

/** mu = eta^q; 0 stands for the log link. */
export const EXPONENT: Record<string, number> = { identity: 1, log: 0, inverse: -1, sqrt: 2, "inverse-squared": -0.5 };

/** The domain of eta: the open interval, and whether the loss has a finite limit at an end for this y. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

export function domainOf(form: JudgedForm): Range {
  const { family, link } = form;
  const all = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  if (family === "binomial") {
    if (link === "log") return { ...all, high: 0 };
    return link === "identity" ? { low: 0, high: 1 } : all;
  }
  if (family === "multinomial" || link === "log") return all;
  // means below 0 are allowed with power 0: identity takes any eta, inverse any but 0
  return powerOf(form) === 0 && (link === "identity" || link === "inverse") ? all : { ...all, low: 0 };
}

/** The loss on the border of the domain: its limit there, Infinity for most. */
export function lossAtBorder(form: JudgedForm, y: number, isHigh: boolean): number {
  const { family, link } = form;
  if (family === "binomial")
    return isHigh === (y === 1) && (y === 0 || y === 1) && (isHigh || link === "identity") ? 0 : Infinity;
  const q = EXPONENT[link]!;
  if (family === "negative-binomial") return y === 0 ? 0 : Infinity;
  // mu goes to 0 (q > 0) or to infinity
  const p = powerOf(form);
  if (q > 0) return y === 0 && p < 2 ? 0 : p === 0 ? 0 : Infinity;
  // y mu^(1-p) / (p-1) + mu^(2-p) / (2-p) at mu = infinity
  return p > 2 ? 0 : Infinity;
}

/** x^a for x > 0; without a logarithm for powers that need none. */
function raised<T>(A: Arithmetic<T>, x: T, a: number): T {
  if (a === 0) return A.of(1);
  if (a === 1) return x;
  if (a === 2) return A.mul(x, x);
  if (a === -1) return A.div(A.of(1), x);
  if (a === -2) return A.div(A.of(1), A.mul(x, x));
  if (a === 4) return A.mul(A.mul(x, x), A.mul(x, x));
  return A.exp(A.mul(A.of(a), A.log(x)));
}

/** log(1 + e^x) */
export function softplus<T>(A: Arithmetic<T>, x: T): T {
  const isUp = A.value(x) > 0;
  const rest = A.log1p(A.exp(isUp ? A.sub(A.of(0), x) : x));
  return isUp ? A.add(x, rest) : rest;
}

const SQRT_TWO_PI = [2.5066282746310007, -1.8328579980459167e-16] as const; // head and tail
const PI = [Math.PI, 1.2246467991473532e-16] as const;

function constant<T>(A: Arithmetic<T>, [h, l]: readonly [number, number]): T {
  return A.add(A.of(h), A.of(l));
}

/** Where the tail of the normal distribution is taken by its continued fraction, 1 / (x + 1 / (x + 2 / (x + ...))). */
const tailBegins = <T>(A: Arithmetic<T>): number => (A.digits > 20 ? 4 : 1);

/** x + 1 / (x + 2 / (x + ...)): density over tail. */
function inverseMills<T>(A: Arithmetic<T>, x: T): T {
  const v = A.value(x);
  let fraction = A.of(0);
  for (let k = Math.ceil(20 + (A.digits > 20 ? 900 : 450) / (v * v)); k > 0; k--) {
    fraction = A.div(A.of(k), A.add(x, fraction));
  }
  return A.add(x, fraction);
}

/** P(Z > x) for x of any sign: a series in the middle, a continued fraction in the tail. */
export function normalTail<T>(A: Arithmetic<T>, x: T): T {
  const v = A.value(x);
  if (v < -tailBegins(A)) return A.sub(A.of(1), normalTail(A, A.sub(A.of(0), x)));
  const density = A.div(A.exp(A.mul(A.of(-0.5), A.mul(x, x))), constant(A, SQRT_TWO_PI));
  if (v > tailBegins(A)) return A.div(density, inverseMills(A, x));
  let term = x;
  let sum = x;
  const square = A.mul(x, x);
  for (let k = 1; Math.abs(A.value(term)) > 1e-34; k++) {
    term = A.div(A.mul(term, square), A.of(2 * k + 1));
    sum = A.add(sum, term);
  }
  return A.sub(A.of(0.5), A.mul(sum, density));
}

/** -log P(Z > x), in the tail without the density, which underflows. */
function minusLogTail<T>(A: Arithmetic<T>, x: T): T {
  const v = A.value(x);
  if (v < 0) return A.sub(A.of(0), A.log1p(A.sub(A.of(0), normalTail(A, A.sub(A.of(0), x)))));
  if (v <= tailBegins(A)) return A.sub(A.of(0), A.log(normalTail(A, x)));
  const half = A.mul(A.of(0.5), A.mul(x, x));
  return A.add(half, A.add(A.log(constant(A, SQRT_TWO_PI)), A.log(inverseMills(A, x))));
}

/** -log F and -log(1 - F), neither computed from the other. */
export function minusLogs<T>(A: Arithmetic<T>, link: string, eta: T): [up: () => T, down: () => T] {
  const neg = (a: T): T => A.sub(A.of(0), a);
  const minusLog = (a: T): T => neg(A.log(a));
  /** -log(1 - e^-t) for t > 0 */
  const minusLogComplement = (t: T): T =>
    A.value(t) < 0.7 ? minusLog(neg(A.expm1(neg(t)))) : neg(A.log1p(neg(A.exp(neg(t)))));
  switch (link) {
    case "logit":
      return [() => softplus(A, neg(eta)), () => softplus(A, eta)];
    case "probit":
      return [() => minusLogTail(A, neg(eta)), () => minusLogTail(A, eta)];
    case "cloglog":
      return [() => (A.value(eta) < -600 ? neg(eta) : minusLogComplement(A.exp(eta))), () => A.exp(eta)];
    case "loglog":
      return [() => A.exp(neg(eta)), () => (A.value(eta) > 600 ? eta : minusLogComplement(A.exp(neg(eta))))];
    case "cauchit": {
      const share = (e: T): T => A.div(A.angle(e), constant(A, PI));
      const minusLogShare = (e: T): T => (A.value(e) > 1 ? neg(A.log1p(neg(share(neg(e))))) : minusLog(share(e)));
      return [() => minusLogShare(eta), () => minusLogShare(neg(eta))];
    }
    case "log":
      return [() => neg(eta), () => minusLogComplement(neg(eta))];
    default:
      return [() => minusLog(eta), () => neg(A.log1p(neg(eta)))];
  }
}

/** l(y, eta) inside the domain. */
export function loss<T>(A: Arithmetic<T>, form: JudgedForm, y: number, eta: T): T {
  const { family, link } = form;
  const times = (a: number, b: () => T): T => (a === 0 ? A.of(0) : A.mul(A.of(a), b()));
  if (family === "binomial") {
    const [up, down] = minusLogs(A, link, eta);
    return A.add(times(y, up), y === 1 ? A.of(0) : A.mul(A.sub(A.of(1), A.of(y)), down()));
  }
  if (family === "gaussian" && link === "identity") {
    const r = A.sub(A.of(y), eta);
    return A.mul(A.of(0.5), A.mul(r, r));
  }
  const q = EXPONENT[link]!;
  const logMu = (): T => (q === 0 ? eta : A.mul(A.of(q), A.log(eta)));
  const muTo = (a: number): T => (q === 0 ? A.exp(A.mul(A.of(a), eta)) : raised(A, eta, q * a));
  if (family === "negative-binomial") {
    const theta = A.of(form.theta!);
    const first = q === 0 ? softplus(A, A.sub(eta, A.log(theta))) : A.log1p(A.div(muTo(1), theta));
    return A.sub(A.mul(A.add(A.of(y), theta), first), times(y, logMu));
  }
  const p = powerOf(form);
  if (p === 1) return A.sub(muTo(1), times(y, logMu));
  if (p === 2)
    return A.add(
      times(y, () => muTo(-1)),
      logMu(),
    );
  return A.add(
    times(y / (p - 1), () => muTo(1 - p)),
    A.div(muTo(2 - p), A.sub(A.of(2), A.of(p))),
  );
}

/** Sizes of the terms of l, the scale of rounding. */
export function sizeOf(form: JudgedForm, y: number, eta: number): number {
  const { family, link } = form;
  if (family === "binomial") {
    const [up, down] = minusLogs(PLAIN, link, eta);
    return (y === 0 ? 0 : y * Math.abs(up())) + (y === 1 ? 0 : (1 - y) * Math.abs(down()));
  }
  if (family === "gaussian" && link === "identity") return (y * y + eta * eta) / 2;
  const q = EXPONENT[link]!;
  const logMu = q === 0 ? eta : q * Math.log(Math.abs(eta));
  const mu = (a: number): number => (q === 0 ? Math.exp(a * eta) : Math.abs(eta) ** (q * a));
  const part = (a: number, b: number): number => (a === 0 ? 0 : Math.abs(a * b));
  if (family === "negative-binomial") {
    const { theta } = form as { theta: number };
    const parts = (y + theta) * (q === 0 ? softplus(PLAIN, eta - Math.log(theta)) : Math.log1p(mu(1) / theta));
    return parts + part(y, logMu) + (q === 0 ? part(y, Math.log(theta)) : 0);
  }
  const p = powerOf(form);
  if (p === 1) return mu(1) + part(y, logMu);
  if (p === 2) return part(y, mu(-1)) + Math.abs(logMu);
  return part(y / (p - 1), mu(1 - p)) + Math.abs(mu(2 - p) / (2 - p));
}

/** E l'' = mu'^2 / V(mu) of the canonical links: A''(eta). */
export function canonicalCurvature<T>(A: Arithmetic<T>, form: JudgedForm, eta: T): T {
  switch (`${form.family} ${form.link}`) {
    case "gaussian identity":
      return A.of(1);
    case "binomial logit": {
      const e = A.exp(A.value(eta) > 0 ? A.sub(A.of(0), eta) : eta);
      const s = A.add(A.of(1), e);
      return A.div(e, A.mul(s, s));
    }
    case "poisson log":
      return A.exp(eta);
    case "gamma inverse":
      return A.div(A.of(1), A.mul(eta, eta));
    case "inverse-gaussian inverse-squared":
      return A.div(A.exp(A.mul(A.of(-1.5), A.log(eta))), A.of(4));
    default:
      throw new Error(`no canonical curvature for ${form.family} ${form.link}`);
  }
}

/** l*(y), the loss at mu = y. */
export function bestLoss<T>(A: Arithmetic<T>, form: JudgedForm, y: number): T {
  const { family, link } = form;
  const yLogY = (v: number): T => (v === 0 ? A.of(0) : A.mul(A.of(v), A.log(A.of(v))));
  const neg = (a: T): T => A.sub(A.of(0), a);
  if (family === "binomial") {
    const rest = A.sub(A.of(1), A.of(y));
    return neg(A.add(yLogY(y), y === 1 ? A.of(0) : A.mul(rest, A.log(rest))));
  }
  if (family === "multinomial" || (family === "gaussian" && link === "identity")) return A.of(0);
  if (family === "negative-binomial") {
    const total = A.add(A.of(y), A.of(form.theta!));
    return A.sub(A.mul(total, A.log1p(A.div(A.of(y), A.of(form.theta!)))), yLogY(y));
  }
  const p = powerOf(form);
  if (p === 1) return A.sub(A.of(y), yLogY(y));
  if (p === 2) return A.add(A.of(1), A.log(A.of(y)));
  if (y === 0) return A.of(0);
  if (p === 0) return A.mul(A.of(-0.5), A.mul(A.of(y), A.of(y)));
  const power = (a: number): T => A.exp(A.mul(A.of(a), A.log(A.of(y))));
  return A.mul(power(2 - p), A.of(1 / (p - 1) + 1 / (2 - p)));
}

/** Whether l is convex in eta for every y: docs/objective.md, "Which losses are convex". */
export const CONVEX: (form: JudgedForm) => boolean = ({ family, link, power }) => {
  if (family === "multinomial" || family === "poisson") return true;
  if (family === "binomial") return link !== "cauchit";
  if (family === "gaussian") return link === "identity";
  if (family === "gamma") return link === "inverse" || link === "log";
  if (family === "inverse-gaussian") return link === "inverse-squared" || link === "inverse";
  if (family === "negative-binomial") return link === "log";
  const p = power ?? 1.5;
  if (link === "log") return p >= 1 && p <= 2;
  if (p === 0) return link === "identity";
  if (p === 1) return ["identity", "sqrt"].includes(link);
  if (p === 2) return link === "inverse";
  return p === 3 && (link === "inverse" || link === "inverse-squared");
};
