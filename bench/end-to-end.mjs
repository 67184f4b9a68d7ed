// One case, all programs: which of them reach the objective, and their times.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { caseOf } from "./cases.mjs";
import { makeData, withRows } from "./data/index.mjs";
import { versionOf } from "./machine.mjs";
import { interleave, roundsFor, spreadOf, timed, timedWarm } from "./measure.mjs";
import { gapOf, objective, REACHED } from "./objective.mjs";
import { ADAPTERS } from "./peers/index.mjs";
import { tune } from "./tune.mjs";

/** @typedef {import("./cases.mjs").Case} Case */
/** @typedef {import("./data/index.mjs").DataWithRows} Data */
/** @typedef {import("./measure.mjs").Spread} Spread */
/** @typedef {import("./peers/adapter.mjs").Adapter} Adapter */
/** @typedef {import("../src/index.js").Status | undefined} Status */

/**
 * @typedef {object} Entry  one program in one case
 * @property {Adapter} adapter
 * @property {import("./peers/adapter.mjs").Settings | undefined} settings
 * @property {() => number} run  milliseconds of one fit
 * @property {number} value  the objective it ended with
 * @property {Status} status
 * @property {number} prepareMs
 * @property {number} fitMs  rough, from the last warm-up
 * @property {readonly string[]} notes
 */

/** Milliseconds for the rounds of one pair. */
const PAIR_MS = 6000;

/** A program slower than this is not timed cold: its start is negligible. */
const COLD_MS = 2000;
const COLD_RUNS = 3;
const WARM_UPS = 5;

/**
 * @param {Case} problem
 * @param {{ budget: number, peers: boolean }} options  budget: milliseconds for the tuning of one program
 */
export async function compete(problem, options) {
  const data = withRows(makeData(problem));
  const adapters = ADAPTERS.filter((adapter) => options.peers || adapter.package === "dropglm");
  const absent = adapters.flatMap((adapter) => {
    const reason = adapter.refuses(problem);
    return reason === undefined ? [] : [{ name: adapter.name, reason }];
  });
  /** @type {Entry[]} */
  const entries = [];
  for (const adapter of adapters) {
    if (adapter.refuses(problem) !== undefined) continue;
    entries.push(await enter(adapter, problem, data, bestOf(entries), options.budget));
  }
  const best = bestOf(entries);
  const reference = /** @type {Entry} */ (entries[0]);
  const results = entries.map((entry) => resultOf(entry, problem, best, reference));
  const against = problem.against === undefined ? undefined : await timesOther(problem, reference);
  return { ...problem, best, results, absent, against };
}

/** @typedef {Awaited<ReturnType<typeof compete>>} Competition */

/** @param {readonly Entry[]} entries */
function bestOf(entries) {
  return Math.min(...entries.map((entry) => entry.value).filter(Number.isFinite), Infinity);
}

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
  const fit = (settings) => {
    const input = program.refresh?.(prepared, problem) ?? prepared;
    return timed(() => program.fit(input, problem, settings));
  };
  const tuned = adapter.defaultSteps === undefined ? undefined : tune(fit, adapter, problem, data, best, budget);
  const settings = tuned?.settings;
  let last = tuned?.reached === false ? tuned.last : fit(settings);
  for (let k = 1; k < WARM_UPS && last.ms < COLD_MS; k++) last = fit(settings);
  return {
    adapter,
    settings,
    run: () => timedWarm(() => fit(settings), last.ms).result.ms,
    value: objective(problem, data, last.result),
    status: last.result.status,
    prepareMs: spreadOf(conversions.map(({ ms }) => ms)).median,
    fitMs: last.ms,
    notes: tuned?.notes ?? [],
  };
}

/**
 * @param {Entry} entry
 * @param {Case} problem
 * @param {number} best
 * @param {Entry} reference
 */
function resultOf(entry, problem, best, reference) {
  const { adapter, settings, status, value, prepareMs, notes } = entry;
  const gap = gapOf(value, best);
  const reached = gap <= REACHED;
  const about = { name: adapter.name, version: versionOf(adapter.package), settings, status };
  const outcome = { objective: value, gap, reached, prepareMs, notes };
  if (!reached) return { ...about, ...outcome, warm: undefined, ratio: undefined, cold: undefined };
  const rounds = roundsFor(entry.fitMs + reference.fitMs, PAIR_MS);
  if (entry === reference) {
    const warm = spreadOf(Array.from({ length: rounds }, entry.run));
    return { ...about, ...outcome, warm, ratio: undefined, cold: cold(entry, problem) };
  }
  const pair = interleave(reference.run, entry.run, rounds);
  return { ...about, ...outcome, warm: pair.second, ratio: pair.ratio, cold: cold(entry, problem) };
}

/** Import and first fit, each in a new process. @param {Entry} entry @param {Case} problem */
function cold(entry, problem) {
  if (entry.fitMs > COLD_MS) return undefined;
  const script = fileURLToPath(new URL("cold.mjs", import.meta.url));
  const runs = Array.from({ length: COLD_RUNS }, () => {
    const settings = JSON.stringify(entry.settings ?? null);
    return JSON.parse(
      execFileSync(process.execPath, [script, problem.id, entry.adapter.name, settings], { encoding: "utf8" }),
    );
  });
  return { importMs: spreadOf(runs.map((run) => run.importMs)), fitMs: spreadOf(runs.map((run) => run.fitMs)) };
}

/** The reference on this case and on the case it is held against, in turn. @param {Case} problem @param {Entry} reference */
async function timesOther(problem, reference) {
  const other = caseOf(/** @type {string} */ (problem.against));
  const base = await enter(reference.adapter, other, withRows(makeData(other)), Infinity, 0);
  const rounds = roundsFor(base.fitMs + reference.fitMs, PAIR_MS);
  return {
    id: other.id,
    title: other.title,
    ...interleave(base.run, reference.run, rounds),
  };
}
