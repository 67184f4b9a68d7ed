// Three lines of BENCHMARKS.md for docs/benchmarks.md: one dense fit, one path, one sparse fit. scripts/readme.mjs and
// bench/benchmarks-md.mjs write them; test/package/bench.test.ts checks that docs/benchmarks.md has them.

/** The chosen lines: the aim, and the case. */
const QUOTED = [
  ["dense logistic, ridge", "logistic-ridge-100k-100"],
  ["lasso path of 100", "lasso-path-10k-200"],
  ["sparse text", "text-ridge"],
];

/** The head of the table of aims and three of its lines, as in BENCHMARKS.md. @param {string} benchmarks */
export function quoteBenchmarks(benchmarks) {
  const lines = benchmarks.split("\n");
  const head = lines.findIndex((line) => line.startsWith("| what | case |"));
  if (head < 0) throw new Error("BENCHMARKS.md has no table of aims");
  const rows = QUOTED.map(([what, id]) => lines.find((line) => line.startsWith(`| ${what} | ${id} |`)));
  const missing = QUOTED.filter((_, k) => rows[k] === undefined);
  if (missing.length > 0) throw new Error(`BENCHMARKS.md has no line for ${missing.map(([, id]) => id).join(", ")}`);
  return [lines[head], lines[head + 1], ...rows].join("\n");
}
