// One case, all programs: who reaches the objective, and in what time.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { caseOf, makeData } from "./cases.mjs";
import { versionOf } from "./machine.mjs";
import { interleave, roundsFor, spreadOf, timed } from "./measure.mjs";
import { gapOf, objective, REACHED } from "./objective.mjs";
import { ADAPTERS } from "./peers/index.mjs";
import { tune } from "./tune.mjs";

/** @typedef {import("./cases.mjs").Case} Case */
/** @typedef {import("./cases.mjs").Data} Data */
/** @typedef {import("./measure.mjs").Spread} Spread */
/** @typedef {import("./peers/adapter.mjs").Adapter} Adapter */

/**
 * @typedef {object} Entry  one program in one case
 * @property {Adapter} adapter
 * @property {import("./peers/adapter.mjs").Settings | undefined} settings
 * @property {() => { ms: number, value: number, status: object | undefined }} run  one timed fit
 * @property {number} value  the objective it ended with
 * @property {object | undefined} status
 * @property {number} prepareMs
 * @property {number} fitMs  rough, from the last warm-up
 * @property {string} note
 */

/** Milliseconds for the rounds of one pair. */
const PAIR_MS = 6000;

/** A program slower than this is not timed cold: its start does not show. */
const COLD_MS = 2000;
const COLD_RUNS = 3;
const WARM_UPS = 5;

/**
 * @param {Case} problem
 * @param {{ budget: number, peers: boolean }} options  budget: milliseconds for the tuning of one program
 */
export async function compete(problem, options) {
  const data = makeData(problem);
  const adapters = ADAPTERS.filter((adapter) => options.peers || adapter.package === "dropglm");
  const absent = adapters.flatMap((adapter) => {
    const reason = adapter.refuses(problem);
    return reason === undefined ? [] : [{ name: adapter.name, reason }];
  });
  /** @type {Entry[]} */
  const entries = [];
  for (const adapter of adapters) {
    if (adapter.refuses(problem) !== undefined) continue;
    const best = Math.min(...entries.map((entry) => entry.value), Infinity);
    entries.push(await enter(adapter, problem, data, best, options.budget));
  }
  const best = Math.min(...entries.filter((entry) => Number.isFinite(entry.value)).map((entry) => entry.value));
  const reference = /** @type {Entry} */ (entries[0]);
  const results = entries.map((entry) => resultOf(entry, problem, best, reference));
  const against = problem.against === undefined ? undefined : await timesOther(problem, reference);
  return { ...problem, best, results, absent, against };
}

/** @typedef {Awaited<ReturnType<typeof compete>>} Competition */

/**
 * Loads a program, converts the data, finds its settings and warms it up.
 *
 * @param {Adapter} adapter
 * @param {Case} problem
 * @param {Data} data
 * @param {number} best
 * @param {number} budget
 * @returns {Promise<Entry>}
 */
async function enter(adapter, problem, data, best, budget) {
  const program = await adapter.load();
  const conversions = [0, 1, 2].map(() => timed(() => program.prepare(data, problem)));
  const prepared = conversions[0]?.result;
  /** @param {Entry["settings"]} settings */
  const fitOnce = (settings) => {
    const input = program.refresh?.(prepared, problem) ?? prepared;
    const { ms, result } = timed(() => program.fit(input, problem, settings));
    return { ms, result };
  };
  const tuned = adapter.tuned ? tune((settings) => fitOnce(settings).result, problem, data, best, budget) : undefined;
  const settings = tuned?.settings;
  const run = () => {
    const { ms, result } = fitOnce(settings);
    return { ms, value: objective(problem, data, result), status: result.status };
  };
  let last = run();
  for (let k = 1; k < WARM_UPS && last.ms < COLD_MS; k++) last = run();
  const note = tuned?.reached === false ? `not reached within ${Math.round(budget / 1000)} s of tuning` : "";
  const prepareMs = spreadOf(conversions.map(({ ms }) => ms)).median;
  return { adapter, settings, run, value: last.value, status: last.status, prepareMs, fitMs: last.ms, note };
}

/**
 * @param {Entry} entry
 * @param {Case} problem
 * @param {number} best
 * @param {Entry} reference
 */
function resultOf(entry, problem, best, reference) {
  const { adapter, settings, status, value, prepareMs, note } = entry;
  const gap = gapOf(value, best);
  const reached = gap <= REACHED;
  const about = { name: adapter.name, version: versionOf(adapter.package), settings, status };
  const outcome = { objective: value, gap, reached, prepareMs, note };
  if (!reached) return { ...about, ...outcome, warm: undefined, ratio: undefined, cold: undefined };
  const rounds = roundsFor(entry.fitMs + reference.fitMs, PAIR_MS);
  if (entry === reference) {
    const warm = spreadOf(Array.from({ length: rounds }, () => entry.run().ms));
    return { ...about, ...outcome, warm, ratio: undefined, cold: cold(entry, problem) };
  }
  const pair = interleave(() => reference.run().ms, () => entry.run().ms, rounds); // biome-ignore format: two programs
  return { ...about, ...outcome, warm: pair.second, ratio: pair.ratio, cold: cold(entry, problem) };
}

/** Import and first fit, each in a new process. @param {Entry} entry @param {Case} problem */
function cold(entry, problem) {
  if (entry.fitMs > COLD_MS) return undefined;
  const script = fileURLToPath(new URL("cold.mjs", import.meta.url));
  const runs = Array.from({ length: COLD_RUNS }, () => {
    const settings = JSON.stringify(entry.settings ?? null);
    return JSON.parse(execFileSync(process.execPath, [script, problem.id, entry.adapter.name, settings], { encoding: "utf8" }));
  });
  return { importMs: spreadOf(runs.map((run) => run.importMs)), fitMs: spreadOf(runs.map((run) => run.fitMs)) };
}

/** The reference on this case and on the case it is held against, in turn. @param {Case} problem @param {Entry} reference */
async function timesOther(problem, reference) {
  const other = caseOf(/** @type {string} */ (problem.against));
  const base = await enter(reference.adapter, other, makeData(other), Infinity, 0);
  const rounds = roundsFor(base.fitMs + reference.fitMs, PAIR_MS);
  return { id: other.id, title: other.title, ...interleave(() => base.run().ms, () => reference.run().ms, rounds) };
}
