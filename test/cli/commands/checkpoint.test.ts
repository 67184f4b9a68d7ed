// A command that is killed, and given again.
import { spawn } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { killedAt } from "../../helpers/killed.js";
import { CLI, expectRefusal, workplace } from "../command.js";

const { folder, put, read, run } = workplace();
const ROWS = Array.from({ length: 20_000 }, (_, i) => [
  Math.sin(i).toFixed(4),
  `k${i % 3}`,
  Number(Math.sin(i) + Math.cos(3 * i) > 0.3),
]);
put("d.csv", ["a,kind,y", ...ROWS.map((row) => row.join(","))].join("\n"));
const COMMAND = [
  "path",
  "d.csv",
  "y ~ ns(a, df = 5) * kind",
  "--family",
  "binomial",
  "--memory",
  "16MB",
  "--folder",
  ".",
];

/** Starts the command and kills it when its checkpoint is so long. */
function killed(args: readonly string[], bytes: number): Promise<string | null> {
  return killedAt(spawn(process.execPath, [CLI, ...args], { cwd: folder, stdio: "ignore" }), join(folder, "c"), bytes);
}

it("goes on where it was killed, with the same bits, and leaves nothing behind", async () => {
  const whole = run([...COMMAND, "--json"]);
  expect(whole.code).toBe(0);
  const again = [...COMMAND, "--json", "--checkpoint", "c"];
  let before = 0;
  for (const bytes of [4000, 40_000]) {
    expect(await killed(again, bytes)).toBe("SIGKILL");
    expect(statSync(join(folder, "c")).size).toBeGreaterThan(before); // what was there is still there
    before = statSync(join(folder, "c")).size;
  }
  expect(run(again)).toEqual(whole);
  expect(readdirSync(folder)).toEqual(["d.csv"]);
});

it("refuses a file that is no checkpoint, and a checkpoint of data in memory", () => {
  const before = read("d.csv");
  expectRefusal(run([...COMMAND, "--checkpoint", "d.csv"]), /checkpoint d.csv is another file, which is left as it is/);
  expect(read("d.csv")).toBe(before);
  expectRefusal(run(["fit", "d.csv", "y ~ a", "--checkpoint", "c"]), /--checkpoint without --memory/);
});
