import fc from "fast-check";
import { elasticNet, type FitOptions, type Noise, ridge } from "../../src/index.js";
import { NOISES } from "../../src/noise/index.js";
import { SOLVERS, type SolverName } from "../../src/solvers/index.js";
import { approximationsOf } from "./cases.js";
import { FORMS, type Form, type OneFamily } from "./forms.js";
import { entryFor, strengthFor } from "./noises.js";

/** Seed of all properties: a failure can be replayed. */
export const SEED = 20130;

export interface Example {
  readonly form: Form;
  readonly x: number[][];
  readonly y: number[];
  readonly options: FitOptions<OneFamily>;
}

/** Entries of everyday size with many ties, and zeros. */
const small = fc.integer({ min: -3, max: 3 });
/** Three decimals in [-3, 3]. */
const decimal = fc.integer({ min: -3000, max: 3000 }).map((v) => v / 1000);
/** Entries of many magnitudes, up to `size` and down to 1 / size. */
const ranging = (size: number) =>
  fc.oneof(
    fc.constantFrom(0, 1, -1, 1 / size, -1 / size, size, -size),
    fc.tuple(decimal, fc.constantFrom(1 / size, 1e-3, 1, 1e3, size)).map(([v, s]) => (v * s) / 3),
  );

/** One column: anything, all equal, all zero, mostly zero, or all but one of another size. */
function columnOf(n: number, size: number): fc.Arbitrary<number[]> {
  const entries = (entry: fc.Arbitrary<number>) => fc.array(entry, { minLength: n, maxLength: n });
  return fc.oneof(
    { weight: 4, arbitrary: entries(decimal) },
    { weight: 3, arbitrary: entries(small) },
    { weight: 2, arbitrary: entries(ranging(size)) },
    { weight: 1, arbitrary: ranging(size).map((v) => Array<number>(n).fill(v)) },
    { weight: 1, arbitrary: entries(fc.constantFrom(0, 0, 0, 0, 1)) },
    { weight: 1, arbitrary: entries(ranging(10)).chain((c) => ranging(size).map((s) => c.map((v) => v * s))) },
  );
}

/** Columns, some of which are copies or sums of others. */
function columnsOf(n: number, p: number, size: number): fc.Arbitrary<number[][]> {
  return fc.tuple(...Array.from({ length: p }, () => columnOf(n, size))).chain((columns) =>
    fc.array(fc.integer({ min: -1, max: Math.max(0, 3 * p) }), { minLength: p, maxLength: p }).map((from) =>
      columns.map((column, j) => {
        const k = from[j]!;
        if (k < 0 || k >= p || k === j) return column;
        return k % 2 === 0 ? [...columns[k]!] : column.map((v, i) => v + columns[k]![i]!);
      }),
    ),
  );
}

function responseOf({ family }: Form, n: number, size: number): fc.Arbitrary<number[]> {
  const counts = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constantFrom(0, 0, 1, 100, 1e4));
  const entry: Record<string, fc.Arbitrary<number>> = {
    gaussian: fc.oneof(small, ranging(size)),
    binomial: fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(0, 1) },
      { weight: family.isBounded ? 20 : 1, arbitrary: fc.constantFrom(0.25, 0.5) },
    ),
    poisson: counts,
    "negative-binomial": counts,
    tweedie: fc.oneof(counts, decimal.map(Math.abs)),
    gamma: fc.oneof(counts, decimal.map(Math.abs)).map((v) => (v > 0 ? v : 0.1)),
    "inverse-gaussian": fc.oneof(counts, decimal.map(Math.abs)).map((v) => (v > 0 ? v : 0.1)),
  };
  return fc.array(entry[family.name]!, { minLength: n, maxLength: n });
}

function noiseOf({ family }: Form): fc.Arbitrary<Noise | undefined> {
  const any = fc
    .record({
      noise: fc.constantFrom(...Object.keys(NOISES)),
      strength: fc.constantFrom(0.01, 0.5, 0.9, 3),
      approximation: fc.constantFrom(...approximationsOf(family)),
    })
    .filter(({ noise, strength }) => NOISES[noise]!.allows(strength) || NOISES[noise]!.allows(1))
    .map(({ noise, strength, approximation }) => ({
      ...{ noise, approximation, strength: strengthFor(noise, strength) },
      ...(approximation === "monte-carlo" ? { copies: 2 } : {}),
    }));
  return fc.option(any, { nil: undefined, freq: 2 });
}

/** Data of any shape with n <= 40 rows and p <= 12 columns, and options that go with it. */
export function examples(size: number, forms = FORMS): fc.Arbitrary<Example> {
  return fc
    .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 12 }), fc.constantFrom(...forms))
    .chain(([n, p, form]) =>
      fc
        .record({
          columns: columnsOf(n, p, size),
          y: responseOf(form, n, size),
          noise: noiseOf(form),
          lambda: fc.constantFrom(0, 0, 1e-6, 0.1, 10),
          share: fc.constantFrom(0, 0, 1, 0.5),
          intercept: fc.boolean(),
          standardize: fc.boolean(),
          solver: fc.constantFrom(...(Object.keys(SOLVERS) as SolverName[])),
          weights: fc.option(fc.array(fc.constantFrom(0, 1, 1, 2, 0.5), { minLength: n, maxLength: n }), {
            nil: undefined,
          }),
          offset: fc.option(fc.array(decimal, { minLength: n, maxLength: n }), { nil: undefined }),
        })
        .map(({ columns, y, lambda, share, ...options }) => ({
          form,
          x: y.map((_, i) => columns.map((column) => entryFor(options.noise?.noise, column[i]!))),
          y,
          options: { ...form.options, ...options, ...penaltyOf(lambda, share, options.solver) },
        })),
    );
}

/** An L1 part needs a solver that can go round kinks. */
function penaltyOf(lambda: number, share: number, solver: SolverName): Pick<FitOptions, "penalty"> {
  if (lambda === 0) return {};
  return { penalty: SOLVERS[solver].constrained ? elasticNet(lambda, share) : ridge(lambda) };
}
