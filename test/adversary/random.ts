import { generator } from "../helpers/numeric.js";

/** Seeded draws. */
export class Random {
  readonly uniform: () => number;

  constructor(seed: number) {
    this.uniform = generator(Math.imul(seed, 0x9e3779b1) ^ 0x2545f491);
  }

  chance(p: number): boolean {
    return this.uniform() < p;
  }

  /** A whole number from low to high. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.uniform() * (high - low + 1));
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.uniform() * list.length)]!;
  }

  /** One of several, each with its weight. */
  among<T>(list: readonly (readonly [weight: number, value: T])[]): T {
    let left = this.uniform() * list.reduce((sum, [w]) => sum + w, 0);
    for (const [w, value] of list) {
      left -= w;
      if (left < 0) return value;
    }
    return list.at(-1)![1];
  }

  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
  }

  list<T>(n: number, make: (i: number) => T): T[] {
    return Array.from({ length: n }, (_, i) => make(i));
  }
}
