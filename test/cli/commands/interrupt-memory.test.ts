// Ctrl-C of dropglm path and cv --memory, while the file is read and while rows are fitted.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { openFiles } from "../../cluster/liar.js";
import { CLI, workplace } from "../command.js";

const { folder, put } = workplace();
const COMMAND = [
  "big.csv",
  "y ~ (a + I(a^2) + I(a^3)) * kind",
  "--family",
  "binomial",
  "--memory",
  "64MB",
  "--folder",
  ".",
];
const OUTPUTS = { path: ["--plot", "p.svg"], cv: ["--save", "m.json"] } as const;

/** Starts a command, and stops it when `isTime` has said so of the files that it has open, so many times on end. */
async function stopped(verb: keyof typeof OUTPUTS, looks: number, isTime: (files: readonly string[]) => boolean) {
  const child = spawn(process.execPath, [CLI, verb, ...COMMAND, ...OUTPUTS[verb]], { cwd: folder });
  let [out, error] = ["", ""];
  child.stdout.on("data", (text) => {
    out += text;
  });
  child.stderr.on("data", (text) => {
    error += text;
  });
  const ended = once(child, "exit");
  for (let seen = 0; child.exitCode === null && seen < looks; ) {
    await new Promise((go) => setTimeout(go, 5));
    seen = isTime(openFiles(child.pid!)) ? seen + 1 : 0;
  }
  child.kill("SIGINT");
  const [code] = await ended;
  return { code, out, error };
}

const reads = (files: readonly string[]): boolean => files.some((name) => name.endsWith("big.csv"));
const keeps = (files: readonly string[]): boolean => files.some((name) => name.endsWith(".rows (deleted)"));

describe.runIf(process.platform === "linux")("Ctrl-C leaves nothing behind", () => {
  beforeAll(() => {
    const rows = Array.from({ length: 60_000 }, (_, i) => {
      return `${Math.sin(i).toFixed(5)},k${i % 3},${Number(Math.sin(i) + Math.cos(3 * i) > 0.3)}`;
    });
    put("big.csv", ["a,kind,y", ...rows].join("\n"));
  });
  it.each(["path", "cv"] as const)("of %s, while it reads: nothing is printed", async (verb) => {
    const { code, out, error } = await stopped(verb, 1, reads);
    const [option, file] = OUTPUTS[verb];
    expect([code, out, error]).toEqual([130, "", `warning: interrupted; ${file} (${option}) is not written\n`]);
    expect(readdirSync(folder)).toEqual(["big.csv"]);
  });
  it.each([
    ["path", /note: ended after \d+ steps: aborted/],
    ["cv", /aborted/],
  ] as const)("of %s, while it fits: what there is is printed", async (verb, note) => {
    const { code, out, error } = await stopped(verb, 40, (files) => keeps(files) && !reads(files));
    const [option, file] = OUTPUTS[verb];
    expect([code, error]).toEqual([130, `warning: interrupted; ${file} (${option}) is not written\n`]);
    expect(out).toMatch(/^big\.csv: y ~ .* \(binomial/);
    expect(out).toMatch(note);
    expect(readdirSync(folder)).toEqual(["big.csv"]);
  });
});
