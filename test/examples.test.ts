// The examples of the docstrings run, and come to the values that they show.
import {
  createReadStream,
  createWriteStream,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as groups from "../src/groups/index.js";
import * as library from "../src/index.js";
import * as online from "../src/online/index.js";
import * as plotting from "../src/plots/index.js";
import * as stream from "../src/stream/index.js";
import * as svmlight from "../src/svmlight/index.js";
import { tables } from "../src/tables/index.js";

const SOURCE = fileURLToPath(new URL("../src/", import.meta.url));
type Names = Readonly<Record<string, unknown>>;

const N = 60;
const sequence = (k: number): number => ((k * 7919) % 101) / 101;
const x = Array.from({ length: N }, (_, i) => [0, 1, 2, 3].map((j) => Math.floor(4 * sequence(4 * i + j + 1)) / 2));
const y = x.map(([a], i) => Number(a! - 1 + 2 * sequence(i + 300) > 0.6));
const rows = x.map((_, i) => ({
  age: 20 + ((i * 13) % 50),
  sex: i % 2 === 0 ? "f" : "m",
  race: ["white", "black", "other"][(i >> 1) % 3],
  store: ["a", "b"][i % 2],
  y: y[i],
}));
const { fitSync } = library;
const ofTable = () => fitSync("y ~ ns(age, df = 4) + sex + race", rows, { family: "binomial" });
const ofNumbers = () => fitSync(x, y, { family: "binomial" });

/** What the examples of a file speak of beside x, y and rows. Those without an entry get a model of x and y. */
const KNOWN: Readonly<Record<string, () => Names>> = {
  "anova.ts": () => ({ model: ofTable() }),
  "compare-models.ts": () => ({
    smaller: fitSync("y ~ age", rows, { family: "binomial" }),
    larger: fitSync("y ~ age + sex", rows, { family: "binomial" }),
  }),
  "drop1.ts": () => ({ model: ofTable() }),
  "families/negative-binomial.ts": () => ({ y: x.map((_, i) => Math.floor(12 * sequence(i + 7) ** 3)) }),
  "families/tweedie.ts": () => ({ y: x.map((_, i) => Math.max(0, sequence(i + 7) - 0.4)) }),
  "marginal-effects.ts": () => ({ model: ofTable() }),
  "marginal-means.ts": () => ({ model: ofTable() }),
  "noise-penalties.ts": () => ({
    model: fitSync("y ~ age + sex", rows, { family: "binomial", noise: library.dropout(0.3) }),
  }),
  "noise/poisson.ts": () => ({ counts: x.map((row) => row.map((v) => 2 * v)) }),
  "plots/interaction.ts": () => ({ model: ofTable() }),
  "plots/svg.ts": () => ({ model: fitSync(x, y, { family: "binomial", noise: library.dropout(0.5) }) }),
  "plots/term-effect.ts": () => ({ model: ofTable() }),
  "profile-interval.ts": () => {
    const named = Object.fromEntries(["dose", "b", "c", "d"].map((name, j) => [name, x.map((row) => row[j]!)]));
    return { x: named, model: fitSync(named, y, { family: "binomial" }) };
  },
  "result/fitted-path.ts": () => ({ x, y }),
  "stream/predict.ts": () => ({
    model: fitSync("y ~ a + b", { a: x.map(([a]) => a!), b: x.map(([, b]) => b!), y }, { family: "binomial" }),
  }),
  "vif.ts": () => {
    const own = {
      age: rows.map(({ age }) => age),
      black: rows.map(({ race }) => Number(race === "black")),
      other: rows.map(({ race }) => Number(race === "other")),
    };
    return { model: fitSync(own, y, { family: "binomial" }) };
  },
};

/** The lines of Model's own examples have different models. */
function modelOf(code: string): unknown {
  if (code.includes("treatA")) {
    const own = { treatA: x.map(([a]) => a!), treatB: x.map(([, b]) => b!) };
    return fitSync(own, y, { family: "binomial" });
  }
  if (code.includes('"terms"')) return ofTable();
  if (!code.includes('"ham"')) return ofNumbers();
  const [two, labels] = [x.map(([a, b]) => [a!, b!]), y.map((v) => (v === 1 ? "ham" : "spam"))];
  return fitSync(two, labels, { family: "binomial" });
}

/** Examples of what needs a server; test/cluster runs them. */
const WITH_SERVERS = ["cluster/bullmq.ts", "cluster/worker.ts"];

const EXAMPLES = readdirSync(SOURCE, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !WITH_SERVERS.includes(file))
  .sort()
  .flatMap((file) =>
    [...readFileSync(join(SOURCE, file), "utf8").matchAll(/\/\*\*(?:(?!\*\/)[\s\S])*?@example\n[\s\S]*?\*\//g)]
      .flatMap(([comment]) =>
        comment
          .replace(/\s*\*\/$/, "")
          .split(/@example\n/)
          .slice(1),
      )
      .map((text, k) => ({ file, k, code: text.replace(/^\s*\* ?/gm, "").trim() })),
  );

/** A value that a comment shows; undefined for other words. */
function shown(comment: string): string | undefined {
  try {
    new Function(`"use strict"; return (${comment});`)();
    return comment;
  } catch {
    return undefined;
  }
}

/** The program of an example: imports are known names, and what a line shows is compared. */
function programOf(code: string): string {
  const lines = code.split("\n").filter((line) => !line.startsWith("import "));
  return lines
    .map((line) => {
      const [, expression, comment] = /^(?!const |let )(.*\S?);?\s+\/\/ (.*)$/.exec(line) ?? [];
      const value = comment === undefined ? undefined : shown(comment);
      return value === undefined ? `${line}\n` : `same(${expression!.replace(/;\s*$/, "")}, ${value});`;
    })
    .join("\n")
    .replace(/await import\(/g, "await importing(");
}

const PROGRAMS = Object.getPrototypeOf(async () => {}).constructor as new (
  ...args: string[]
) => (...values: unknown[]) => Promise<void>;

describe("examples", () => {
  const before = process.cwd();
  const folder = mkdtempSync(join(tmpdir(), "dropglm-examples-"));
  beforeAll(async () => {
    process.chdir(folder);
    const table = `y,a,b\n${x.map((row, i) => `${y[i]},${row[0]},${row[1]}`).join("\n")}\n`;
    for (const name of ["big.parquet", "new.csv"]) writeFileSync(name, table); // what a file is, its first bytes say
    const text = [...svmlight.writeSvmlight(x, y)].join("");
    for (const name of ["train.svm", "test.svm", "big.svm"]) writeFileSync(name, text);
    await library.load();
  });
  afterAll(() => {
    process.chdir(before);
    rmSync(folder, { recursive: true });
  });

  it("are there", () => expect(EXAMPLES.length).toBeGreaterThan(70));

  for (const { file, k, code } of EXAMPLES) {
    it(`of ${file}${k === 0 ? "" : `, ${k + 1}`}`, async () => {
      const own = /^(source\/(file|svmlight)|stream\/)/.test(file) ? stream : library;
      const compared: unknown[] = [];
      const same = (got: unknown, want: unknown): void => {
        compared.push(want);
        if (typeof want === "number") expect(got).toBeCloseTo(want, 12);
        else expect(got).toEqual(want);
      };
      const names: Names = {
        ...{ ...library, ...svmlight, ...groups, ...online, ...plotting, ...stream, ...own, tables },
        ...{ x, y, xTest: x, yTest: y, rows, same, createReadStream, createWriteStream, writeFile, pipeline },
        importing: (address: string) => import(/* @vite-ignore */ address),
        learner: online.online({ family: "binomial", response: "clicked" }),
        ...(KNOWN[file]?.() ?? { model: modelOf(code) }),
      };
      const given = Object.keys(names);
      const program = new PROGRAMS(...given, `{ ${programOf(code)} }`);
      await program(...given.map((name) => names[name]));
      if (/\/\/ (\d|\[\[|"complete")/.test(code)) expect(compared.length).toBeGreaterThan(0);
    });
  }
});
