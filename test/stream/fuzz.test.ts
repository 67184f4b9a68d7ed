// Random tables, formulas and options, hostile ones among them: a source gives what the table in memory gives, be it a fit or a refusal.
import { afterEach, expect, it } from "vitest";
import { dropout, elasticNet, fit as fitTable, GlmError, lasso, path as pathOfTable, ridge } from "../../src/index.js";
import { fit, path } from "../../src/stream/index.js";
import { KEEPING } from "../../src/stream/memory.js";
import { holdersHere, placed } from "../helpers/far.js";
import { generator } from "../helpers/numeric.js";
import { inSmallPartitions } from "../helpers/partitions.js";
import { inParts } from "../helpers/sources.js";

afterEach(() => {
  KEEPING.most = Infinity;
});

const COUNT = Number(process.env.DROPGLM_FUZZ ?? (process.env.DROPGLM_NIGHTLY === undefined ? 40 : 3000));
const SEED = Number(process.env.DROPGLM_FUZZ_SEED ?? 1);

/** Milliseconds of a fit in memory that makes hundreds of passes: reading each of them back would take too long. */
const SLOW = 300;

type Random = () => number;
const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)]!;

/** A column of some kind, and rare cells that belong to none. */
function column(random: Random, n: number): unknown[] {
  const scale = 10 ** Math.floor(random() * 9 - 4);
  const levels = ["a", "b", "", " c", "ä", "NA", "10", "9"].slice(0, 1 + Math.floor(random() * 8));
  const missing = pick(random, [0, 0, 0.05, 0.6]);
  const odd = random() < 0.05;
  const kinds: Record<string, (i: number) => unknown> = {
    number: () => scale * (random() - 0.3),
    counts: () => Math.floor(4 * random()),
    sparse: () => (random() < 0.8 ? 0 : random()),
    constant: () => 3,
    step: (i) => Number(i > n / 2),
    text: () => pick(random, levels),
    truth: () => random() < 0.5,
    date: () => new Date(1e12 + 864e5 * Math.floor(99 * random())),
    big: () => 1e60 * random(),
    far: () => 1e9 + random(),
  };
  const of = kinds[pick(random, Object.keys(kinds))]!;
  return Array.from({ length: n }, (_, i) => {
    if (odd && random() < 0.02) return pick<unknown>(random, [Number.NaN, Infinity, "x", -0, null]);
    return random() < missing ? pick(random, [null, undefined]) : of(i);
  });
}

const RESPONSES: Record<string, (random: Random, eta: number) => unknown> = {
  binomial: (random, eta) => Number(random() < 1 / (1 + Math.exp(-eta))),
  poisson: (random, eta) => Math.floor(Math.exp(Math.min(eta, 3)) * 2 * random()),
  gaussian: (random, eta) => eta + random(),
  gamma: (random, eta) => Math.exp(Math.min(eta, 3)) * (0.1 + random()),
  multinomial: (random, eta) => pick(random, eta > 0 ? ["u", "v", "w"] : ["u", "w"]),
  "negative-binomial": (random, eta) => Math.floor(Math.exp(Math.min(eta, 3)) * 4 * random() ** 2),
};

interface Problem {
  readonly rows: readonly Record<string, unknown>[];
  readonly formula: string;
  readonly options: Record<string, unknown>;
  readonly isPath: boolean;
}

const TERMS = [
  "p",
  "q",
  "r",
  "p:q",
  "I(p^2)",
  "log(q + 2)",
  "ns(p, 3)",
  "poly(q, 2)",
  "scale(r)",
  "factor(q)",
  "offset(q)",
  "s",
  ".",
];

function problemOf(seed: number): Problem {
  const random = generator(seed);
  const n = pick(random, [1, 2, 5, 63, 64, 65, 130, 300, 1100]);
  const names = ["p", "q", "r", "s"];
  const columns = names.map(() => column(random, n));
  const family = pick(random, Object.keys(RESPONSES));
  const y = Array.from({ length: n }, (_, i) => {
    const [v] = columns[0]!.slice(i);
    return RESPONSES[family]!(random, typeof v === "number" && Math.abs(v) < 5 ? v : random() - 0.5);
  });
  const weights = Array.from({ length: n }, () => pick(random, [0, 1, 1, 2, 0.5, 1e-3]));
  const rows = y.map((v, i) => ({
    ...Object.fromEntries(names.map((name, j) => [name, columns[j]![i]])),
    y: v,
    w: weights[i]!,
  }));
  const count = Math.floor(random() * 4);
  const terms = Array.from({ length: count }, () => pick(random, TERMS));
  const formula = `y ~ ${[random() < 0.15 ? "0" : "1", ...terms].join(" + ")}`;
  const maybe = (share: number, more: Record<string, unknown>) => (random() < share ? more : {});
  const isPath = random() < 0.2;
  const options = {
    family,
    ...(isPath && { count: 5 }),
    ...maybe(0.3, { weights: "w" }),
    ...maybe(0.4, {
      penalty: pick(random, isPath ? [ridge(), lasso()] : [ridge(0.1), lasso(0.05), elasticNet(0.1, 0.5)]),
    }),
    ...maybe(0.2, { noise: dropout(0.2) }),
    ...maybe(0.2, { missing: pick(random, ["omit", "indicator", "mean", "error"]) }),
    ...maybe(0.05, { success: pick(random, [0, "1", true]) }),
    ...maybe(0.1, { weights: "w", weightType: pick(random, ["frequency", "analytic"]) }),
    ...maybe(0.1, { coding: pick(random, ["full", "contrast"]) }),
  };
  return { rows, formula, options, isPath };
}

/** The numbers of a fit, or that it was refused: of several reasons a source, which is read in parts, may meet another one first. */
async function told(work: () => PromiseLike<{ toJSON(): unknown }>): Promise<unknown> {
  try {
    return JSON.parse(JSON.stringify((await work()).toJSON()));
  } catch (error) {
    if (error instanceof GlmError) return "refused";
    throw error;
  }
}

it.each(Array.from({ length: COUNT }, (_, k) => SEED * 1_000_000 + k))("problem %i", async (seed) => {
  const { rows, formula, options, isPath } = problemOf(seed);
  const begun = performance.now();
  await inSmallPartitions(async () => {
    const verb = (isPath ? path : fit) as typeof fit;
    const inMemory = (isPath ? pathOfTable : fitTable) as typeof fitTable;
    const here = await told(() => inMemory(formula, rows as never, options));
    if (performance.now() - begun > SLOW) return;
    KEEPING.most = [Infinity, 0, 1][seed % 3]!;
    expect(await told(() => verb(formula, inParts(rows, 1 + (seed % 97)), options))).toEqual(here);
    const source = placed(inParts(rows, 50));
    const { site } = holdersHere(source, 1 + (seed % 3), { lostAfter: 2 + (seed % 11) });
    expect(await told(() => verb(formula, source, { ...options, on: site }))).toEqual(here);
  });
});
