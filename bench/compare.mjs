// node bench/compare.mjs BASE [--band 0.05 --processes 3 --rounds 15 --only REGEX --large REGEX --no-build]
// Is the working tree slower than revision BASE? Exit code 1 if a case is, beyond the noise band. Also prints passes and Hessians of both,
// which have no noise.
import { execFileSync, execSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, unlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ROOT } from "./library.mjs";
import { machineLine } from "./machine.mjs";
import { spreadOf } from "./measure.mjs";
import { REACHED } from "./objective.mjs";
import { digits, table } from "./report.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    band: { type: "string", default: "0.05" }, //    ratios up to 1 + band count as noise
    processes: { type: "string", default: "3" }, //  each process compiles again, which is part of the noise
    rounds: { type: "string", default: "15" },
    only: { type: "string", default: "" }, //        cases, a regular expression on their ids
    large: { type: "string", default: "^$" }, //     cases of bench:peers, likewise; none by default
    "no-build": { type: "boolean", default: false }, // the working tree is already built
  },
});
const [revision] = positionals;
if (revision === undefined) {
  console.error(
    "usage: node bench/compare.mjs BASE [--band 0.05 --processes 3 --rounds 15 --only REGEX --large REGEX --no-build]",
  );
  process.exit(2);
}

if (!values["no-build"]) build(ROOT);
process.exitCode = withWorktree(revision, (base) => (report(measure(base)) ? 1 : 0));

/**
 * A checkout of the revision, built with the working tree's node_modules, and removed afterwards.
 *
 * @template T
 * @param {string} revision
 * @param {(folder: string) => T} work
 */
function withWorktree(revision, work) {
  const git = (/** @type {string[]} */ ...args) => execFileSync("git", args, { cwd: ROOT, stdio: "pipe" });
  try {
    git("rev-parse", "--verify", "--quiet", `${revision}^{commit}`);
  } catch {
    throw new Error(`git knows no revision "${revision}"`);
  }
  const folder = mkdtempSync(join(tmpdir(), "dropglm-base-"));
  git("worktree", "add", "--detach", "--force", folder, revision);
  const modules = join(folder, "node_modules");
  try {
    symlinkSync(join(ROOT, "node_modules"), modules, "junction");
    build(folder);
    return work(folder);
  } finally {
    unlinkSync(modules); // the link only, not the modules it points to
    git("worktree", "remove", "--force", folder);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} folder */
function build(folder) {
  try {
    execSync("npm run build", { cwd: folder, stdio: "pipe" });
  } catch (error) {
    const { stdout, stderr } = /** @type {{ stdout: Buffer, stderr: Buffer }} */ (error);
    throw new Error(`npm run build failed in ${folder}:\n${stdout}${stderr}`);
  }
}

/** @typedef {{ name: string, low: number, median: number, high: number, baseMs: number, headMs: number, gap: number, counts: string }} Row */

/** Ratios head / base, pooled over processes. @param {string} base @returns {Row[]} */
function measure(base) {
  const script = fileURLToPath(new URL("pair.mjs", import.meta.url));
  const runs = Array.from({ length: Number(values.processes) }, () => {
    const args = [script, base, ROOT, values.rounds, values.only, values.large];
    return /** @type {any[]} */ (JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" })));
  });
  return (runs[0] ?? []).map((first, k) => {
    const all = runs.map((run) => run[k]);
    return {
      name: first.name,
      low: spreadOf(all.map((run) => run.ratio.low)).median,
      median: spreadOf(all.map((run) => run.ratio.median)).median,
      high: spreadOf(all.map((run) => run.ratio.high)).median,
      baseMs: spreadOf(all.map((run) => run.first.median)).median,
      headMs: spreadOf(all.map((run) => run.second.median)).median,
      gap: first.gap,
      counts: `${first.counts.base.join("/")} -> ${first.counts.head.join("/")}`,
    };
  });
}

/** Prints the table. True when the working tree is slower, or worse. @param {Row[]} rows */
function report(rows) {
  const band = Number(values.band);
  /** @param {Row} row */
  const verdict = ({ low, median, high, gap }) => {
    if (!(gap <= REACHED)) return "worse objective";
    if (median > 1 + band && low > 1) return "SLOWER";
    return median < 1 / (1 + band) && high < 1 ? "faster" : "";
  };
  const lines = rows.map((row) => [
    row.name,
    digits(row.baseMs),
    digits(row.headMs),
    `${digits(row.median)} (${digits(row.low)}-${digits(row.high)})`,
    row.counts,
    verdict(row),
  ]);
  console.log(
    `${machineLine()}\n\n${table(["case", "base ms", "head ms", "head / base", "passes/Hessians", ""], lines)}\n`,
  );
  const bad = rows.map(verdict).filter((v) => v === "SLOWER" || v === "worse objective").length;
  console.log(`noise band ${band}: ${bad === 0 ? "nothing slower" : `${bad} slower or worse`} than ${revision}`);
  return bad > 0;
}
