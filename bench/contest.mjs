// One case, every program in its own process: whether it reaches the objective, at which tolerance, and its time beside dropglm's.
import { programsOf } from "./bars.mjs";
import { caseOf } from "./cases.mjs";
import { roundsFor, spreadOf } from "./measure.mjs";
import { REACHED } from "./objective.mjs";
import { CONTENDERS, OURS } from "./peers/native/index.mjs";
import { Late } from "./peers/native/process.mjs";
import { digits } from "./report.mjs";
import { enter, inTurn, Judge, Runner } from "./runner.mjs";

/** @typedef {import("./cases.mjs").Case} Case */
/** @typedef {import("./peers/native/index.mjs").Contender} Contender */
/** @typedef {import("./measure.mjs").Spread} Spread */
/** @typedef {{ peers: string, node: string, python: string, Rscript: string, seconds: number, quick: boolean, rounds?: number }} Options */
/** @typedef {{ runner: Runner, ms: number, speed: number }} Own  one of dropglm's programs; speed: default / it, in turn */
/** @typedef {{ byDefault: Own[], reached: Own[] }} Team  dropglm's: without options, on one thread and then on more; and all that reached */

/**
 * @typedef {object} Entry  one program in one case
 * @property {string} name
 * @property {string} of
 * @property {string} versions
 * @property {number} [tolerance]  the loosest that reached
 * @property {number} [gap]  of the worst lambda
 * @property {boolean} reached
 * @property {boolean} [asItComes]  at its own tolerance and limit of iterations; it has times if it does not reach, too
 * @property {Spread} [ms]
 * @property {Spread} [ratio]  dropglm default / this, round by round
 * @property {Spread} [workersRatio]  the same of dropglm default on all cores, beside programs as they come
 * @property {Spread} [bestRatio]  dropglm's best program / this
 * @property {number} [beyondMs]  it had not answered when this had passed, or it had not reached
 * @property {number} [peakMemory]  bytes, of its process, data and run time included
 * @property {number} [wasmMemory]  bytes
 * @property {number} [curveGap]  cross-validation: largest relative distance of the curve to ours
 * @property {string} [note]
 */

/** Programs whose growth is measured. */
const GROWTH_PEERS = /^scikit-learn lbfgs$/;

/** A slow program, this many times slower than dropglm, is timed once: its ratio needs no quartiles. */
const HOPELESS = 20;
const SLOW_MS = 1000;

/** Milliseconds for the rounds of one pair, and of a round that is not repeated. */
const PATIENT = { pair: 10_000, long: 15_000 };
const QUICK = { pair: 2000, long: 10_000 };

/** @param {Case} problem @param {Options} given */
export async function contest(problem, given) {
  const options = { ...given, seconds: Math.max(given.seconds, problem.seconds ?? 0) };
  const judge = new Judge(problem);
  /** @type {Team} */
  const team = { byDefault: [], reached: [] };
  /** @type {(Entry & { values?: number[] })[]} */
  const entries = [];
  let peer;
  try {
    peer = await enter(/** @type {Contender} */ (OURS[0]), judge, options);
    for (const contender of OURS.filter((c) => c.takes(problem) && isWanted(c, problem, options))) {
      entries.push(await timeOurs(new Runner(startedAt(contender, team.reached), peer, judge, options), team));
    }
    for (const contender of CONTENDERS.filter((c) => c.takes(problem) && isWanted(c, problem, options))) {
      const reason = contender.refuses?.(problem);
      const { name, of } = contender;
      const hasBetter = entries.some((entry) => entry.of === of && entry.reached);
      if (reason === undefined) entries.push(await timePeer(contender, team, judge, options, hasBetter));
      else entries.push({ name, of, versions: "", reached: false, note: `does not compete: ${reason}` });
    }
    holdAgain(entries, judge);
    const reference = team.byDefault[0]; // undefined when dropglm itself ran out of time
    const beside =
      problem.against === undefined || reference === undefined
        ? undefined
        : await timeAgainst(caseOf(problem.against), reference, judge, options);
    return { ...problem, bytesOfX: bytesOf(judge.data), best: bestOf(entries, team.reached), entries, against: beside };
  } finally {
    peer?.end();
    judge.end();
  }
}

/**
 * A quick run includes the programs in an aim, and all of dropglm's if the aim compares with others.
 *
 * @param {Contender} contender
 * @param {Case} problem
 * @param {Options} options
 */
function isWanted({ name, of, asItComes, isFarBehind, quickWith = of }, problem, { peers, quick }) {
  const isOurs = of === "dropglm";
  if (quick) {
    if (isFarBehind?.(problem)) return false;
    const named = programsOf(problem.id);
    if (isOurs) return name === OURS[0]?.name || named.length > 0;
    return (named.includes(of) || (asItComes && named.includes(quickWith))) && new RegExp(peers).test(name);
  }
  return isOurs || (problem.growth === undefined ? new RegExp(peers) : GROWTH_PEERS).test(name);
}

/**
 * Against the best that anybody found, later ones included. Who did not reach it has no time, but for programs as they come; and a default of
 * dropglm's that did not is compared with these only.
 *
 * @param {(Entry & { values?: number[] })[]} entries
 * @param {Pick<Judge, "gap">} judge
 */
export function holdAgain(entries, judge) {
  for (const entry of entries.filter(({ values }) => values !== undefined)) {
    entry.gap = judge.gap(/** @type {number[]} */ (entry.values));
    delete entry.values; // a path has many of them
    if (entry.gap <= REACHED) continue;
    entry.reached = false;
    delete entry.bestRatio;
    if (!entry.asItComes) for (const time of /** @type {const} */ (["ms", "ratio"])) delete entry[time];
  }
  if (!entries[0]?.reached) for (const entry of entries) if (!entry.asItComes) delete entry.ratio;
}

/** @param {import("./data/index.mjs").Data} data */
function bytesOf({ columns, pixels, csr, table }) {
  if (pixels !== undefined) return pixels.byteLength;
  if (table !== undefined) return table.rows * (table.codes.length + 8 * table.numbers.length);
  return csr === undefined
    ? columns.byteLength
    : csr.values.byteLength + csr.indices.byteLength + csr.indptr.byteLength;
}

/** dropglm's default on this case over that on another with the same data, in turn. @param {Case} other @param {Own} own @param {Judge} judge @param {Options} options */
async function timeAgainst(other, { runner: reference }, judge, options) {
  const contender = /** @type {Contender} */ (OURS[0]);
  const peer = await enter(contender, { folder: judge.folder, problem: other }, options);
  const runner = new Runner(contender, peer, judge, options);
  try {
    runner.roughMs = await runner.run(true);
    const times = await inTurn([reference, runner], roundsOf(reference.roughMs + runner.roughMs, options));
    return { id: other.id, ratio: spreadOf(times.map(([noisy, plain]) => noisy / plain)) };
  } finally {
    peer.end();
  }
}

/** dropglm's own programs, in turn with the first of them. @param {Runner} runner @param {Team} team @returns {Promise<Entry>} */
async function timeOurs(runner, { byDefault, reached: able }) {
  const { contender, peer, options } = runner;
  const { name, of, asItComes } = contender;
  const about = { name, of, versions: peer.versions, asItComes };
  try {
    const verdict = await runner.settle();
    const reached = verdict.gap <= REACHED;
    if (!reached && !asItComes) return { ...about, ...verdict, reached };
    const reference = byDefault[0]?.runner ?? runner;
    const rounds = roundsOf(runner.roughMs + reference.roughMs, options);
    const pair = await timesOf(runner === reference ? [runner] : [reference, runner], rounds);
    const ms = spreadOf(pair.map((times) => times.at(-1)));
    const ratio = spreadOf(pair.map((times) => times[0] / times.at(-1)));
    const own = { runner, ms: ms.median, speed: ratio.median };
    if (asItComes) byDefault.push(own);
    if (reached) able.push(own);
    return {
      ...about,
      ...verdict,
      reached,
      tolerance: runner.tolerance,
      ms,
      ratio,
      peakMemory: peer.peakMemory(),
      wasmMemory: Number(runner.extras.wasm),
    };
  } catch (error) {
    return { ...about, reached: false, note: noteOf(error) };
  }
}

/** More threads need no looser tolerance than one: the ladder begins where that ended. @param {Contender} contender @param {readonly Own[]} ours @returns {Contender} */
export function startedAt(contender, ours) {
  const single = ours.find(({ runner }) => `${runner.contender.program}-workers` === contender.program);
  const { tolerance = Infinity } = single?.runner ?? {};
  return { ...contender, ladder: contender.ladder.filter((rung) => rung <= tolerance) };
}

/**
 * The name of dropglm's fastest program. If a later answer shows that it did not reach the objective, comparisons with it
 * are removed.
 *
 * @param {readonly Entry[]} entries
 * @param {readonly Own[]} ours
 */
export function bestOf(entries, ours) {
  if (ours.length === 0) return undefined;
  const { name } = fastest(ours).runner.contender;
  if (entries.some((entry) => entry.name === name && entry.reached)) return name;
  for (const entry of entries) if (entry.bestRatio !== undefined) entry.bestRatio = entry.ratio;
  return ours[0]?.runner.contender.name;
}

/** @param {readonly Own[]} ours */
function fastest(ours) {
  return ours.reduce((a, b) => (b.speed > a.speed ? b : a));
}

/**
 * @param {Contender} contender
 * @param {Team} team
 * @param {Judge} judge
 * @param {Options} options
 * @param {boolean} hasBetter  another program of its package has reached
 * @returns {Promise<Entry>}
 */
async function timePeer(contender, team, judge, options, hasBetter) {
  const { name, of, asItComes } = contender;
  const about = { name, of, versions: "", asItComes };
  let peer;
  try {
    peer = await enter(contender, judge, options);
  } catch (error) {
    return { ...about, reached: false, note: `skipped: ${noteOf(error)}` };
  }
  about.versions = peer.versions;
  const { isLong = false } = judge.problem;
  const ladder = isLong ? contender.ladder.slice(0, 1) : contender.ladder;
  const runner = new Runner({ ...contender, ladder }, peer, judge, options);
  const limit = Math.max(SLOW_MS, HOPELESS * (team.byDefault[0]?.ms ?? Infinity));
  try {
    const verdict = await runner.settle(limit, options.quick && hasBetter && !asItComes);
    const { tolerance, roughMs } = runner;
    const reached = verdict.gap <= REACHED;
    const outcome = { ...about, ...verdict, tolerance, reached };
    if (!reached && runner.givenUp) return { ...about, reached, note: `given up: ${digits(roughMs)} ms, still far` };
    if (!reached && !asItComes && isLong)
      return { ...outcome, beyondMs: roughMs, note: `not there after ${digits(roughMs / 1000)} s, its only run` };
    if ((!reached && !asItComes) || team.byDefault.length === 0) return outcome;
    return {
      ...outcome,
      ...(await timeBeside(runner, team, roughMs > limit)),
      peakMemory: peer.peakMemory(),
    };
  } catch (error) {
    const beyondMs = error instanceof Late ? 1000 * options.seconds : undefined;
    return { ...about, reached: false, beyondMs, note: noteOf(error) };
  } finally {
    peer.end();
  }
}

/** In turn with dropglm's default and its best program; beside a program as it comes also the default on all cores. @param {Runner} runner @param {Team} team @param {boolean} isHopeless */
async function timeBeside(runner, { byDefault, reached }, isHopeless) {
  const { contender, options } = runner;
  const best = reached.length > 0 ? fastest(reached) : undefined;
  const [first, workers] = byDefault.slice(0, contender.asItComes ? 2 : 1);
  const own = [first, workers, best].flatMap((one) => (one === undefined ? [] : [one.runner]));
  const all = [...new Set([...own, runner])];
  const roughMs = all.reduce((sum, { roughMs: ms }) => sum + ms, 0);
  const times = await (isHopeless ? timeHopeless(all, options) : timesOf(all, roundsOf(roughMs, options)));
  /** @param {Own | undefined} one */
  const over = (one) =>
    one === undefined ? undefined : spreadOf(times.map((round) => round[all.indexOf(one.runner)] / round.at(-1)));
  return {
    ms: spreadOf(times.map((round) => round.at(-1))),
    ratio: over(first),
    workersRatio: over(workers),
    bestRatio: over(best),
  };
}

/** One more round; in a quick run the fit that found the tolerance is all there is. @param {readonly Runner[]} all @param {Options} options */
async function timeHopeless(all, { quick }) {
  if (!quick) return timesOf(all, 1);
  const rounds = await timesOf(all.slice(0, -1), 3);
  return rounds.map((row) => [...row, all.at(-1)?.roughMs]);
}

/** Rounds in turn; of a case in which programs run once, the times of these runs. @param {readonly Runner[]} all @param {number} rounds */
async function timesOf(all, rounds) {
  const isLong = all[0]?.judge.problem.isLong === true;
  return isLong ? [all.map(({ roughMs }) => roughMs)] : inTurn(all, rounds);
}

/** One round of programs that take very long: noise is small beside them. @param {number} roundMs @param {Options} options */
function roundsOf(roundMs, { quick, rounds = Infinity }) {
  const { pair, long } = quick ? QUICK : PATIENT;
  return roundMs > long ? 1 : Math.min(rounds, roundsFor(roundMs, pair));
}

/** @param {unknown} error */
function noteOf(error) {
  return String(/** @type {Error} */ (error).message);
}
