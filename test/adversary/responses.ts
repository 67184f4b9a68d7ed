import type { Family } from "../../src/families/index.js";
import type { Random } from "./random.js";

// y in the domain of a family: drawn, or made so that the fit is on some border.

export interface Drawn {
  readonly y: number[];
  readonly trials?: number[];
}

export function responseFor(r: Random, family: Family, x: readonly (readonly number[])[], isWild: boolean): Drawn {
  const n = x.length;
  if (family.classes === "many") return { y: classesFor(r, x) };
  if (family.classes === "two") return proportionsFor(r, x);
  const { low, lowOpen } = family.domain;
  const size = isWild && r.chance(0.3) ? r.pick([1e-12, 1e-6, 1e6, 1e12]) : 1;
  if (low === -Infinity) return { y: anyNumbers(r, n, size) };
  const zero = (v: number): number => (lowOpen && v <= 0 ? size * 0.25 : v);
  const kinds: readonly (readonly [number, (i: number) => number])[] = [
    [5, () => r.whole(0, 5)],
    [3, () => -size * Math.log(1 - r.uniform())],
    [2, () => r.pick([0, 0, 0, 1, 3])],
    [1, (i) => Number(i === 0)],
    [1, () => 2],
    [1, () => r.pick([0, 1, 100, 1e4])],
    [isWild ? 1 : 0, (i) => (i % 2 === 0 ? 3 : 1e9)],
    [1, () => 0],
    // exactly on a line of the first column
    [1, (i) => Math.max(0, 1 + 0.5 * (x[i]![0] ?? 0))],
    [isWild ? 1 : 0, () => 5 * (1 + 1e-7 * r.normal())],
  ];
  const draw = r.among(kinds);
  return { y: r.list(n, (i) => zero(draw(i))) };
}

function anyNumbers(r: Random, n: number, size: number): number[] {
  const kinds: readonly (readonly [number, (i: number) => number])[] = [
    [5, () => size * r.normal()],
    [3, () => r.whole(-3, 3)],
    [1, () => 2],
    [1, () => 0],
    [1, () => 1e9 + r.whole(0, 9)],
    [2, () => size * (0.5 + r.uniform())],
    [1, () => size * (1 + 1e-8 * r.normal())],
  ];
  const draw = r.among(kinds);
  return r.list(n, draw);
}

function proportionsFor(r: Random, x: readonly (readonly number[])[]): Drawn {
  const n = x.length;
  const u = (x[0] ?? []).map(() => r.normal() / 2);
  const side = (i: number): number => Number(x[i]!.reduce((s, v, j) => s + v * u[j]!, 0.1) > 0);
  const kinds: readonly (readonly [number, (i: number) => number])[] = [
    [4, () => Number(r.chance(0.5))],
    [2, () => Number(r.chance(0.15))],
    [2, side], // separated by a line
    [2, (i) => (r.chance(0.1) ? 1 - side(i) : side(i))],
    [1, (i) => Number((x[i]![0] ?? i) > 0)],
    [1, () => r.pick([0, 0.25, 0.5, 1, 1e-9])],
    [0.3, () => 0],
    [0.3, () => 1],
  ];
  const draw = r.among(kinds);
  const y = r.list(n, draw);
  if (!r.chance(0.25)) return { y };
  const trials = r.list(n, () => r.pick([1, 2, 10, 10, 1000]));
  return { y: y.map((v, i) => Math.round(v * trials[i]! * (r.chance(0.5) ? 1 : r.uniform()))), trials };
}

/** Two to four classes, two rows of each. */
function classesFor(r: Random, x: readonly (readonly number[])[]): number[] {
  const n = x.length;
  const K = Math.min(r.whole(2, 4), Math.floor(n / 2));
  const u = r.list(K, () => (x[0] ?? []).map(() => r.normal()));
  const isSplit = r.chance(0.3);
  const drawn = r.list(n, (i) => {
    if (!isSplit) return r.whole(0, K - 1);
    const scores = u.map((v) => x[i]!.reduce((s, e, j) => s + e * v[j]!, 0));
    return scores.indexOf(Math.max(...scores));
  });
  for (let k = 0; k < K; k++) [drawn[2 * k], drawn[2 * k + 1]] = [k, k];
  return drawn;
}
