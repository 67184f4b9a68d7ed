// dropglm fit and path with --memory of a file of SVMlight: what they print and save is that of the file in memory.
import { readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { expectRefusal, workplace } from "../command.js";

const { folder, put, read, run } = workplace();
const line = (i: number, first: number): string => {
  const entries = [0, 1, 2, 3]
    .filter((j) => (i * 7 + j * 3) % 5 < 2)
    .map((j) => `${j + first}:${Math.sin(i + j).toFixed(4)}`);
  return `${Math.sin(i) + Math.cos(3 * i) > 0.3 ? 1 : -1} ${entries.join(" ")}`;
};
const text = (first: number): string => Array.from({ length: 300 }, (_, i) => line(i, first)).join("\n");
put("d.svm", text(1));
put("zero.svm", text(0));
const MEMORY = ["--memory", "64MB", "--folder", "."];
const FAMILY = ["--family", "binomial"];

it.each(["d.svm", "zero.svm"])("fit %s", (file) => {
  const args = ["fit", file, ...FAMILY, "--ridge", "0.01", "--no-intercept"];
  const here = run([...args, "--save", "here.json"]);
  expect(here.code).toBe(0);
  expect(run([...args, "--save", "there.json", ...MEMORY])).toEqual(here);
  expect(read("there.json")).toBe(read("here.json"));
  expect(readdirSync(folder).filter((name) => name.endsWith(".rows"))).toEqual([]);
});

it("path", () => {
  for (const more of [[], ["--json"]]) {
    const args = ["path", "d.svm", ...FAMILY, "--count", "6", ...more];
    const here = run(args);
    expect(here.code).toBe(0);
    expect(run([...args, ...MEMORY])).toEqual(here);
  }
});

it("predict, with and without columns that the model does not know", () => {
  for (const [file, wide] of [
    ["d.svm", "1 1:2 9:1\n0 2:1\n"],
    ["zero.svm", "1 0:2 9:1 8:2\n0 2:1\n"],
  ] as const) {
    run(["fit", file, ...FAMILY, "--ridge", "0.01", "--save", "m.json"]);
    put("wide.svm", wide);
    for (const args of [
      ["predict", "m.json", file],
      ["predict", "m.json", "wide.svm"],
      ["predict", "m.json", file, "--type", "class"],
    ]) {
      const here = run(args);
      expect(here.code).toBe(0);
      expect(run([...args, "--memory", "64kB"])).toEqual(here);
    }
  }
  expectRefusal(
    run(["predict", "m.json", "d.svm", "--memory", "1MB", "--offset", "o"]),
    /--offset works only with tables/,
  );
});

it("--success names a label of the file", () => {
  const [usual, other] = ["1", "-1"].map((label) => run(["fit", "d.svm", ...FAMILY, `--success=${label}`]).out);
  expect(usual).toMatch(/means are probabilities of "1"/);
  expect(other).toMatch(/means are probabilities of "-1"/);
});

it("refuses what such a file has not", () => {
  const refusal = (...args: string[]) => run([args[0]!, "d.svm", ...args.slice(1), ...MEMORY]);
  expectRefusal(refusal("fit", "y ~ x1"), /a formula for d\.svm, a file of SVMlight/);
  expectRefusal(refusal("fit", "--weights", "w"), /--weights works only with tables/);
  expectRefusal(refusal("fit", "--success", "1"), /--success with --memory and a file of SVMlight/);
  expectRefusal(refusal("cv"), /--memory with d\.svm, a file of SVMlight; leave it out/);
});
