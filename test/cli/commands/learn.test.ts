import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fromJSON, online } from "../../../src/online/index.js";
import { CLI, expectRefusal, workplace } from "../command.js";

const { folder, put, read, run } = workplace();
const ROWS = Array.from({ length: 50 }, (_, i) => ({
  y: (i * 7) % 5 > 2 ? "yes" : "no",
  a: i % 7,
  kind: ["u", "v, w"][i % 2]!,
}));
const CSV = ["y,a,kind", ...ROWS.map(({ y, a, kind }) => `${y},${a},"${kind}"`)].join("\n").concat("\n");
const OPTIONS = ["--response", "y", "--family", "binomial", "--classes", "no,yes", "--hash"];
const learned = online({ response: "y", family: "binomial", classes: ["no", "yes"], hash: {} });
learned.learn(ROWS);
put("d.csv", CSV);

describe("dropglm learn", () => {
  it("learns CSV and lines of JSON, from a file and a pipe, as the library does", () => {
    const lines = ROWS.map((row) => JSON.stringify(row))
      .join("\n")
      .concat("\n");
    for (const [args, input] of [
      [["d.csv"], ""],
      [[], CSV],
      [["-"], lines],
    ] as const) {
      const { code, error } = run(["learn", ...args, ...OPTIONS, "--save", "s.json"], input);
      expect(code, error).toBe(0);
      expect(JSON.parse(read("s.json"))).toEqual(JSON.parse(JSON.stringify(learned)));
      expect(error).toMatch(/^ +rows +progressive loss +recent\n +50 +0\.\d+ +0\.\d+\n$/);
    }
  });
  it("learns SVMlight", () => {
    const text = "1 1:2 3:1\n0 2:1\n1 1:1 2:1\n";
    const { code, out, error } = run(["learn", "--family", "binomial", "--features", "3", "--json"], text);
    expect(code, error).toBe(0);
    const own = online({ family: "binomial" });
    own.learn([[2, 0, 1], [0, 1, 0], [1, 1, 0]], [1, 0, 1]); // biome-ignore format: one line
    expect(JSON.parse(out).coefficients).toEqual([...(own.model().coefficients as Float64Array)]);
    expectRefusal(run(["learn"], text), /SVMlight without --features/);
  });
  it("goes on from a state", () => {
    const [head, ...lines] = CSV.trimEnd().split("\n");
    run(["learn", ...OPTIONS, "--save", "half.json"], [head, ...lines.slice(0, 20)].join("\n"));
    run(["learn", "--resume", "half.json", "--save", "half.json"], [head, ...lines.slice(20)].join("\n"));
    expect(fromJSON(JSON.parse(read("half.json"))).predict(ROWS)).toEqual(learned.predict(ROWS));
    expectRefusal(run(["learn", "d.csv", "--resume", "half.json", "--family", "binomial"]), /--family with --resume/);
  });
  it("learns what has arrived, and saves it at Ctrl-C", async () => {
    const child = spawn(process.execPath, [CLI, "learn", ...OPTIONS, "--save", "live.json"], { cwd: folder });
    const told = new Promise((resolve) => child.stderr.once("data", resolve));
    child.stdin.write(CSV);
    await told; // before the pipe has ended
    child.kill("SIGINT");
    expect(await new Promise((resolve) => child.on("exit", resolve))).toBe(130);
    expect(JSON.parse(readFileSync(join(folder, "live.json"), "utf8"))).toEqual(JSON.parse(JSON.stringify(learned)));
  });
  it("names the row that it refuses, and writes nothing if none was learned", () => {
    const bad = run(["learn", "--response", "y", "--save", "none.json"], '{"y":1,"a":2}\n{"y":1,\n');
    expectRefusal(bad, /row 2 is no JSON/);
    expect(existsSync(join(folder, "none.json"))).toBe(false);
    expectRefusal(run(["learn", "--response", "y"], "y,a\n1,2\n1\n"), /row 2 has 1 cell; expected 2/);
    expectRefusal(run(["learn", "--response", "y"], ""), /no rows/);
    expectRefusal(run(["learn", "d.csv", "--response", "y", "--words", "kind"]), /--words without --hash/);
  });
});
