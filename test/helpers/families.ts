import type { Family } from "../../src/families/index.js";
import { withScope } from "../../src/wasm/scope.js";

// The kernel's answers about vectors of rows, assembly/family/vectors.ts.

const DERIVATIVES = 4;
const EXPECTATION = 5;

/** A family for the kernel: its number, and its parameters by struct and field. */
export type Asked = Pick<Family, "id" | "parameters">;

export interface Asking {
  /** One number per entry of x. */
  vector(what: number, x: readonly number[], weight?: readonly number[]): number[];
  /** One number per row. */
  rows(what: number, y: readonly number[], x: readonly number[]): number[];
  /** A sum over rows. */
  sum(what: number, y: readonly number[], x?: readonly number[], weight?: readonly number[]): number;
  /** l and its first four derivatives in eta. */
  derivatives(y: number, eta: number): number[];
  /** The same at many points: five lists. */
  allDerivatives(y: number, etas: readonly number[]): number[][];
  /** E l - l and the expectations of the first four derivatives, at variance s of eta. */
  expectation(y: number, eta: number, s: number): number[];
}

export function asking({ id, parameters }: Asked): Asking {
  const run = (what: number, y: readonly number[], x: readonly number[], weight: readonly number[], out: number[]) =>
    withScope((scope) => {
      const params = parameters === undefined ? 0 : scope.struct(parameters.struct, parameters.values).at;
      const at = scope.put(out);
      const [yAt, xAt, wAt] = [y, x, weight].map((values) => (values.length === 0 ? 0 : scope.put(values)));
      const n = Math.max(x.length, y.length);
      const sum = scope.kernel.exports.familyAnswer(id, what, params, n, yAt!, wAt!, xAt!, at, n);
      return { sum, out: [...scope.get(at, out.length)] };
    });
  return {
    vector: (what, x, weight = []) => run(what, [], x, weight, x.map(() => 0)).out, // biome-ignore format: one line
    rows: (what, y, x) =>
      run(
        what,
        y,
        x,
        [],
        x.map(() => 0),
      ).out,
    sum: (what, y, x = [], weight = []) => run(what, y, x, weight, [0]).sum,
    derivatives: (y, eta) => run(DERIVATIVES, [y], [eta], [], [0, 0, 0, 0, 0]).out,
    allDerivatives: (y, etas) => {
      const n = etas.length;
      const { out } = run(DERIVATIVES, Array<number>(n).fill(y), etas, [], Array<number>(5 * n).fill(0));
      return [0, 1, 2, 3, 4].map((k) => out.slice(k * n, (k + 1) * n));
    },
    expectation: (y, eta, s) => run(EXPECTATION, [y], [eta], [], [s, 0, 0, 0, 0]).out,
  };
}
