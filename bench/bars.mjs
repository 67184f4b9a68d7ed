// The aims beside native programs: upper limits of dropglm's time over that of the best of some programs.
import { PEER_CASES } from "./peer-cases.mjs";

/**
 * @typedef {object} Bar
 * @property {string} what
 * @property {RegExp} cases
 * @property {readonly string[]} of  packages; the best of their programs counts. Empty: dropglm itself, see `read`
 * @property {number} atMost
 * @property {"memory" | "noise"} [read]
 */

/** Programs that run in the same engine as dropglm. @type {[string, number][]} */
const SMALL = [
  ["webr", 0.15],
  ["glm", 0.005],
  ["ml-logistic-regression", 0.001],
  ["ml-logistic-regression, tuned", 0.001], // its steps were tuned to the case, which users do not do
];

/** @type {readonly Bar[]} */
export const BARS = [
  {
    what: "dense logistic, ridge",
    cases: /^logistic-ridge-(100k-100|500k-30|10k-200)$/,
    of: ["scikit-learn"],
    atMost: 0.6,
  },
  { what: "dense logistic, no penalty", cases: /^logistic-plain-(100k-100|500k-30|10k-200)$/, of: ["R"], atMost: 0.05 },
  { what: "lasso path of 100", cases: /^lasso-path-(100k-100|10k-200)$/, of: ["glmnet"], atMost: 0.4 },
  { what: "lasso path of 100, wide", cases: /^lasso-path-(300-2000|500-5000)$/, of: ["glmnet"], atMost: 0.7 },
  { what: "10-fold CV of a path", cases: /^lasso-cv-10k-200$/, of: ["cv.glmnet"], atMost: 0.15 },
  {
    what: "sparse text",
    cases: /^text-(ridge|lasso)(-through-origin)?$/,
    of: ["LIBLINEAR", "scikit-learn"],
    atMost: 0.5,
  },
  { what: "Poisson", cases: /^poisson-(ridge|plain)-600k-60$/, of: ["scikit-learn", "R"], atMost: 0.6 },
  ...SMALL.map(([of, atMost]) => ({
    what: "small logistic",
    cases: /^logistic-plain-1(k-10|0k-50)$/,
    of: [of],
    atMost,
  })),
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
  return BARS.filter(({ cases }) => cases.test(id)).flatMap(({ of }) => of);
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
      atMost: bar.atMost,
      ...measured(bar, outcomes[id]),
    })),
  );
}

/** "open": there is nobody to be held against. @param {BarLine} line @returns {"met" | "missed" | "open"} */
export function verdictOf({ ratio, atMost }) {
  if (ratio === undefined) return "open";
  return ratio <= atMost ? "met" : "missed";
}

/** How many aims there are of each verdict, in words. @param {readonly BarLine[]} lines */
export function tally(lines) {
  const count = (/** @type {string} */ verdict) => lines.filter((line) => verdictOf(line) === verdict).length;
  return `${lines.length} aims: ${count("met")} met, ${count("missed")} missed, ${count("open")} open`;
}

/** @param {Bar} bar @param {any} outcome @returns {Pick<BarLine, "peer" | "ours" | "ratio" | "byDefault" | "isBound">} */
function measured({ of, read }, { entries, against, bytesOfX, best }) {
  if (read === "noise") {
    const { id = "no answer in time", ratio = { median: Infinity } } = against ?? {};
    return { peer: id, ours: entries[0].name, ratio: ratio.median };
  }
  if (read === "memory") return { peer: "bytes of X", ours: entries[0].name, ratio: entries[0].wasmMemory / bytesOfX };
  const kind = entries.filter((/** @type {any} */ entry) => of.includes(entry.of));
  const able = kind.filter((/** @type {any} */ { reached }) => reached);
  if (able.length > 0) {
    const peer = able.reduce((/** @type {any} */ a, /** @type {any} */ b) => (b.ms.median < a.ms.median ? b : a));
    return { peer: peer.name, ours: best, ratio: peer.bestRatio.median, byDefault: peer.ratio.median };
  }
  const late = kind.find((/** @type {any} */ { beyondMs }) => beyondMs !== undefined);
  const own = entries.find((/** @type {any} */ { name }) => name === best);
  if (late === undefined || own === undefined)
    return { peer: `${of.join(", ")}: ${kind.length > 0 ? "not reached" : "not run"}` };
  const peer = `${late.name}, ${late.note}`;
  const byDefault = entries[0].ms?.median / late.beyondMs;
  return { peer, ours: best, ratio: own.ms.median / late.beyondMs, byDefault, isBound: true };
}
