// node scripts/nightly.mjs [words of a name]: the tests that take too long for every change. All tests on the kernel with assertions, the fuzzers and the
// adversary with larger counts. Stops at the first failure. With "streams" it runs those of larger data and of more machines only.
import { spawnSync } from "node:child_process";

/** @type {readonly (readonly [name: string, args: readonly string[], env: Readonly<Record<string, string>>])[]} */
const ALL = [
  ["streams and the cluster, every case", ["--project", "release", "test/stream", "test/cluster", "test/groups", "test/online"], { DROPGLM_NIGHTLY: "1" }],
  ["every test on both kernels", [], { DROPGLM_NIGHTLY: "1" }],
  ["fuzzers, 100,000 of each", ["--project", "release", "test/fuzz", "test/table/fuzz", "test/svmlight/fuzz"], { DROPGLM_FUZZ: "100000", MUTANTS: "100000" }],
  ["adversary, 20,000 problems", ["--project", "release", "test/adversary"], { ADVERSARY_COUNT: "20000" }],
]; // biome-ignore format: a table

const only = process.argv[2];
const RUNS = ALL.filter(([name]) => name.includes(only ?? ""));
if (RUNS.length === 0)
  throw new Error(`nothing is called ${only}; expected a word of ${ALL.map(([name]) => name).join("; ")}`);

for (const [name, args, env] of RUNS) {
  console.log(`\n== ${name}`);
  const { status } = spawnSync("npx", ["vitest", "run", ...args], {
    stdio: "inherit",
    env: { ...process.env, ...env },
  });
  if (status !== 0) process.exit(status ?? 1);
}

if (only !== undefined) process.exit(0);
console.log("\n== the packed package in every setup, the large ones too");
const { status } = spawnSync("npm", ["run", "smoke", "--", "--strict"], { stdio: "inherit" });
process.exit(status ?? 1);
