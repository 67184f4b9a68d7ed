import { expect, it } from "vitest";
import { runAdversary } from "./run.js";

const COUNT = Number(process.env["ADVERSARY_COUNT"] ?? 500);
const SEED = Number(process.env["ADVERSARY_SEED"] ?? 1);

it(`${COUNT} hard problems from seed ${SEED}`, { timeout: 4 * 3600_000 }, () => {
  const { findings, summary } = runAdversary(SEED, COUNT);
  if (process.env["ADVERSARY_COUNT"] !== undefined) console.log(summary);
  expect(findings.map(({ line }) => line)).toEqual([]);
});
