import { FAMILIES, type Family, type FamilyName, familyOf } from "../../src/families/index.js";
import type { LinkName } from "../../src/links/index.js";
import { NOISES } from "../../src/noise/index.js";
import { SOLVERS, type SolverName } from "../../src/solvers/index.js";
import { STORAGE_NAMES } from "./call.js";
import { columnsFor } from "./columns.js";
import type { Problem } from "./problem.js";
import { Random } from "./random.js";
import { responseFor } from "./responses.js";

// One small hard problem per seed. The choices come from the registries, so that additions are tested too.

const FORMS = (Object.keys(FAMILIES) as FamilyName[]).flatMap((family) =>
  FAMILIES[family].links.map((link: LinkName) => ({ family, link })),
);
const SOLVER_NAMES = Object.keys(SOLVERS) as SolverName[];
const AS_ROWS = STORAGE_NAMES.filter((name) => !name.startsWith("sparse"));

export function problemOf(seed: number): Problem {
  const r = new Random(seed);
  if (r.chance(0.004)) return rareProblem(r);
  const { family, link } = r.pick(FORMS);
  const theta = family === "negative-binomial" ? r.pick([0.1, 1.7, 30, 1e8, "estimate" as const]) : undefined;
  const power = family === "tweedie" ? r.pick([0, 1, 1.2, 1.5, 1.9, 2, 2.5, 3]) : undefined;
  const shape = { ...(typeof theta === "number" ? { theta } : {}), ...(power === undefined ? {} : { power }) };
  const descriptor = familyOf(family, link, shape);
  const isMany = descriptor.classes === "many";
  const isWild = r.chance(0.5);
  const p = r.whole(0, isMany ? 3 : 5);
  const n = r.whole(isMany ? 4 : 1, 12);
  const noisePart = r.chance(0.3) && p > 0 ? noiseFor(r, descriptor, p) : undefined;
  let columns = columnsFor(r, n, p, isWild);
  const storage = r.chance(0.4) ? "rows" : r.pick(noisePart?.shakesZeros ? AS_ROWS : STORAGE_NAMES);
  const needsCounts = noisePart?.noises.some(({ noise }) => NOISES[noise]!.needsCounts) ?? false;
  if (needsCounts) columns = columns.map((c) => c.map((v) => Math.min(1e4, Math.round(Math.abs(v)))));
  if (storage.startsWith("32")) columns = columns.map((c) => c.map(Math.fround));
  const x = r.list(n, (i) => columns.map((c) => c[i]!));
  const { y, trials } = responseFor(r, descriptor, x, isWild);
  const rows = rowVectors(r, descriptor, n, isWild);
  const held = heldFor(r, p, theta === "estimate");
  const unlabeled =
    noisePart?.noises.some(({ strength }) => strength.some((h) => h > 0)) === true &&
    descriptor.isCanonical &&
    noisePart.approximation !== "monte-carlo" &&
    r.chance(0.2);
  const start = r.chance(0.15) ? startFor(r, isMany ? Math.max(...y) + 1 : 1, p) : undefined;
  const intercept = r.chance(0.85) || (descriptor.isBounded && p === 0); // otherwise no point is in the domain
  const form = {
    ...{ family, link },
    ...(theta === undefined ? {} : { theta }),
    ...(power === undefined ? {} : { power }),
    ...(!isMany && r.chance(0.05) ? { quasi: true } : {}),
  };
  const problem: Omit<Problem, "solver" | "storage"> = {
    ...{ form, x, y, intercept, standardize: r.chance(0.2) },
    ...(trials === undefined ? {} : { trials }),
    ...rows,
    ...held,
    ...noisePart?.part,
    ...(unlabeled ? { unlabeled: { x: unlabeledFor(r, x), weight: r.pick([1, 0.5, 0.01]) } } : {}),
    ...(start === undefined ? {} : { start: intercept ? start : withoutIntercept(start) }),
  };
  return { ...problem, storage, solver: r.chance(0.4) ? "auto" : r.pick(solversFor(problem)) };
}

/** Solvers that may be asked for a problem. */
export function solversFor({ penalty, bounds, constraint }: Omit<Problem, "solver" | "storage">): SolverName[] {
  const isConstrained =
    ((penalty?.share ?? 0) > 0 && penalty!.lambda > 0) || bounds !== undefined || constraint?.ball === "l1";
  return SOLVER_NAMES.filter((name) => !isConstrained || SOLVERS[name].constrained);
}

/** Many rows, one success among them: a few distinct rows, repeated many times. */
function rareProblem(r: Random): Problem {
  const family = r.pick(["binomial", "poisson"] as const);
  const link = r.pick(FAMILIES[family].links.filter((l: LinkName) => l !== "identity" && l !== "sqrt"));
  const patterns = r.whole(2, 6);
  const p = r.whole(1, 3);
  const x = r.list(patterns, () => r.list(p, () => r.whole(-1, 2)));
  const at = r.whole(0, patterns - 1);
  const total = r.among([
    [3, 1e2],
    [3, 1e3],
    [3, 1e4],
    [1, 1e5],
  ] as const);
  return {
    form: { family, link },
    x: [...x, x[at]!],
    y: [...x.map(() => 0), 1],
    repeat: [...x.map(() => Math.max(1, Math.floor((total * r.uniform() * 2) / patterns))), 1],
    intercept: true,
    standardize: false,
    storage: r.pick(["matrix", "sparse by row", "sparse by column"]) === "matrix" ? "dense by column" : "sparse by row",
    solver: r.pick(["auto", ...SOLVER_NAMES]),
  };
}

function rowVectors(
  r: Random,
  family: Family,
  n: number,
  isWild: boolean,
): Pick<Problem, "weights" | "offset" | "exposure"> {
  const weights = r.among<(() => number[]) | undefined>([
    [10, undefined],
    [2, () => r.list(n, () => r.pick([0, 1, 1, 2, 0.5]))],
    [1, () => r.list(n, () => r.whole(1, 5) * 1e-300)],
    [isWild ? 1 : 0, () => r.list(n, () => r.pick([1, 1, 1e-300, 1e-12, 1e6]))],
    [isWild ? 1 : 0, () => r.list(n, () => r.whole(1, 9) * 1e12)],
  ]);
  const isOffset = family.classes !== "many" && r.chance(0.15);
  const offset = isOffset
    ? r.list(n, () => (family.isBounded ? r.whole(0, 30) / 100 : r.pick([0, 1, -0.5, r.normal(), isWild ? 30 : 2])))
    : undefined;
  const exposure =
    family.link === "log" && family.classes !== "many" && r.chance(0.15)
      ? r.list(n, () => r.pick([1, 2, 0.1, isWild ? 1e6 : 10]))
      : undefined;
  return {
    ...(weights === undefined ? {} : { weights: weights() }),
    ...(offset === undefined ? {} : { offset }),
    ...(exposure === undefined ? {} : { exposure }),
  };
}

type Held = Pick<Problem, "penalty" | "constraint" | "bounds">;

function heldFor(r: Random, p: number, estimatesTheta: boolean): Held {
  const lambda = (): number => r.pick([1e-8, 1e-3, 0.1, 1, 10]);
  const penalty = r.among<Problem["penalty"] | undefined>([
    [60, undefined],
    [12, { lambda: lambda(), share: 0, scale: "mean" }],
    [8, { lambda: lambda(), share: 1, scale: "mean" }],
    [5, { lambda: lambda(), share: 0.5, scale: "mean" }],
    [2, { lambda: lambda(), share: r.pick([0, 1]), scale: "sum" }],
    [
      6,
      {
        lambda: lambda(),
        share: r.pick([0, 0.5, 1]),
        scale: "mean",
        factors: r.list(p, () => r.pick([0, 1, 1, 2, 0.1, Infinity])),
      },
    ],
  ]);
  const isBall = p > 0 && !estimatesTheta && r.chance(0.08);
  const isBounded = p > 0 && r.chance(0.12);
  const bounds = isBounded ? boundsFor(r, p, penalty?.factors) : undefined;
  const radius = r.pick([0.01, 0.5, 3]);
  const isClear = bounds === undefined || bounds.lower.every((low, j) => low <= 0 && bounds.upper[j]! >= 0);
  return {
    ...(penalty === undefined ? {} : { penalty }),
    ...(isBall && isClear ? { constraint: { ball: r.pick(["l1", "l2"] as const), radius } } : {}),
    ...(bounds === undefined ? {} : { bounds }),
  };
}

function boundsFor(r: Random, p: number, factors: readonly number[] | undefined): Problem["bounds"] {
  const pairs = r.list(p, (j): [number, number] => {
    const [low, high] = r.pick<[number, number]>([[0, Infinity], [-Infinity, 0], [-1, 1], [0.5, 2], [-Infinity, Infinity], [0, 0], [-1e3, 0.01]]); // biome-ignore format: a list
    return factors?.[j] === Infinity && !(low <= 0 && high >= 0) ? [0, high] : [low, high];
  });
  return { lower: pairs.map(([low]) => low), upper: pairs.map(([, high]) => high) };
}

function noiseFor(r: Random, family: Family, p: number) {
  const approximation = r.pick([...family.approximations, "monte-carlo" as const]);
  const count = r.chance(0.15) ? 2 : 1;
  const noises = r.list(count, () => {
    const noise = r.pick(Object.keys(NOISES));
    const allowed = [0.01, 0.3, 0.5, 0.9, 1, 3].filter((h) => NOISES[noise]!.allows(h));
    return { noise, strength: r.list(p, () => (r.chance(0.2) ? 0 : r.pick(allowed))) };
  });
  const copies = approximation === "monte-carlo" ? { copies: r.whole(1, 4), seed: r.whole(0, 1000) } : {};
  const mask = family.classes === "many" && r.chance(0.5) ? { mask: r.pick(["shared", "per-class"] as const) } : {};
  const shakesZeros = approximation === "monte-carlo" && noises.some(({ noise }) => NOISES[noise]!.shakesZeros);
  return { noises, approximation, shakesZeros, part: { noises, approximation, ...copies, ...mask } };
}

const unlabeledFor = (r: Random, x: readonly (readonly number[])[]): number[][] =>
  r.list(r.whole(1, 4), () => r.pick(x).map((v) => (r.chance(0.5) ? v : 0)));

function startFor(r: Random, classes: number, p: number): NonNullable<Problem["start"]> {
  const size = r.pick([0, 0.1, 1, 30, 1e4]);
  const one = (): number => size * r.normal();
  if (classes === 1) return { intercept: one(), coefficients: r.list(p, one) };
  return { intercept: r.list(classes, one), coefficients: r.list(classes, () => r.list(p, one)) };
}

function withoutIntercept({ intercept, coefficients }: NonNullable<Problem["start"]>): NonNullable<Problem["start"]> {
  return { intercept: typeof intercept === "number" ? 0 : intercept.map(() => 0), coefficients };
}
