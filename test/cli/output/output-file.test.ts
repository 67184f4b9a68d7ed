// Existing files are not lost: outputs, inputs, full disks, signals, and exit codes.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, linkSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeEach, describe, expect, it } from "vitest";
import { openOutputs } from "../../../src/cli/output/output-file.js";
import { fitSync, Model } from "../../../src/index.js";
import { CLI, expectRefusal, messageOf, workplace } from "../command.js";
import { judgedCsv, X, Y } from "../judged-rows.js";

const { folder, put, read, run } = workplace();
const DATA = judgedCsv("y", "k");
const MODEL = `${JSON.stringify(fitSync(X, Y, { family: "binomial" }))}\n`;
const SVM = "1 1:1 2:2\n0 1:2\n1 2:1\n0 1:1 2:1\n1 1:3\n0 2:3\n";

beforeEach(() => {
  put("d.csv", DATA);
  put("d.svm", SVM);
  put("m.json", MODEL);
  put("u.csv", DATA);
});

const BINOMIAL = ["--columns", "a,b,c", "--response", "y", "--family", "binomial"];
const CV = ["cv", "d.csv", ...BINOMIAL, "--count", "3", "--folds", "3"];
const DIAGNOSE = ["diagnose", "m.json", "d.csv", "--response", "y"];

/** Every output of every command, with the files it reads. */
const OUTPUTS: readonly [args: readonly string[], option: string, inputs: readonly string[]][] = [
  [["fit", "d.csv", ...BINOMIAL], "--save", ["d.csv"]],
  [["fit", "d.csv", ...BINOMIAL, "--dropout", "0.1", "--unlabeled", "u.csv"], "--save", ["d.csv", "u.csv"]],
  [["fit", "d.svm", "--family", "binomial"], "--save", ["d.svm"]],
  [["fit", "d.csv", ...BINOMIAL, "--dropout", "0.1"], "--plot", ["d.csv"]],
  [["path", "d.csv", ...BINOMIAL, "--count", "3"], "--plot", ["d.csv"]],
  [CV, "--save", ["d.csv"]],
  [CV, "--plot", ["d.csv"]],
  [DIAGNOSE, "--csv", ["m.json", "d.csv"]],
  [DIAGNOSE, "--plot", ["m.json", "d.csv"]],
];

const WAYS: Readonly<Record<string, (input: string, name: string) => void>> = {
  "a symbolic link": (input, name) => symlinkSync(input, join(folder, name)),
  "a symbolic link to a symbolic link": (input, name) => {
    symlinkSync(input, join(folder, `${name}.between`));
    symlinkSync(`${name}.between`, join(folder, name));
  },
  "a hard link": (input, name) => linkSync(join(folder, input), join(folder, name)),
};

let count = 0;
const fresh = (option: string): string => `link${count++}.${option === "--plot" ? "svg" : "out"}`;
const left = (): string[] => readdirSync(folder).filter((name) => name.endsWith(".tmp"));

describe("an output is never an input", () => {
  const cases = OUTPUTS.flatMap(([args, option, inputs], k) =>
    inputs.map((input, i) => ({ args, option, input, way: Object.keys(WAYS)[(k + i) % 3]! })),
  );

  it.each(cases)("$args.0 $option onto $input by $way", ({ args, option, input, way }) => {
    const name = fresh(option);
    WAYS[way]!(input, name);
    const before = read(input);
    expectRefusal(run([...args, option, name]), `${option} ${name} is ${input}, which is read; expected another file`);
    expect(read(input)).toBe(before);
  });

  it.each(Object.entries(WAYS))("nor by %s", (_, link) => {
    const name = fresh("--save");
    link("d.csv", name);
    const at = (file: string): string => join(folder, file);
    expect(messageOf(() => openOutputs({ "--save": at(name) }, ["m.json", at("d.csv")]))).toMatch(/which is read/);
    expect(messageOf(() => openOutputs({ "--save": at("d.csv") }, [at(name)]))).toMatch(/which is read/);
    expect(messageOf(() => openOutputs({ "--save": at("other") }, [at(name)]))).toBeUndefined();
  });

  it.each([
    [["fit", "d.csv", ...BINOMIAL, "--save", "d.csv"], "--save d.csv is d.csv, which is read; expected another file"],
    [
      ["fit", "./d.csv", ...BINOMIAL, "--save", "d.csv"],
      "--save d.csv is ./d.csv, which is read; expected another file",
    ],
    [[...DIAGNOSE, "--csv", "m.json"], "--csv m.json is m.json, which is read; expected another file"],
  ])("%j by its name", (args, message) => {
    const before = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]);
    expectRefusal(run(args), message);
    expect(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")])).toEqual(before);
  });

  it("nor is a file on standard input, and standard output does not go there", () => {
    const shell = (line: string) => spawnSync("sh", ["-c", line], { cwd: folder, encoding: "utf8" });
    const program = `${JSON.stringify(process.execPath)} ${JSON.stringify(CLI)}`;
    const options = BINOMIAL.join(" ");
    const saved = shell(`${program} fit ${options} --save d.csv < d.csv`);
    expect(saved).toMatchObject({
      status: 1,
      stderr: "error: --save d.csv is standard input, which is read; expected another file\n",
    });
    const appended = shell(`${program} predict m.json d.csv >> d.csv`);
    expect(appended).toMatchObject({
      status: 1,
      stderr: "error: standard output is d.csv, which is read; expected another file\n",
    });
    const both = shell(`${program} fit d.csv ${options} --save s.json > s.json`);
    expect(both).toMatchObject({
      status: 1,
      stderr: "error: --save s.json is standard output; expected another file\n",
    });
    expect(read("d.csv")).toBe(DATA);
  });

  it("nor another output", () => {
    symlinkSync("two.svg", join(folder, "one.json"));
    const args = ["fit", "d.csv", ...BINOMIAL, "--dropout", "0.1", "--save", "one.json", "--plot", "two.svg"];
    expectRefusal(run(args), "--plot two.svg is one.json of --save; expected two files");
  });
});

describe("a file that is written", () => {
  const save = (name: string) => run(["fit", "d.csv", ...BINOMIAL, "--save", name]);

  it("keeps its mode, and stays where a link leads", () => {
    put("old.json", "old");
    chmodSync(join(folder, "old.json"), 0o640);
    symlinkSync("old.json", join(folder, "to-old.json"));
    expect(save("to-old.json").code).toBe(0);
    expect(Model.fromJSON(read("old.json")).status.code).toBe("converged");
    expect(statSync(join(folder, "old.json")).mode & 0o777).toBe(0o640);
    symlinkSync("not-yet.json", join(folder, "dangling.json"));
    expect(save("dangling.json").code).toBe(0);
    expect(Model.fromJSON(read("not-yet.json")).status.code).toBe("converged");
    expect(left()).toEqual([]);
  });

  it("may be a pipe or a device, which are written as they are", () => {
    expect(save("/dev/null").code).toBe(0);
    const piped = spawnSync(
      "bash",
      [
        "-c",
        `"$@" --save /dev/fd/3 3>&1 > /dev/null | cat; exit \${PIPESTATUS[0]}`,
        "bash",
        process.execPath,
        CLI,
        "fit",
        "d.csv",
        ...BINOMIAL,
      ],
      { cwd: folder, encoding: "utf8" },
    );
    expect(piped).toMatchObject({ status: 0, stderr: "" });
    expect(Model.fromJSON(piped.stdout).status.code).toBe("converged");
    expect(save("/dev/full")).toMatchObject({
      code: 1,
      error: "error: cannot write /dev/full (--save): no space left on the device\n",
    });
  });

  it("stays as it was where the new one cannot be written", () => {
    put("good.json", "good");
    // files of at most 1 block: what a full disk does, without a disk
    const ran = spawnSync(
      "sh",
      ["-c", `ulimit -f 1; "$0" "$1" fit d.csv ${BINOMIAL.join(" ")} --save good.json`, process.execPath, CLI],
      {
        cwd: folder,
        encoding: "utf8",
      },
    );
    expect(ran.status).toBe(1);
    expect(ran.stdout).toContain("converged");
    expect(ran.stderr).toBe(
      "error: cannot write good.json (--save): the file would be larger than is allowed; what was there is left as it was\n",
    );
    expect(read("good.json")).toBe("good");
    expect(left()).toEqual([]);
  });

  it("must not be a folder, nor be in a missing folder", () => {
    expect(save(".")).toMatchObject({ code: 1, error: "error: cannot write . (--save): it is a directory\n" });
    expect(save("no/m.json")).toMatchObject({
      code: 1,
      error: "error: cannot write no/m.json (--save): no such file or directory\n",
    });
  });

  it("is written by one function", () => {
    const home = fileURLToPath(new URL("../../../src/cli/", import.meta.url));
    const writers = readdirSync(home, { recursive: true, encoding: "utf8" }).filter(
      (name) =>
        name.endsWith(".ts") &&
        /writeFile|createWriteStream|writeSync|renameSync|open(Sync)?\(/.test(readFileSync(join(home, name), "utf8")),
    );
    expect(writers).toEqual(["output/output-file.ts"]);
  });
});

describe("standard output", () => {
  const COMMANDS: readonly (readonly string[])[] = [
    ["fit", "d.csv", ...BINOMIAL, "--json", "--save", "full.json"],
    ["predict", "m.json", "d.csv"],
    CV,
    ["--help"],
  ];
  const into = (args: readonly string[], where: string) =>
    spawnSync("sh", ["-c", `"$@" ${where}`, "sh", process.execPath, CLI, ...args], { cwd: folder, encoding: "utf8" });

  it.each(COMMANDS.map((args) => [args]))("that cannot be written is exit code 1: %j", (args) => {
    expect(into(args, "> /dev/full")).toMatchObject({
      status: 1,
      stderr: "error: cannot write to standard output: no space left on the device\n",
    });
  });

  it("that nobody reads is no failure", () => {
    const { stderr, status } = spawnSync(
      "bash",
      [
        "-c",
        `"$@" | head -n 1 > /dev/null; exit \${PIPESTATUS[0]}`,
        "bash",
        process.execPath,
        CLI,
        "predict",
        "m.json",
        "d.csv",
      ],
      { cwd: folder, encoding: "utf8" },
    );
    expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
  });
});

/** Says on stderr when the program has begun to listen to signals. */
const TELLS = `data:text/javascript,process.on("newListener", (name) => {
  if (name === "SIGTERM") setImmediate(() => process.stderr.write("listening;"));
})`;

describe("a signal", () => {
  const rows = Array.from({ length: 4000 }, (_, i) => {
    const x = Array.from({ length: 60 }, (_, j) => Math.sin(i * (j + 1.7) + j * j).toFixed(4));
    return [...x, Math.sin(i) + Math.sin(i * 2.7) > 0 ? 1 : 0].join(",");
  });
  put("slow.csv", [[...Array.from({ length: 60 }, (_, j) => `x${j}`), "y"].join(","), ...rows].join("\n"));
  const slow = ["slow.csv", "--response", "y", "--family", "binomial", "--save", "m.json"];

  it.each([
    {
      signal: "SIGINT",
      code: 130,
      args: ["fit", ...slow, "--dropout", "0.3", "--approximation", "monte-carlo", "--copies", "100"],
    },
    { signal: "SIGTERM", code: 143, args: ["cv", ...slow, "--folds", "200"] },
  ] as const)("$signal ends $args.0 with exit code $code, and what was saved stays", async ({ signal, code, args }) => {
    const child = spawn(process.execPath, ["--import", TELLS, CLI, ...args], { cwd: folder });
    let error = "";
    child.stderr.on("data", (chunk) => {
      error += String(chunk);
      if (error === "listening;") child.kill(signal);
    });
    const [ended, by] = await once(child, "close");
    expect({ ended, by }).toEqual({ ended: code, by: null });
    expect(error).toBe("listening;warning: interrupted; m.json (--save) is not written\n");
    expect(read("m.json")).toBe(MODEL);
    expect(left()).toEqual([]);
  });
});
