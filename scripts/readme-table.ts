// The tables of docs/models.md that show which options work together, made from the descriptors. scripts/readme.mjs writes them,
// test/readme.test.ts checks that docs/models.md has them.
import { FAMILIES, type FamilyDescriptor } from "../src/families/index.js";
import { NOISES } from "../src/noise/index.js";
import { PENALTIES } from "../src/penalties/index.js";
import { SOLVERS, type SolverDescriptor } from "../src/solvers/index.js";

type Row = readonly string[];

const line = (cells: Row): string => `| ${cells.join(" | ")} |`;

const table = (head: Row, rows: readonly Row[]): string =>
  [line(head), `|${head.map(() => "---|").join("")}`, ...rows.map(line)].join("\n");

const code = (words: readonly string[]): string => words.map((word) => `\`${word}\``).join(", ");

const FAMILY = ["family", "y", "links, the default first", "noise, the default first", "`unlabeled`"];

/** Links of a family share a row if they differ in nothing visible to a caller. */
function familyRows(family: FamilyDescriptor): Row[] {
  const alike = new Map<string, string[]>();
  for (const link of family.links) {
    const { approximations, isCanonical } = family.form(link, {});
    const noise = code(approximations.length > 0 ? approximations : ["monte-carlo"]);
    const key = [noise, isCanonical ? "yes" : ""].join("\n");
    alike.set(key, [...(alike.get(key) ?? []), link]);
  }
  return [...alike].map(([key, links], k) => {
    const name = k === 0 ? [`\`${family.name}\``, family.expects] : ["", ""];
    return [...name, code(links), ...key.split("\n")];
  });
}

const NOISE = ["noise", "strength, one or one per column", "x", "sparse x"];

function noiseRows(): Row[] {
  return Object.values(NOISES).map(({ name, expects, shakesZeros, needsCounts }) => [
    `\`${name}\``,
    expects,
    needsCounts ? "entries >= 0" : "any",
    shakesZeros ? "not `monte-carlo`" : "yes",
  ]);
}

const SOLVER = ["solver", "penalties", "`bounds`", "d x d matrix", "multiplications of a step", "steps at most"];

function solverRows(): Row[] {
  const penalties = Object.values(PENALTIES);
  return Object.values<SolverDescriptor>(SOLVERS).map(({ name, constrained, dense, cost, maxIterations }) => [
    `\`${name}\``,
    code(penalties.filter(({ hasKinks }) => constrained || !hasKinks).map((penalty) => penalty.name)),
    constrained ? "yes" : "",
    dense ? "yes" : "",
    cost,
    String(maxIterations),
  ]);
}

/** The tables, by the name of their marks. */
export function whatGoesTogether(): Record<"families" | "noises" | "solvers", string> {
  return {
    families: table(FAMILY, Object.values<FamilyDescriptor>(FAMILIES).flatMap(familyRows)),
    noises: table(NOISE, noiseRows()),
    solvers: table(SOLVER, solverRows()),
  };
}
