// The results of end-to-end.mjs and inputs.mjs as text.
import { REACHED } from "./objective.mjs";
import { digits, gapText, table, withQuartiles } from "./report.mjs";

/** @typedef {import("./end-to-end.mjs").Competition} Competition */
/** @typedef {Competition["results"][number]} Result */

/** @param {Competition} competition */
export function caseText({ title, rows, columns, results, absent, against }) {
  const head = ["program", "gap", "warm ms", "x dropglm", "cold ms", "import ms", "convert ms"];
  const lines = results.map((result) => [
    `${result.name} ${result.version}`,
    gapText(result.gap),
    result.warm === undefined ? "not reached" : withQuartiles(result.warm),
    result.ratio === undefined ? "" : withQuartiles(result.ratio),
    result.cold === undefined ? "" : digits(result.cold.fitMs.median),
    result.cold === undefined ? "" : digits(result.cold.importMs.median),
    digits(result.prepareMs),
  ]);
  const notes = [
    ...results.map(noteOf).filter((note) => note !== ""),
    ...absent.map(({ name, reason }) => `${name} does not compete: ${reason}`),
    ...(against === undefined ? [] : [`${withQuartiles(against.ratio)} times "${against.title}" on the same X and y`]),
  ];
  return [`${title}: ${rows} x ${columns}`, "", table(head, lines), "", ...notes.map((note) => `  ${note}`), ""].join(
    "\n",
  );
}

/** What a fit did, or how it was set up. @param {Result} result */
function noteOf({ name, status, settings, notes }) {
  const parts = [];
  if (status !== undefined) {
    const { code, iterations, passes, hessians, optimality } = status;
    parts.push(
      `${code}, ${iterations} iterations, ${passes} passes, ${hessians} Hessians, optimality ${optimality.toExponential(0)}`,
    );
  }
  if (settings !== undefined) parts.push(`${settings.steps} steps of ${digits(settings.rate)} on the mean loss`);
  const all = [...parts, ...notes];
  return all.length === 0 ? "" : `${name}: ${all.join("; ")}`;
}

/** @param {Awaited<ReturnType<typeof import("./inputs.mjs").compareInputs>>} inputs */
export function inputsText(inputs) {
  const rows = inputs.map(({ name, warm, ratio }) => [
    name,
    withQuartiles(warm),
    ratio === undefined ? "" : withQuartiles(ratio),
  ]);
  return `dropglm on logistic-ridge, X given as\n\n${table(["x", "ms, conversion included", "x the first"], rows)}\n`;
}

/**
 * The aims of the project beside the measurements. A missed aim is no failure.
 *
 * @param {readonly Competition[]} cases
 */
export function aimsText(cases) {
  const rows = AIMS.flatMap(({ id, what, aim, of }) => {
    const found = cases.find((c) => c.id === id);
    const value = found === undefined ? undefined : of(found);
    return value === undefined ? [] : [[what, aim, digits(value)]];
  });
  const rule = `gap: objective above the best found, relative; a time counts up to ${REACHED.toExponential(0)}. Times: median (quartiles).`;
  return rows.length === 0 ? rule : `${table(["aim", "", "measured"], rows)}\n\n${rule}`;
}

/** @param {Competition} competition @param {string} name */
const resultOf = (competition, name) => competition.results.find((result) => result.name === name);

/** @type {readonly { id: string, what: string, aim: string, of: (competition: Competition) => number | undefined }[]} */
const AIMS = [
  {
    id: "logistic-ridge",
    what: "logistic ridge 10,000 x 50, warm",
    aim: "< 40 ms",
    of: (competition) => resultOf(competition, "dropglm newton")?.warm?.median,
  },
  {
    id: "logistic",
    what: "faster than glm 1.0.0, logistic 10,000 x 50",
    aim: ">= 100 times",
    of: (competition) => resultOf(competition, "glm")?.ratio?.median,
  },
  {
    id: "dropout-quadratic",
    what: "dropout, quadratic, against ridge",
    aim: "<= 1.6 times",
    of: ({ against }) => against?.ratio.median,
  },
  {
    id: "dropout-gaussian",
    what: "dropout, gaussian, against ridge",
    aim: "<= 2.5 times",
    of: ({ against }) => against?.ratio.median,
  },
];
