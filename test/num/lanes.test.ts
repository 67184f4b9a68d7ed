// exp and log1p of two rows at a time, against fixed-point numbers of 300 bits.
import { describe, expect, it } from "vitest";
import { ASK } from "../../src/base/ids.js";
import { generator } from "../helpers/numeric.js";
import { get, kernel, put, scoped } from "../helpers/testing-kernel.js";

const BITS = 300n;
const ONE = 1n << BITS;
const view = new DataView(new ArrayBuffer(8));

/** A double as a whole number of 2^-300, exactly where it is not tiny. */
function fixed(value: number): bigint {
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = (bits >> 52n) & 2047n;
  const mantissa = (bits & ((1n << 52n) - 1n)) | (exponent > 0n ? 1n << 52n : 0n);
  const shift = (exponent || 1n) - 1075n + BITS;
  const size = shift >= 0n ? mantissa << shift : mantissa >> -shift;
  return value < 0 ? -size : size;
}

/** e^x: halved until small, by Taylor's series, and squared back. */
function exponential(x: bigint): bigint {
  let halvings = 0;
  for (; x > ONE / 2n || x < -ONE / 2n; halvings++) x /= 2n;
  let term = ONE;
  let sum = ONE;
  for (let k = 1n; term !== 0n; k++) {
    term = (term * x) / ONE / k;
    sum += term;
  }
  for (; halvings > 0; halvings--) sum = (sum * sum) / ONE;
  return sum;
}

/** log(1 + t), 0 <= t <= 1, by the series of atanh. */
function logOnePlus(t: bigint): bigint {
  const s = (t * ONE) / (t + 2n * ONE);
  let power = s;
  let sum = 0n;
  for (let k = 1n; power !== 0n; k += 2n) {
    sum += power / k;
    power = (power * s * s) / ONE / ONE;
  }
  return 2n * sum;
}

/** Distance in units of the last place of `got`. */
function off(got: number, want: bigint): number {
  view.setFloat64(0, Math.abs(got));
  view.setBigUint64(0, view.getBigUint64(0) + 1n);
  const ulp = fixed(view.getFloat64(0)) - fixed(Math.abs(got));
  const distance = fixed(got) - want;
  return Number((1000n * (distance < 0n ? -distance : distance)) / ulp) / 1000;
}

const BINOMIAL = 1; // assembly/abi/ids.ts, Family

const uniform = generator(3);
const between = (low: number, high: number): number => low + (high - low) * uniform();

describe("two rows at a time", () => {
  it("e^x is within 1 ulp, in both lanes", () => {
    for (let k = 0; k < 4000; k++) {
      const x = k % 3 === 0 ? between(-60, 60) : between(-1, 1);
      expect(off(kernel.exponential(x, k % 2), exponential(fixed(x))), `x = ${x}`).toBeLessThan(1);
    }
  });

  it("e^x has its limits where doubles end", () => {
    for (const lane of [0, 1]) {
      expect(kernel.exponential(0, lane)).toBe(1);
      expect(kernel.exponential(-745, lane)).toBe(5e-324);
      expect(kernel.exponential(710, lane)).toBe(Infinity);
      expect(kernel.exponential(-Infinity, lane)).toBe(0);
      expect(kernel.exponential(Number.NaN, lane)).toBeNaN();
      for (const x of [699.9, -699.9, 700.1, -700.1]) {
        expect(Math.abs(kernel.exponential(x, lane) / Math.exp(x) - 1)).toBeLessThan(5e-16);
      }
    }
  });

  it("log(1 + t) is within 2.5 ulps on [0, 1], for the smallest t too", () => {
    for (let k = 0; k < 4000; k++) {
      const t = k % 3 === 0 ? 10 ** between(-20, 0) : uniform();
      expect(off(kernel.logOnePlus(t), logOnePlus(fixed(t))), `t = ${t}`).toBeLessThan(2.5);
    }
    expect(kernel.logOnePlus(0)).toBe(0);
    expect(kernel.logOnePlus(1e-300)).toBe(1e-300);
    expect(kernel.logOnePlus(1)).toBeCloseTo(Math.LN2, 15);
  });

  // what a gradient is made of: the family's slope is mu where y is 0, and mu - 1 where y is 1
  it("the logistic function is within 2 ulps on both sides, however far out", () => {
    const etas = Float64Array.from({ length: 2000 }, (_, k) => (k % 3 === 0 ? between(-60, 60) : between(-3, 3)));
    const n = etas.length;
    const slopes = (y: number): Float64Array =>
      scoped(() => {
        const [labels, eta, out] = [put(new Float64Array(n).fill(y)), put(etas), put(new Float64Array(5 * n))];
        kernel.familyAnswer(BINOMIAL, ASK.derivatives, 0, n, labels, 0, eta, out, n);
        return get(out + 8 * n, n);
      });
    const [mu, less] = [slopes(0), slopes(1)];
    etas.forEach((eta, i) => {
      const e = exponential(fixed(-Math.abs(eta)));
      const [smaller, larger] = [(e * ONE) / (ONE + e), (ONE * ONE) / (ONE + e)];
      const [up, down] = eta >= 0 ? [larger, smaller] : [smaller, larger];
      expect(off(mu[i]!, up), `mu at ${eta}`).toBeLessThan(2);
      expect(off(less[i]!, -down), `mu - 1 at ${eta}`).toBeLessThan(2);
    });
  });
});
