// The columns of the cases of statsmodels.json whose data may not be copied (test/golden/README.md), made from the files
// of the Python package statsmodels. Read by models.ts.
//
//   node test/golden/scripts/statsmodels-data.mjs    prints them as JSON, for models-check.py
//
// The package is looked for in the folder that DROPGLM_STATSMODELS names (.../statsmodels, the one with datasets/ in it),
// else where Debian's python3-statsmodels puts it. The columns are those of the formulas in statsmodels.R, by R's names.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import Papa from "papaparse";

const INSTALLED = "/usr/lib/python3/dist-packages/statsmodels";
const RESULTS = "genmod/tests/results";

/** By name of the data: the file, and what becomes of a row (numbered from 0). */
const SOURCES = {
  star98: {
    file: "datasets/star98/star98.csv",
    row: ({ MATHTOT, ...row }) => ({ ...row, trials: MATHTOT }),
  },
  lbw: {
    file: `${RESULTS}/stata_lbw_glm.csv`,
    row: ({ age, lwt, race, smoke, ptl, ht, ui, low }) => ({
      age,
      lwt,
      raceblack: Number(race === "black"),
      raceother: Number(race === "other"),
      smoke,
      ptl,
      ht,
      ui,
      low,
    }),
  },
  scotland: {
    file: "datasets/scotland/scotvote.csv",
    row: ({ COUNCILDIST, ...row }) => row,
  },
  cancer: {
    file: `${RESULTS}/stata_cancer_glm.csv`,
    row: ({ age, drug, studytime }, i) => ({
      age,
      drug2: Number(drug === 2),
      drug3: Number(drug === 3),
      studytime,
      weights: someHeavier(i),
    }),
  },
  cpunish: {
    file: "datasets/cpunish/cpunish.csv",
    row: ({ STATE, VC100k96, ...row }, i) => ({
      ...row,
      "log(VC100k96)": Math.log(VC100k96),
      "I(INCOME/1000)": row.INCOME / 1000,
      offset: Math.log(100),
      weights: 1 + Math.min(i % 8, 8 - (i % 8)),
    }),
  },
  fair: {
    file: "datasets/fair/fair.csv",
    row: ({ rate_marriage, age, yrs_married, affairs }, i) => ({
      rate_marriage,
      age,
      yrs_married,
      affairs,
      weights: someHeavier(i),
    }),
  },
  "inverse gaussian": {
    file: `${RESULTS}/inv_gaussian.csv`,
    rows: 5000,
    row: (row) => row,
  },
  medpar: {
    file: `${RESULTS}/stata_medpar1_glm.csv`,
    row: ({ codes, admitype, los }) => ({ codes, admitypetype3: Number(admitype === "type3"), los }),
  },
  committee: {
    file: "datasets/committee/committee.csv",
    row: ({ COMMITTEE, STAFF, ...row }) => ({
      ...row,
      "log(STAFF)": Math.log(STAFF),
      "I(SUBS * log(STAFF))": row.SUBS * Math.log(STAFF),
    }),
  },
};

/** The weights that statsmodels' own tests use. */
function someHeavier(i) {
  if (i % 13 === 0) return 3;
  return i % 5 === 0 ? 5 : 1;
}

/**
 * The columns of one data set. Undefined when the package is not there; but an error when DROPGLM_STATSMODELS names a
 * folder and the file is not in it.
 */
export function statsmodelsColumns(name) {
  const { file, rows, row } = SOURCES[name];
  const named = process.env.DROPGLM_STATSMODELS;
  const path = join(named || INSTALLED, file);
  if (!named && !existsSync(path)) return undefined;
  const { data } = Papa.parse(readFileSync(path, "utf8"), { header: true, dynamicTyping: true, skipEmptyLines: true });
  const made = data.slice(0, rows).map(row);
  return Object.fromEntries(Object.keys(made[0]).map((key) => [key, made.map((values) => values[key])]));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const columns = Object.keys(SOURCES).map((name) => {
    const found = statsmodelsColumns(name);
    if (found === undefined) throw new Error("no statsmodels: install python3-statsmodels or set DROPGLM_STATSMODELS");
    return [name, found];
  });
  process.stdout.write(`${JSON.stringify(Object.fromEntries(columns))}\n`);
}
