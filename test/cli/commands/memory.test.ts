// dropglm path, cv and predict with --memory: what they print is what they print of a table in memory.
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { expectRefusal, workplace } from "../command.js";

const { folder, put, read, run } = workplace();
const ROWS = Array.from({ length: 400 }, (_, i) => [
  Math.sin(i).toFixed(4),
  i % 9 === 4 ? "NA" : `k${i % 3}`,
  Number(Math.sin(i) + Math.cos(3 * i) > 0.3),
  `p${i % 20}`,
]);
put("d.csv", ["a,kind,y,who", ...ROWS.map((row) => row.join(","))].join("\n"));
const FORMULA = "y ~ a + kind";
const MEMORY = ["--memory", "64MB", "--folder", "."];

it("path", () => {
  const args = ["path", "d.csv", FORMULA, "--family", "binomial", "--count", "8"];
  for (const more of [[], ["--json"]]) {
    const here = run([...args, ...more]);
    expect(here.code).toBe(0);
    expect(run([...args, ...more, ...MEMORY])).toEqual(here);
  }
});

it("fit and path with rows without labels", () => {
  put("more.csv", ["kind,a", ...ROWS.map(([a, kind]) => `${kind},${a}`)].join("\n"));
  const unlabeled = ["--dropout", "0.3", "--unlabeled", "more.csv", "--unlabeled-weight", "0.5"];
  const args = ["fit", "d.csv", FORMULA, "--family", "binomial", ...unlabeled];
  const here = run([...args, "--save", "here.json"]);
  expect(here.code).toBe(0);
  expect(run([...args, "--save", "there.json", ...MEMORY])).toEqual(here);
  expect(read("there.json")).toBe(read("here.json"));
  const steps = [
    "path",
    "d.csv",
    FORMULA,
    "--family",
    "binomial",
    "--over",
    "rate",
    "--count",
    "3",
    ...unlabeled.slice(2),
  ];
  const path = run([...steps, "--dropout"]);
  expect(path.code).toBe(0);
  expect(run([...steps, "--dropout", ...MEMORY])).toEqual(path);
  for (const name of ["here.json", "there.json", "more.csv"]) rmSync(join(folder, name));
  expectRefusal(run([...args.slice(0, -4), "--unlabeled", "-", ...MEMORY]), /--memory with standard input/);
  expectRefusal(run(["cv", ...args.slice(1), ...MEMORY]), /--unlabeled with --memory; expected one of them/);
});

it("cv, with the fit of the choice", () => {
  const args = ["cv", "d.csv", FORMULA, "--family", "binomial", "--count", "6", "--folds", "4", "--groups", "who"];
  const here = run([...args, "--refit", "one-standard-error", "--save", "here.json"]);
  expect(here.code).toBe(0);
  const there = run([...args, "--refit", "one-standard-error", "--save", "there.json", ...MEMORY]);
  expect(there).toEqual(here);
  expect(read("there.json")).toBe(read("here.json"));
  expect(readdirSync(folder).sort()).toEqual(["d.csv", "here.json", "there.json"]);
});

it("predict writes as it reads", () => {
  run(["fit", "d.csv", FORMULA, "--family", "binomial", "--save", "m.json"]);
  const here = run(["predict", "m.json", "d.csv"]);
  expect(here.code).toBe(0);
  expect(run(["predict", "m.json", "d.csv", "--memory", "2kB"])).toEqual(here);
  expectRefusal(run(["predict", "m.json", "d.csv", "--memory", "10B"]), /memory = 10 bytes, and a row takes 320/);
  expectRefusal(run(["predict", "m.json", "d.csv", "--memory", "1MB", "--json"]), /--json with --memory/);
  expectRefusal(run(["predict", "m.json", "-", "--memory", "1MB"]), /--memory with standard input/);
});

it("refuses what goes with a table in memory", () => {
  expectRefusal(run(["path", "d.csv", "--response", "y", ...MEMORY]), /--memory without a formula/);
  expectRefusal(run(["cv", "d.csv", FORMULA, "--folder", "."]), /--folder without --memory/);
  expectRefusal(run(["cv", "d.csv", FORMULA, "--workers", "2", ...MEMORY]), /workers with a source/);
});
