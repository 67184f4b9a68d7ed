import { GlmError } from "../base/errors.js";
import { shownName } from "../base/show.js";
import { type SplineState, splineBasis } from "../frame/splines.js";
import type { PolyState } from "../frame/transforms.js";
import { cases, compare, type Expression, number, product, sum, times, used } from "./tree.js";
import type { Curve } from "./value.js";

// Polynomials and splines: columns that belong together, as one curve of their coefficients.

/** c_0 + c_1 u + c_2 u^2 + ... */
function horner(u: Expression, coefficients: readonly number[]): Expression {
  const last = coefficients.reduce((at, c, k) => (c === 0 ? at : k), 0);
  if (last === 0) return number(coefficients[0] ?? 0);
  let all: Expression = number(coefficients[last]!);
  for (let k = last - 1; k >= 0; k--) {
    const higher = all.kind === "number" ? times(all.value, u) : product(u, all);
    all = sum(number(coefficients[k]!), higher);
  }
  return all;
}

function minus(x: Expression, center: number): Expression {
  return sum(x, number(-center));
}

/** Powers of a distance have twelve digits up to this degree, where orthogonal polynomials and splines have more. */
const MOST_DEGREE = 8;

function checkDegree(degree: number, label: string): void {
  if (degree <= MOST_DEGREE) return;
  const message = `${shownName(label)} has the degree ${degree}; expected at most ${MOST_DEGREE} to export it: fit a lower degree, or bs() or ns() with more knots`;
  throw new GlmError("NOT_SUPPORTED", message, { variable: label });
}

export function polyCurve(x: Expression, { degree, center, alpha, norm }: PolyState, label: string): Curve {
  if (center === undefined || alpha === undefined || norm === undefined) {
    const combine = (beta: readonly number[]): Expression => used(x, degree, (u) => horner(u, [0, ...beta]));
    return { kind: "curve", width: degree, combine };
  }
  checkDegree(degree, label);
  const powers = powersOf(alpha, norm);
  const combine = (beta: readonly number[]): Expression => {
    const coefficients = powers[0]!.map((_, m) =>
      beta.reduce((total, b, k) => total + (b / Math.sqrt(norm[k + 1]!)) * powers[k + 1]![m]!, 0),
    );
    return used(minus(x, center), degree, (u) => horner(u, coefficients));
  };
  return { kind: "curve", width: degree, combine };
}

/** The coefficients of the polynomials p_0 to p_d of frame/orthogonal.ts in powers of u = x - center. */
function powersOf(alpha: readonly number[], norm: readonly number[]): number[][] {
  const size = alpha.length + 1;
  const all = [Array.from({ length: size }, (_, m) => Number(m === 0))];
  for (let k = 0; k < alpha.length; k++) {
    const [at, before] = [all[k]!, all[k - 1]];
    const ratio = k === 0 ? 0 : norm[k]! / norm[k - 1]!;
    all.push(at.map((c, m) => (m === 0 ? 0 : at[m - 1]!) - alpha[k]! * c - ratio * (before?.[m] ?? 0)));
  }
  return all;
}

/** The curve on each side of the knots, as a polynomial of the distance from a knot. */
export function splineCurve(x: Expression, state: SplineState, label: string): Curve {
  const { transform, degree, knots, boundary } = state;
  checkDegree(degree, label);
  const { width, at } = splineBasis(state);
  const [low, high] = boundary;
  const isNatural = transform === "ns";
  const starts = [low, ...new Set(knots)];
  /** Taylor's coefficients about a knot, of the polynomial on its right. */
  const about = (knot: number, beta: readonly number[], most = degree): number[] => {
    let factorial = 1;
    return Array.from({ length: most + 1 }, (_, m) => {
      factorial *= m || 1;
      return at(knot, m).reduce((total, v, j) => total + v * beta[j]!, 0) / factorial;
    });
  };
  const combine = (beta: readonly number[]): Expression => {
    const ends = [...starts.slice(1), isNatural ? high : Infinity];
    const pieces = starts.map((knot, k) => ({ knot, end: ends[k]!, coefficients: about(knot, beta) }));
    const before = isNatural ? [{ knot: low, end: low, coefficients: about(low, beta, 1) }] : [];
    const after = isNatural ? [{ knot: high, end: Infinity, coefficients: about(high, beta, 1) }] : [];
    const all = [...before, ...pieces, ...after];
    if (all.length === 1) return used(x, degree, (v) => horner(minus(v, low), pieces[0]!.coefficients));
    return used(x, 2 * all.length, (v) =>
      cases(
        all.map(({ knot, end, coefficients }, k) => ({
          when: end < Infinity ? compare(v, "<", number(end)) : compare(v, ">=", number(all[k - 1]!.end)),
          value: horner(minus(v, knot), coefficients),
        })),
      ),
    );
  };
  return { kind: "curve", width, combine };
}
