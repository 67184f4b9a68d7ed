import { expect } from "vitest";
import type { Form } from "./forms.js";
import { REQUEST, type TestShard } from "./kernel.js";
import { derivative, isClose } from "./numeric.js";

// Derivatives of a shard against differences of its value.

export const ALL = REQUEST.value | REQUEST.gradient | REQUEST.hessian | REQUEST.hessianVector | REQUEST.diagonal;

/** Differences of a gradient that is good to 1e-11 (logistic-normal integrals) are good to 1e-8; all others are far better. */
const HESSIAN = 5e-8;

function shifted(point: readonly number[], j: number, v: number): number[] {
  return point.map((old, k) => (k === j ? v : old));
}

/** Step of the differences: shorter where a pole may be near. */
export const stepFor = ({ family }: Form): number => (family.isBounded ? 2e-4 : family.link === "log" ? 4e-4 : 1e-3);

export function checkGradient(shard: TestShard, point: readonly number[], h: number): void {
  const { gradient, value } = shard.ask(point, ALL);
  const rounding = (1e-15 * Math.abs(value)) / h; // of the differences
  for (let j = 0; j < shard.dimension; j++) {
    const want = derivative((v) => shard.ask(shifted(point, j, v), REQUEST.value).value, point[j]!, h);
    expect(isClose(gradient[j]!, want, 2e-9 + rounding), `gradient ${j}: ${gradient[j]} against ${want}`).toBe(true);
  }
}

export function checkHessian(shard: TestShard, point: readonly number[], h: number): void {
  const { hessian } = shard.ask(point, ALL);
  for (let j = 0; j < shard.dimension; j++) {
    for (let k = 0; k < shard.dimension; k++) {
      const want = derivative((v) => shard.ask(shifted(point, j, v), REQUEST.gradient).gradient[k]!, point[j]!, h);
      expect(isClose(hessian[j]![k]!, want, HESSIAN), `Hessian ${j} ${k}: ${hessian[j]![k]} against ${want}`).toBe(
        true,
      );
    }
  }
}

/** The Hessian times u, and its diagonal, against the Hessian. */
export function checkProducts(shard: TestShard, point: readonly number[], u: readonly number[]): void {
  const { hessian, product, diagonal } = shard.ask(point, ALL, u);
  hessian.forEach((row, j) => {
    const want = row.reduce((sum, h, k) => sum + h * u[k]!, 0);
    expect(isClose(product[j]!, want, 1e-11)).toBe(true);
    expect(isClose(diagonal[j]!, row[j]!, 1e-11)).toBe(true);
  });
}
