// dropglm fit --memory: a file that is read a part at a time.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readlinkSync } from "node:fs";
import { expect, it } from "vitest";
import { CLI, expectRefusal, workplace } from "../command.js";

const { folder, put, read, run } = workplace();
const ROWS = Array.from({ length: 400 }, (_, i) => [
  Math.sin(i).toFixed(4),
  i % 9 === 4 ? "NA" : `k${i % 3}`,
  Number(Math.sin(i) + Math.cos(3 * i) > 0.3),
]);
put("d.csv", ["a,kind,y", ...ROWS.map((row) => row.join(","))].join("\n"));
const FORMULA = "y ~ a + kind";
const BINOMIAL = ["--family", "binomial"];

it("prints and saves what a fit in memory does", () => {
  const here = run(["fit", "d.csv", FORMULA, ...BINOMIAL, "--save", "here.json"]);
  const there = run([
    "fit",
    "d.csv",
    FORMULA,
    ...BINOMIAL,
    "--memory",
    "64MB",
    "--folder",
    ".",
    "--save",
    "there.json",
  ]);
  expect(there).toEqual(here);
  expect(there.code).toBe(0);
  expect(read("there.json")).toBe(read("here.json"));
  expect(readdirSync(folder).sort()).toEqual(["d.csv", "here.json", "there.json"]);
});

it("takes the options of a fit", () => {
  const more = ["--dropout", "0.3", "--ridge", "0.1", "--missing", "indicator", "--json"];
  const here = run(["fit", "d.csv", FORMULA, ...BINOMIAL, ...more]);
  expect(run(["fit", "d.csv", FORMULA, ...BINOMIAL, ...more, "--memory", "64MB"])).toEqual(here);
});

it("refuses what goes with a table in memory", () => {
  const refusal = (args: readonly string[], what: RegExp): void =>
    expectRefusal(run(["fit", ...args, "--memory", "64MB"]), what);
  refusal(["d.csv", "--response", "y"], /--memory without a formula/);
  refusal(["-", FORMULA], /--memory with standard input/);
  refusal(["d.csv", FORMULA, "--decimal", ","], /--decimal with --memory/);
  refusal(["d.csv", FORMULA, "--no-header"], /--no-header with --memory/);
  refusal(["none.csv", FORMULA], /cannot read "none.csv": ENOENT/);
  expectRefusal(run(["fit", "d.csv", FORMULA, "--memory", "1kB"]), /^error: memory = 1024 bytes/);
  expectRefusal(run(["fit", "d.csv", FORMULA, "--folder", "."]), /--folder without --memory/);
});

/** Whether a process has a file open. */
function opens(pid: number, name: string): boolean {
  const files = `/proc/${pid}/fd`;
  return readdirSync(files).some((number) => {
    try {
      return readlinkSync(`${files}/${number}`).endsWith(name);
    } catch {
      return false; // it was closed meanwhile
    }
  });
}

it.runIf(process.platform === "linux")("Ctrl-C while it reads leaves nothing behind", async () => {
  put("big.csv", ["a,y", ...Array.from({ length: 600_000 }, (_, i) => `${Math.sin(i)},${i % 2}`)].join("\n"));
  const before = readdirSync(folder).sort();
  const child = spawn(
    process.execPath,
    [CLI, "fit", "big.csv", "y ~ a", ...BINOMIAL, "--memory", "64MB", "--folder", ".", "--save", "m.json"],
    { cwd: folder },
  );
  let error = "";
  child.stderr.on("data", (text) => {
    error += text;
  });
  const ended = once(child, "exit");
  while (!opens(child.pid!, "big.csv")) await new Promise((resolve) => setTimeout(resolve, 5));
  child.kill("SIGINT");
  const [code] = await ended;
  expect(code).toBe(130);
  expect(error).toBe("warning: interrupted; m.json (--save) is not written\n");
  expect(readdirSync(folder).sort()).toEqual(before);
});
