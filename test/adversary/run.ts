import { fitSync } from "../../src/index.js";
import { problemOf } from "./generate.js";
import { type Problem, written } from "./problem.js";
import { shrunk } from "./shrink.js";
import { type Finding, judge } from "./verdict.js";

export interface Found extends Finding {
  readonly seed: number;
  readonly line: string;
}

/** A fit with known bits: it must give the same result after any other work. */
function reference(): string {
  const x = [[1, 0.5], [2, -1], [3, 0.25], [4, 2], [5, 1], [6, -0.5]]; // biome-ignore format: a list
  const plain = fitSync(x, [1, 3, 2, 6, 5, 9], { family: "poisson" });
  const probit = fitSync(x, [0, 1, 0, 1, 0, 1], {
    family: "binomial",
    link: "probit",
    penalty: { penalty: "ridge", lambda: 0.1, share: 0, factors: undefined, scale: "mean" },
  });
  return JSON.stringify([plain.coefficients, plain.objective, probit.coefficients, probit.objective]);
}

/** This many findings of a kind are shrunk; the others are printed unchanged. */
const SHRUNK = 12;

interface Shown {
  readonly finding: Finding;
  readonly problem: Problem;
}

function asGiven(problem: Problem, { way }: Finding): Problem {
  const { start: _, ...rest } = problem;
  const { solver, storage, start } = way;
  return { ...rest, solver, storage, ...(start === undefined ? {} : { start }) };
}

/** The smallest problem that shows a finding of the same kind when it is fitted as it says. */
function smallest(problem: Problem, finding: Finding): Shown {
  const shownBy = (p: Problem): Finding | undefined =>
    judge(p).findings.find(
      ({ kind, way }) => kind === finding.kind && way.solver === p.solver && way.start === p.start,
    );
  const given = asGiven(problem, finding);
  const small = shrunk(given, (p) => shownBy(p) !== undefined);
  return { finding: shownBy(small) ?? finding, problem: small };
}

function lineOf(seed: number, { finding, problem }: Shown): string {
  return `${finding.kind} (seed ${seed}): ${finding.text}; ${written(problem)}`;
}

export interface RunOptions {
  /** Whether findings are printed with the smallest problem that shows them; default true. */
  readonly shrink?: boolean;
  /** Findings that are known, which are counted and not shrunk. */
  readonly isKnown?: (finding: Finding, problem: Problem) => boolean;
  readonly onProblem?: (done: number) => void;
  /** Called with each finding as it comes. */
  readonly onFinding?: (line: string) => void;
}

export function runAdversary(
  seed: number,
  count: number,
  { shrink = true, isKnown = () => false, onProblem, onFinding }: RunOptions = {},
) {
  const findings: Found[] = [];
  const tally = new Map<string, number>();
  const add = (name: string): void => void tally.set(name, (tally.get(name) ?? 0) + 1);
  const want = reference();
  const began = Date.now();
  for (let k = 0; k < count; k++) {
    const problem = problemOf(seed + k);
    const start = Date.now();
    const { findings: found, counts } = judge(problem);
    if (Date.now() - start > 5000) add("slow");
    for (const name of counts) add(name);
    const once = found.filter(({ kind }, i) => found.findIndex((f) => f.kind === kind) === i);
    const all =
      reference() === want ? once : [...once, { kind: "kernel", text: "a later fit is another", way: problem }];
    for (const finding of all) {
      if (isKnown(finding, problem)) {
        add(`known ${finding.kind}`);
        continue;
      }
      add(`finding ${finding.kind}`);
      const number = findings.filter(({ kind }) => kind === finding.kind).length;
      const line = lineOf(seed + k, shrink && number < SHRUNK ? smallest(problem, finding) : { finding, problem });
      findings.push({ ...finding, seed: seed + k, line });
      onFinding?.(line);
    }
    onProblem?.(k + 1);
  }
  const seconds = (Date.now() - began) / 1000;
  const lines = [...tally]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, number]) => `${String(number).padStart(9)}  ${name}`);
  return {
    findings,
    tally,
    summary: [`${count} problems from seed ${seed} in ${seconds.toFixed(0)} s`, ...lines].join("\n"),
  };
}
