// One program on one case, in its process, and the judge of its results.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isSparse, makeData } from "./data/index.mjs";
import { foldsOf, lambdasOf } from "./grid.mjs";
import { gapOf, objective, REACHED } from "./objective.mjs";
import { readResult, writeData } from "./peers/native/exchange.mjs";
import { commandOf } from "./peers/native/index.mjs";
import { Peer } from "./peers/native/process.mjs";

/** @typedef {import("./cases.mjs").Case} Case */
/** @typedef {import("./peers/native/index.mjs").Contender} Contender */
/** @typedef {import("./contest.mjs").Options} Options */
/** @typedef {{ gap: number, values: number[], curveGap?: number }} Verdict  gap: of the worst lambda */

/** A program faster than this is warmed up before it is timed. */
const FAST_MS = 200;

/** A fit longer than this counts as warm in a quick run. */
const WARM_MS = 3000;

/** Reads results and compares them with the best so far. */
export class Judge {
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

  /** @returns {Verdict} */
  judge() {
    const { fits, curve } = readResult(this.folder, this.problem, this.lambdas.length);
    const values = fits.map((fit, k) => objective({ ...this.problem, lambda: this.lambdas[k] }, this.data, fit));
    this.best = this.best.map((best, k) => (Number.isFinite(values[k]) ? Math.min(best, values[k]) : best));
    this.curve ??= curve;
    const distances = Array.from(curve, (v, k) => Math.abs(v - this.curve[k]) / Math.abs(this.curve[k]));
    return { gap: this.gap(values), values, curveGap: curve.length > 0 ? Math.max(...distances) : undefined };
  }

  /** @param {readonly number[]} values */
  gap(values) {
    return Math.max(...values.map((value, k) => gapOf(value, this.best[k])));
  }

  end() {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A running program: its process, and the settings found for it. */
export class Runner {
  /** @param {Contender} contender @param {Peer & { versions: string }} peer @param {Pick<Judge, "judge" | "problem">} judge @param {Options} options */
  constructor(contender, peer, judge, options) {
    Object.assign(this, { contender, peer, judge, options });
    this.tolerance = contender.ladder[0];
    this.roughMs = Infinity;
    this.givenUp = false;
    this.extras = {};
  }

  /** Milliseconds of one fit. */
  async run(warm = this.roughMs < FAST_MS) {
    const { program } = this.contender;
    const asked = { program, tolerance: this.tolerance, warm: warm ? 1 : 0 };
    this.extras = await this.peer.ask("fit", asked, this.options.seconds);
    return Number(this.extras.ms);
  }

  /**
   * Tightens the tolerance until the objective is reached.
   *
   * @param {number} limit  milliseconds; a program that takes longer needs no second run to be warm
   * @param {boolean} givesUp  whether it is left alone when it has taken as long and not reached
   * @returns {Promise<Verdict>}
   */
  async settle(limit = Infinity, givesUp = false) {
    let verdict;
    for (const tolerance of this.contender.ladder) {
      this.tolerance = tolerance;
      this.roughMs = await this.run(false);
      verdict = this.judge.judge();
      this.givenUp = givesUp && this.roughMs > limit && !(verdict.gap <= REACHED);
      if (verdict.gap <= REACHED || this.givenUp) break;
    }
    const warmMs = this.options.quick ? Math.min(limit, WARM_MS) : limit;
    const isTimed = verdict?.gap <= REACHED || this.contender.asItComes === true;
    if (isTimed && this.roughMs <= warmMs) this.roughMs = await this.run(false); // the first one compiled and warmed the caches
    return verdict;
  }
}

/** Starts a process and hands it the data. @param {Contender} contender @param {Pick<Judge, "folder" | "problem">} judge @param {Options} options */
export async function enter(contender, judge, options) {
  const peer = new Peer(...commandOf(contender, options));
  const { line } = await peer.ask("hello");
  const { folder, problem } = judge;
  const { title, growth, levels, ...fields } = problem;
  await peer.ask("load", { folder, storage: isSparse(problem) ? "sparse" : "dense", ...fields });
  return Object.assign(peer, { versions: String(line) });
}

/** Rounds in which everybody runs once; who begins moves on. @param {readonly Runner[]} runners @param {number} rounds */
export async function inTurn(runners, rounds) {
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
