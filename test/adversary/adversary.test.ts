// Small hard problems with fixed seeds, held against the judge: README.md. More of them with ADVERSARY_COUNT and ADVERSARY_SEED.
import { expect, it } from "vitest";
import { isKnown } from "./known.js";
import { runAdversary } from "./run.js";

const { ADVERSARY_COUNT, ADVERSARY_SEED } = process.env;
const COUNT = Number(ADVERSARY_COUNT ?? 500);
const SEED = Number(ADVERSARY_SEED ?? 1);
const REPORT_EVERY = 10_000;

it(`${COUNT} hard problems from seed ${SEED}`, { timeout: 6 * 3600_000 }, () => {
  const onProblem = (done: number): void => {
    if (done % REPORT_EVERY === 0) console.log(`${done} of ${COUNT}`);
  };
  const onFinding = (line: string): void => {
    if (ADVERSARY_COUNT !== undefined) console.log(line);
  };
  const { findings, summary } = runAdversary(SEED, COUNT, { isKnown, onProblem, onFinding });
  if (ADVERSARY_COUNT !== undefined) console.log(summary);
  expect(findings.map(({ line }) => line)).toEqual([]);
});
