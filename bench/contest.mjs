// One case, every program in its own process: who reaches the objective, at which tolerance, and in what time beside dropglm.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { caseOf } from "./cases.mjs";
import { makeData } from "./data/index.mjs";
import { foldsOf, lambdasOf } from "./grid.mjs";
import { roundsFor, spreadOf } from "./measure.mjs";
import { gapOf, objective, REACHED } from "./objective.mjs";
import { readResult, writeData } from "./peers/native/exchange.mjs";
import { CONTENDERS, commandOf, OURS } from "./peers/native/index.mjs";
import { Peer, Refusal } from "./peers/native/process.mjs";

/** @typedef {import("./cases.mjs").Case} Case */
/** @typedef {import("./peers/native/index.mjs").Contender} Contender */
/** @typedef {import("./measure.mjs").Spread} Spread */
/** @typedef {{ peers: string, node: string, python: string, Rscript: string, seconds: number }} Options */

/**
 * @typedef {object} Entry  one program in one case
 * @property {string} name
 * @property {string} of
 * @property {string} versions
 * @property {number} [tolerance]  the loosest that reached
 * @property {number} [gap]  of the worst lambda
 * @property {boolean} reached
 * @property {Spread} [ms]
 * @property {Spread} [ratio]  dropglm default / this, round by round
 * @property {Spread} [looseRatio]  dropglm loose / this
 * @property {number} [peakMemory]  bytes, of its process, data and run time included
 * @property {number} [wasmMemory]  bytes
 * @property {number} [curveGap]  cross-validation: largest relative distance of the curve to ours
 * @property {string} [note]
 */

/** Beside whom growth is looked at. */
const GROWTH_PEERS = /scikit-learn lbfgs/;

/** Milliseconds for the rounds of one pair. */
const PAIR_MS = 10_000;

/** A program so many times slower than dropglm is timed once: its ratio needs no quartiles. */
const HOPELESS = 20;
const LONG_MS = 15_000;
const FAST_MS = 200;

/** A contender at work: its process, and what it was found to need. */
class Runner {
  /** @param {Contender} contender @param {Peer} peer @param {Judge} judge @param {Options} options */
  constructor(contender, peer, judge, options) {
    Object.assign(this, { contender, peer, judge, options });
    this.tolerance = contender.ladder[0];
    this.roughMs = Infinity;
    this.extras = {};
  }

  /** Milliseconds of one fit. */
  async run(warm = this.roughMs < FAST_MS) {
    const { program } = this.contender;
    const asked = { program, tolerance: this.tolerance, warm: warm ? 1 : 0 };
    this.extras = await this.peer.ask("fit", asked, this.options.seconds);
    return Number(this.extras.ms);
  }

  /** Climbs the ladder to the loosest tolerance that reaches. @returns {Promise<ReturnType<Judge["judge"]>>} */
  async settle() {
    let verdict;
    for (const tolerance of this.contender.ladder) {
      this.tolerance = tolerance;
      this.roughMs = await this.run(false);
      verdict = this.judge.judge();
      if (verdict.gap <= REACHED) break;
    }
    if (verdict?.gap <= REACHED) this.roughMs = await this.run(false); // the first one compiled and warmed the caches
    return verdict;
  }
}

/** Reads results and holds them against the best so far. */
class Judge {
  /** @param {Case} problem */
  constructor(problem) {
    this.problem = problem;
    this.folder = mkdtempSync(join(tmpdir(), "dropglm-bench-"));
    this.data = makeData(problem);
    this.lambdas = lambdasOf(problem, this.data);
    this.best = Array.from(this.lambdas, () => Infinity);
    /** @type {Float64Array | undefined} */
    this.curve = undefined;
    writeData(this.folder, this.data, this.lambdas, foldsOf(problem.rows));
  }

  judge() {
    const { fits, curve } = readResult(this.folder, this.problem, this.lambdas.length);
    const gaps = fits.map((fit, k) => {
      const value = objective({ ...this.problem, lambda: this.lambdas[k] }, this.data, fit);
      this.best[k] = Math.min(this.best[k], Number.isFinite(value) ? value : Infinity);
      return gapOf(value, this.best[k]);
    });
    this.curve ??= curve;
    const distances = Array.from(curve, (v, k) => Math.abs(v - this.curve[k]) / Math.abs(this.curve[k]));
    return { gap: Math.max(...gaps), curveGap: curve.length > 0 ? Math.max(...distances) : undefined };
  }
}

/** @param {Case} problem @param {Options} options */
export async function contest(problem, options) {
  const judge = new Judge(problem);
  /** @type {Runner[]} */
  const ours = [];
  /** @type {Entry[]} */
  const entries = [];
  try {
    const peer = await enter(/** @type {Contender} */ (OURS[0]), judge, options);
    for (const contender of OURS.filter(({ takes }) => takes(problem))) {
      const runner = new Runner(contender, peer, judge, options);
      entries.push(await timeOurs(runner, ours));
    }
    for (const contender of CONTENDERS) {
      const wanted = problem.growth === undefined ? new RegExp(options.peers) : GROWTH_PEERS;
      if (contender.takes(problem) && wanted.test(contender.name)) {
        entries.push(await timePeer(contender, ours, judge, options));
      }
    }
    const beside =
      problem.against === undefined ? undefined : await timeAgainst(caseOf(problem.against), ours[0], judge, options);
    return { ...problem, bytesOfX: bytesOf(judge.data), entries, against: beside };
  } finally {
    ours[0]?.peer.end();
    rmSync(judge.folder, { recursive: true, force: true });
  }
}

/** @param {import("./data/index.mjs").Data} data */
function bytesOf({ columns, csr }) {
  return csr === undefined
    ? columns.byteLength
    : csr.values.byteLength + csr.indices.byteLength + csr.indptr.byteLength;
}

/** The reference on this case over that on another with the same data, in turn. @param {Case} other @param {Runner} reference @param {Judge} judge @param {Options} options */
async function timeAgainst(other, reference, judge, options) {
  const contender = /** @type {Contender} */ (OURS[0]);
  const peer = await enter(contender, { folder: judge.folder, problem: other }, options);
  const runner = new Runner(contender, peer, judge, options);
  try {
    runner.roughMs = await runner.run(true);
    const times = await inTurn([reference, runner], roundsOf(reference.roughMs + runner.roughMs));
    return { id: other.id, ratio: spreadOf(times.map(([noisy, plain]) => noisy / plain)) };
  } finally {
    peer.end();
  }
}

/** Starts a process and hands it the data. @param {Contender} contender @param {Pick<Judge, "folder" | "problem">} judge @param {Options} options */
async function enter(contender, judge, options) {
  const peer = new Peer(...commandOf(contender, options));
  const { line } = await peer.ask("hello");
  const { folder, problem } = judge;
  const { title, growth, ...fields } = problem;
  await peer.ask("load", { folder, ...fields });
  return Object.assign(peer, { versions: String(line) });
}

/** dropglm's own programs, in turn with the first of them. @param {Runner} runner @param {Runner[]} ours @returns {Promise<Entry>} */
async function timeOurs(runner, ours) {
  const { contender, peer } = runner;
  const about = { name: contender.name, of: contender.of, versions: peer.versions };
  try {
    const verdict = await runner.settle();
    const reached = verdict.gap <= REACHED;
    if (!reached) return { ...about, ...verdict, reached };
    ours.push(runner);
    const reference = ours[0];
    const rounds = roundsOf(runner.roughMs + reference.roughMs);
    const pair = await inTurn(runner === reference ? [runner] : [reference, runner], rounds);
    return {
      ...about,
      ...verdict,
      reached,
      tolerance: runner.tolerance,
      ms: spreadOf(pair.map((times) => times.at(-1))),
      ratio: spreadOf(pair.map((times) => times[0] / times.at(-1))),
      peakMemory: peer.peakMemory(),
      wasmMemory: Number(runner.extras.wasm),
      rounds,
    };
  } catch (error) {
    return { ...about, reached: false, note: noteOf(error) };
  }
}

/** @param {Contender} contender @param {Runner[]} ours @param {Judge} judge @param {Options} options @returns {Promise<Entry>} */
async function timePeer(contender, ours, judge, options) {
  const about = { name: contender.name, of: contender.of, versions: "" };
  let peer;
  try {
    peer = await enter(contender, judge, options);
  } catch (error) {
    return { ...about, reached: false, note: `skipped: ${noteOf(error)}` };
  }
  about.versions = peer.versions;
  const runner = new Runner(contender, peer, judge, options);
  try {
    const verdict = await runner.settle();
    if (!(verdict.gap <= REACHED)) return { ...about, ...verdict, tolerance: runner.tolerance, reached: false };
    const all = [...ours.filter(({ contender: { program } }) => ["default", "loose"].includes(program)), runner];
    const roughMs = all.reduce((sum, { roughMs: ms }) => sum + ms, 0);
    const rounds = runner.roughMs > HOPELESS * ours[0].roughMs && runner.roughMs > 2000 ? 1 : roundsOf(roughMs);
    const times = await inTurn(all, rounds);
    return {
      ...about,
      ...verdict,
      reached: true,
      tolerance: runner.tolerance,
      ms: spreadOf(times.map((round) => round.at(-1))),
      ratio: spreadOf(times.map((round) => round[0] / round.at(-1))),
      looseRatio: all.length > 2 ? spreadOf(times.map((round) => round[1] / round.at(-1))) : undefined,
      peakMemory: peer.peakMemory(),
    };
  } catch (error) {
    return { ...about, reached: false, note: noteOf(error) };
  } finally {
    peer.end();
  }
}

/** One round of programs that take very long: noise is small beside them. @param {number} roundMs */
function roundsOf(roundMs) {
  return roundMs > LONG_MS ? 1 : roundsFor(roundMs, PAIR_MS);
}

/** Rounds in which everybody runs once; who begins moves on. @param {Runner[]} runners @param {number} rounds */
async function inTurn(runners, rounds) {
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const row = new Array(runners.length);
    for (let k = 0; k < runners.length; k++) {
      const at = (round + k) % runners.length;
      row[at] = await runners[at].run();
    }
    times.push(row);
  }
  return times;
}

/** @param {unknown} error */
function noteOf(error) {
  if (error instanceof Refusal) return error.message;
  return String(/** @type {Error} */ (error).message);
}
