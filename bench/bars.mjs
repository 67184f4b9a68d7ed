// What the project aims at beside native programs: dropglm's time over that of the best of some programs, at most.
import { PEER_CASES } from "./peer-cases.mjs";

/**
 * @typedef {object} Bar
 * @property {string} what
 * @property {RegExp} cases
 * @property {readonly string[]} of  packages; the best of their programs counts. Empty: dropglm itself, see `read`
 * @property {number} atMost
 * @property {"memory" | "noise"} [read]
 */

/** @type {readonly Bar[]} */
const BARS = [
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
  { what: "sparse text", cases: /^text-/, of: ["LIBLINEAR", "scikit-learn"], atMost: 0.5 },
  { what: "Poisson", cases: /^poisson-ridge-600k-60$/, of: ["scikit-learn", "R"], atMost: 0.6 },
  { what: "small logistic", cases: /^logistic-plain-1(k-10|0k-50)$/, of: ["webr"], atMost: 0.15 },
  { what: "dropout, quadratic, beside ridge", cases: /-quadratic$/, of: [], atMost: 1.6, read: "noise" },
  { what: "dropout, gaussian, beside ridge", cases: /-gaussian$/, of: [], atMost: 2.5, read: "noise" },
  {
    what: "peak memory beside X, dense",
    cases: /^(logistic|poisson)-(ridge|plain)-(\d+k|1m)-(?!10$)\d+$/,
    of: [],
    atMost: 1.3,
    read: "memory",
  },
];

/**
 * One line for every bar and case that was run: what was measured, at dropglm's defaults and at the loosest tolerance that reaches.
 *
 * @param {Record<string, any>} outcomes  by id of the case
 */
export function barLines(outcomes) {
  return BARS.flatMap((bar) =>
    PEER_CASES.filter(({ id }) => bar.cases.test(id) && outcomes[id] !== undefined).map(({ id }) => ({
      what: bar.what,
      id,
      atMost: bar.atMost,
      ...measured(bar, outcomes[id]),
    })),
  );
}

/** @param {Bar} bar @param {any} outcome */
function measured({ of, read }, { entries, against, bytesOfX }) {
  if (read === "noise") return { peer: against?.id ?? "", ratio: against?.ratio.median };
  if (read === "memory") return { peer: "bytes of X", ratio: entries[0].wasmMemory / bytesOfX };
  const able = entries.filter((/** @type {any} */ entry) => of.includes(entry.of) && entry.reached);
  if (able.length === 0) return { peer: "nobody reached", ratio: undefined };
  const best = able.reduce((/** @type {any} */ a, /** @type {any} */ b) => (b.ratio.median > a.ratio.median ? b : a));
  return { peer: best.name, ratio: best.ratio.median, loose: best.looseRatio?.median };
}
