// The aims beside native programs: upper limits of dropglm's time over that of the best of some programs.
import { PEER_CASES } from "./peer-cases.mjs";
import { AS_IT_COMES } from "./peers/native/index.mjs";

/**
 * @typedef {object} Bar
 * @property {string} what
 * @property {RegExp} cases
 * @property {readonly string[]} of  packages; the best of their programs counts. Empty: dropglm itself, see `read`
 * @property {RegExp} [programs]  of these packages only programs of such names
 * @property {number} atMost
 * @property {number} [onNode20]  in place of atMost, where dropglm runs on Node 20
 * @property {"memory" | "noise" | "noise beside" | "default"} [read]  "noise": over its own without noise; "noise beside": over another
 *           program's time without noise; "default": dropglm's default over the other's, as it comes
 */

/** Programs that run in the same engine as dropglm. @type {[string, RegExp, number][]} */
const SMALL = [
  ["webr", /^logistic-plain-1(k-10|0k-50)$/, 0.15],
  ["glm", /^logistic-plain-1k-10$/, 0.02],
  ["glm", /^logistic-plain-10k-50$/, 0.005],
  ["ml-logistic-regression", /^logistic-plain-1(k-10|0k-50)$/, 0.001],
  ["ml-logistic-regression, tuned", /^logistic-plain-1(k-10|0k-50)$/, 0.001], // its steps were tuned to the case, which users do not do
];

/** @type {readonly Bar[]} */
export const BARS = [
  {
    what: "dense logistic, ridge",
    cases: /^logistic-ridge-(100k-100|500k-30|10k-200)$/,
    of: ["scikit-learn"],
    atMost: 0.6,
  },
  {
    what: "default against default, dense logistic, ridge",
    cases: /^logistic-ridge-(100k-100|500k-30|10k-200)$/,
    of: ["scikit-learn"],
    programs: /^scikit-learn lbfgs/,
    atMost: 0.5,
    onNode20: 0.7,
    read: "default",
  },
  { what: "dense logistic, no penalty", cases: /^logistic-plain-(100k-100|500k-30|10k-200)$/, of: ["R"], atMost: 0.05 },
  { what: "lasso path of 100", cases: /^lasso-path-(100k-100|10k-200)$/, of: ["glmnet"], atMost: 0.4 },
  { what: "lasso path of 100, wide", cases: /^lasso-path-(300-2000|500-5000)$/, of: ["glmnet"], atMost: 0.7 },
  { what: "10-fold CV of a path", cases: /^lasso-cv-10k-200$/, of: ["cv.glmnet"], atMost: 0.15 },
  {
    what: "default against default, 10-fold CV of a path",
    cases: /^lasso-cv-10k-200$/,
    of: ["cv.glmnet"],
    atMost: 0.3,
    read: "default",
  },
  { what: "digits of MNIST, ridge", cases: /^mnist-ridge-(10k|60k)$/, of: ["scikit-learn"], atMost: 0.12 },
  {
    what: "sparse text",
    cases: /^text-(ridge|lasso)(-through-origin)?$/,
    of: ["LIBLINEAR", "scikit-learn"],
    atMost: 0.5,
  },
  { what: "Poisson", cases: /^poisson-(ridge|plain)-600k-60$/, of: ["scikit-learn", "R"], atMost: 0.6 },
  { what: "Poisson with factors", cases: /^factors-plain-100k-97$/, of: ["scikit-learn", "R"], atMost: 0.05 },
  ...SMALL.map(([of, cases, atMost]) => ({ what: "small logistic", cases, of: [of], atMost })),
  {
    what: "dropout, quadratic, beside ridge",
    cases: /^(logistic-dropout-(100k-100|10k-200)|text-dropout|multinomial-dropout-10k-784)-quadratic$/,
    of: [],
    atMost: 1.6,
    read: "noise",
  },
  {
    what: "dropout, gaussian, beside ridge",
    cases: /^(logistic-dropout-(100k-100|10k-200)|text-dropout)-gaussian$/,
    of: [],
    atMost: 2.5,
    read: "noise",
  },
  {
    what: "dropout of MNIST, beside ridge",
    cases: /^mnist-dropout-10k-quadratic$/,
    of: [],
    atMost: 2,
    read: "noise",
  },
  {
    what: "dropout of MNIST, beside another's ridge",
    cases: /^mnist-dropout-10k-quadratic$/,
    of: ["scikit-learn"],
    atMost: 0.2,
    read: "noise beside",
  },
  {
    what: "peak memory beside X, dense",
    cases:
      /^(logistic|poisson)-(ridge|plain)-(100k-100|10k-200|500k-30|1m-10|100k-50|600k-60)$|^lasso-path-(100k-100|10k-200|500-5000)$/, // 16 MB and more
    of: [],
    atMost: 1.3,
    read: "memory",
  },
];

/** Ids of the cases with a bar. */
export const BARRED = PEER_CASES.map(({ id }) => id).filter((id) => BARS.some(({ cases }) => cases.test(id)));

/** The packages that a case's bars are held against. @param {string} id */
export function programsOf(id) {
  return BARS.filter(({ cases, read }) => cases.test(id) && read !== "noise beside").flatMap(({ of }) => of);
}

/**
 * @typedef {object} BarLine
 * @property {string} what
 * @property {string} id
 * @property {number} atMost
 * @property {string} of  whose best counts
 * @property {string} peer  the best of its kind, or why there is none
 * @property {string} [ours]  the best of dropglm's programs
 * @property {number} [ratio]  ours over the peer's
 * @property {number} [byDefault]  dropglm as it comes over the peer's
 * @property {boolean} [isBound]  the ratio is no more than this: the peer had not answered when it was stopped
 */

/**
 * One line for every aim and every case that ran.
 *
 * @param {Record<string, any>} outcomes  by id of the case
 * @returns {BarLine[]}
 */
export function barLines(outcomes) {
  return BARS.flatMap((bar) =>
    PEER_CASES.filter(({ id }) => bar.cases.test(id) && outcomes[id] !== undefined).map(({ id }) => ({
      what: bar.what,
      id,
      of: bar.of.join(", "),
      atMost: (/ node-20\./.test(outcomes[id].entries[0].versions) ? bar.onNode20 : undefined) ?? bar.atMost,
      ...measured(bar, outcomes[id], outcomes),
    })),
  );
}

/** "open": there is nobody to be held against, or only somebody who was stopped too early to tell. @param {BarLine} line @returns {"met" | "missed" | "open"} */
export function verdictOf({ ratio, atMost, isBound }) {
  if (ratio === undefined) return "open";
  if (ratio <= atMost) return "met";
  return isBound ? "open" : "missed";
}

/** How many aims there are of each verdict, in words. @param {readonly BarLine[]} lines */
export function tally(lines) {
  const count = (/** @type {string} */ verdict) => lines.filter((line) => verdictOf(line) === verdict).length;
  return `${lines.length} aims: ${count("met")} met, ${count("missed")} missed, ${count("open")} open`;
}

/** @typedef {Pick<BarLine, "peer" | "ours" | "ratio" | "byDefault" | "isBound">} Measured */

/** @param {Bar} bar @param {any} outcome @param {Record<string, any>} outcomes @returns {Measured} */
function measured(bar, outcome, outcomes) {
  const { entries, against, bytesOfX } = outcome;
  const [own] = entries;
  const { id = "no answer in time", ratio = { median: Infinity } } = against ?? {};
  if (bar.read === "noise") return { peer: id, ours: own.name, ratio: ratio.median };
  if (bar.read === "memory") return { peer: "bytes of X", ours: own.name, ratio: own.wasmMemory / bytesOfX };
  if (bar.read === "default") return asTheyCome(bar, outcome);
  if (bar.read !== "noise beside") return besideBest(bar, outcome);
  // This over dropglm's default without noise, times that over the other program.
  if (outcomes[id] === undefined) return { peer: `${id}: not run` };
  const plain = besideBest(bar, outcomes[id]);
  const product = plain.byDefault === undefined ? undefined : ratio.median * plain.byDefault;
  return { ...plain, peer: `${plain.peer}, ${id}`, ours: own.name, ratio: product, byDefault: product };
}

/** Nobody is asked for an objective, but dropglm: it may not be worse than the other's. @param {Bar} bar @param {any} outcome @returns {Measured} */
function asTheyCome({ of, programs }, { entries }) {
  const [own] = entries;
  const kind = entries.filter(
    (/** @type {any} */ { name, of: its, asItComes, ratio }) =>
      asItComes && ratio !== undefined && of.includes(its) && (programs?.test(name) ?? true),
  );
  if (kind.length === 0) return { peer: `${of.join(", ")}: not run` };
  const peer = fastest(kind);
  const isWorse = !own.reached && own.gap > peer.gap;
  const ratio = isWorse ? Infinity : peer.ratio.median;
  return { peer: `${peer.name}${peer.reached ? "" : " (not reached)"}`, ours: own.name, ratio, byDefault: ratio };
}

/**
 * Beside the best of those that reached, or the first that was stopped. A program as it comes counts where the same at the loosest tolerance did
 * not reach.
 *
 * @param {Bar} bar @param {any} outcome @returns {Measured}
 */
function besideBest({ of }, { entries, best }) {
  const kind = entries.filter((/** @type {any} */ entry) => of.includes(entry.of));
  const able = kind.filter((/** @type {any} */ { reached, ms }) => reached && ms !== undefined);
  const isTwin = (/** @type {any} */ a) => able.some((/** @type {any} */ b) => a.name === `${b.name}${AS_IT_COMES}`);
  if (able.length > 0) {
    const peer = fastest(able.filter((/** @type {any} */ entry) => !isTwin(entry)));
    return { peer: peer.name, ours: best, ratio: peer.bestRatio?.median, byDefault: peer.ratio?.median };
  }
  const stopped = kind.filter((/** @type {any} */ { beyondMs }) => beyondMs !== undefined);
  const own = entries.find((/** @type {any} */ { name }) => name === best);
  if (stopped.length === 0 || own?.ms === undefined)
    return { peer: `${of.join(", ")}: ${kind.length > 0 ? "not reached" : "not run"}` };
  const first = stopped.reduce((/** @type {any} */ a, /** @type {any} */ b) => (b.beyondMs < a.beyondMs ? b : a));
  const peer = `${first.name}, ${first.note}`;
  const byDefault = entries[0].ms?.median / first.beyondMs;
  return { peer, ours: best, ratio: own.ms.median / first.beyondMs, byDefault, isBound: true };
}

/** @param {any[]} entries */
function fastest(entries) {
  return entries.reduce((a, b) => (b.ms.median < a.ms.median ? b : a));
}
