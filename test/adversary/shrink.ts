import type { Problem } from "./problem.js";

// A finding is printed with the smallest problem that still shows it.

type Loose = { -readonly [K in keyof Problem]?: Problem[K] | undefined };

/** The problem made smaller, part by part, for as long as `shows` holds. */
export function shrunk(problem: Problem, shows: (smaller: Problem) => boolean, budget = 300): Problem {
  let best = problem;
  let left = budget;
  for (let again = true; again && left > 0; ) {
    again = false;
    for (const smaller of smallerThan(best)) {
      if (left-- <= 0) break;
      let isShown = false;
      try {
        isShown = shows(smaller);
      } catch {
        // a problem that the judge cannot take is no smaller one
      }
      if (!isShown) continue;
      best = smaller;
      again = true;
      break;
    }
  }
  return best;
}

function* smallerThan(problem: Problem): Generator<Problem> {
  const loose = problem as Loose;
  for (const name of [
    "start",
    "unlabeled",
    "offset",
    "exposure",
    "weights",
    "penalty",
    "constraint",
    "bounds",
  ] as const) {
    if (loose[name] !== undefined) yield without(problem, name);
  }
  if (problem.noises !== undefined) yield withoutNoise(problem);
  if (problem.trials !== undefined)
    yield { ...without(problem, "trials"), y: problem.y.map((v, i) => v / problem.trials![i]!) };
  if (problem.standardize) yield { ...problem, standardize: false };
  if (problem.storage !== "rows") yield { ...problem, storage: "rows" };
  for (let i = problem.y.length - 1; i >= 0; i--) if (problem.y.length > 1) yield withoutRow(problem, i);
  for (let j = (problem.x[0]?.length ?? 0) - 1; j >= 0; j--) yield withoutColumn(problem, j);
  if ((problem.copies ?? 1) > 1) yield { ...problem, copies: 1 };
  for (const digits of [0, 1, 3]) {
    const held = problem.storage.startsWith("32") ? Math.fround : (v: number) => v; // what 32 bits hold
    const x = problem.x.map((row) => row.map((v) => held(rounded(v, digits))));
    if (JSON.stringify(x) !== JSON.stringify(problem.x)) yield { ...problem, x };
    const y = problem.y.map((v) => rounded(v, digits));
    if (problem.form.family !== "multinomial" && JSON.stringify(y) !== JSON.stringify(problem.y))
      yield { ...problem, y };
  }
}

function without(problem: Problem, name: keyof Problem): Problem {
  const { [name]: _, ...rest } = problem;
  return rest as Problem;
}

function withoutNoise(problem: Problem): Problem {
  const { noises: _, approximation: __, mask: ___, copies: ____, seed: _____, unlabeled: ______, ...rest } = problem;
  return rest;
}

/** To so many digits of its own. */
function rounded(v: number, digits: number): number {
  return v === 0 ? 0 : Number(v.toExponential(digits));
}

function withoutRow(problem: Problem, i: number): Problem {
  const out = { ...problem } as Loose;
  for (const name of ["x", "y", "weights", "trials", "offset", "exposure", "repeat"] as const) {
    const list = problem[name] as readonly unknown[] | undefined;
    if (list !== undefined) (out as Record<string, unknown>)[name] = list.filter((_, k) => k !== i);
  }
  return out as Problem;
}

function withoutColumn(problem: Problem, j: number): Problem {
  const cut = <T>(list: readonly T[]): T[] => list.filter((_, k) => k !== j);
  const { noises, penalty, bounds, unlabeled, start } = problem;
  const coefficients = start?.coefficients as readonly (number | readonly number[])[] | undefined;
  return {
    ...problem,
    x: problem.x.map(cut),
    ...(noises && { noises: noises.map((noise) => ({ ...noise, strength: cut(noise.strength) })) }),
    ...(penalty?.factors && { penalty: { ...penalty, factors: cut(penalty.factors) } }),
    ...(bounds && { bounds: { lower: cut(bounds.lower), upper: cut(bounds.upper) } }),
    ...(unlabeled && { unlabeled: { ...unlabeled, x: unlabeled.x.map(cut) } }),
    ...(start && {
      start: {
        ...start,
        coefficients: (Array.isArray(coefficients![0])
          ? coefficients!.map((c) => cut(c as number[]))
          : cut(coefficients!)) as number[],
      },
    }),
  };
}
