// Small hard problems with fixed seeds, compared with the judge: README.md. More of them with ADVERSARY_COUNT and ADVERSARY_SEED.
import { writeSync } from "node:fs";
import { expect, it } from "vitest";
import { isKnown } from "./known.js";
import { runAdversary } from "./run.js";

const { ADVERSARY_COUNT, ADVERSARY_SEED } = process.env;
const COUNT = Number(ADVERSARY_COUNT ?? 500);
const SEED = Number(ADVERSARY_SEED ?? 1);
const REPORT_EVERY = 10_000;

/** Prints at once, during the run. */
const say = (line: string): void => {
  if (ADVERSARY_COUNT !== undefined) writeSync(2, `${line}\n`);
};

it(`${COUNT} hard problems from seed ${SEED}`, { timeout: 6 * 3600_000 }, () => {
  const onProblem = (done: number): void => {
    if (done % REPORT_EVERY === 0) say(`${done} of ${COUNT}`);
  };
  const { findings, summary } = runAdversary(SEED, COUNT, { isKnown, onProblem, onFinding: say });
  say(summary);
  expect(findings.map(({ line }) => line)).toEqual([]);
});
