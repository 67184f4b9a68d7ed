// The code that the page gives comes to the numbers of the fit, when it is run.
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { fit } from "../../src/index.js";
import type { ColumnInfo, Spec } from "../../web/src/messages.js";
import { commandOf, scriptOf } from "../../web/src/model/code.js";
import type { Source } from "../../web/src/model/code-reading.js";
import { specOf } from "./made.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "dropglm-code-"));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(ROOT, join(folder, "node_modules/dropglm"));
  symlinkSync(join(ROOT, "node_modules/papaparse"), join(folder, "node_modules/papaparse"));
});

const run = (program: string, args: readonly string[]): string =>
  execFileSync(program, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], timeout: 50_000 });

/** The summary that the module prints, and the one that the command prints. */
function printed(spec: Spec, source: Source): readonly [script: string, command: string] {
  writeFileSync(join(folder, "fit.mjs"), scriptOf(spec, source));
  const command = commandOf(spec, source);
  expect(command).toMatch(/^npx dropglm fit /);
  return [
    run(process.execPath, ["fit.mjs"]).trimEnd(),
    run("sh", [
      "-c",
      command.replace("npx dropglm", `"${process.execPath}" "${join(ROOT, "dist/cli.mjs")}"`),
    ]).trimEnd(),
  ];
}

const source = (
  name: string,
  columns: readonly (Pick<ColumnInfo, "name"> & Partial<ColumnInfo>)[],
  notes: readonly string[] = [],
): Source => ({
  name,
  notes,
  columns: columns.map((column) => ({ kind: "number", given: "number", missing: 0, distinct: 9, ...column })),
});

const data = (name: string): void => copyFileSync(join(ROOT, "examples/data", name), join(folder, name));

describe("the fit as code", () => {
  it("of a table with categories and missing cells, success and link told", () => {
    data("titanic.csv");
    const spec = specOf({
      response: "survived",
      predictors: ["sex", "age", "passengerClass"],
      family: "binomial",
      link: "probit",
      success: "no",
      missing: "indicator",
    });
    const [script, command] = printed(
      spec,
      source("titanic.csv", [
        { name: "survived", kind: "category" },
        { name: "sex" },
        { name: "age" },
        { name: "passengerClass" },
      ]),
    );
    expect(script).toContain("age");
    expect(script).toContain("probit");
    expect(command).toBe(script);
  });

  it("of counts with an exposure, a number as a category, and noise with a penalty", async () => {
    data("insurance.csv");
    const spec = specOf({
      response: "Claims", predictors: ["District", "Group", "Age"], family: "poisson", exposure: "Holders",
      types: { District: "category" }, noise: "dropout", rate: 0.1, approximation: "gaussian", penalty: "ridge", lambda: 0.01,
    }); // biome-ignore format: a list
    const columns = ["District", "Group", "Age", "Holders", "Claims"].map((name) => ({ name }));
    const [script, command] = printed(spec, source("insurance.csv", columns));
    expect(script).toContain("District[4]");
    expect(command).toBe(script);
  });

  it("of odd names, weights, decimal commas, Latin-1 and names of rows", async () => {
    const lines = Array.from({ length: 30 }, (_, i) =>
      `${i};${(i / 7).toFixed(2)};${((i * 7) % 11).toFixed(1)};${1 + (i % 3)}`.replaceAll(".", ","),
    );
    writeFileSync(join(folder, "it's mine.csv"), Buffer.from(`;größe;2 a\`b;w\n${lines.join("\n")}\n`, "latin1"));
    const rows = Array.from({ length: 30 }, (_, i) => ({
      größe: Number((i / 7).toFixed(2)),
      "2 a`b": (i * 7) % 11,
      w: 1 + (i % 3),
    }));
    const spec = specOf({ response: "größe", predictors: ["2 a`b"], weights: "w", formula: "größe ~ ." });
    const notes = [
      "The file is not UTF-8; it was read as Latin-1 (Windows-1252).",
      "Numbers were read with a decimal comma.",
    ];
    const [script, command] = printed(
      spec,
      source("it's mine.csv", [{ name: "größe" }, { name: "2 a`b" }, { name: "w" }], notes),
    );
    expect(script).toBe(String((await fit("größe ~ .", rows as never, { weights: "w" })).summary()));
    expect(command).toBe(script);
    const { formula: _, ...chosen } = spec;
    expect(printed(chosen, source("it's mine.csv", [], notes))[1]).toContain("2 a\\`b");
  });

  it("of categories with missing cells", () => {
    data("automobile.csv");
    const spec = specOf({ response: "price", predictors: ["numOfDoors", "horsepower"] });
    const columns = [
      { name: "numOfDoors", kind: "category", missing: 2 },
      { name: "horsepower", missing: 2 },
    ] as const;
    const [script, command] = printed(spec, source("automobile.csv", columns));
    expect(script).toContain("numOfDoors in 2");
    expect(command).toBe(script);
  });

  it("of packed rows of JSON with truth values", () => {
    const rows = Array.from({ length: 40 }, (_, i) => ({ ok: (i * 5) % 7 > 2, a: i % 9 }));
    writeFileSync(join(folder, "rows.json.gz"), gzipSync(JSON.stringify(rows)));
    const levels = [{ name: "true", count: 23 }, { name: "false", count: 17 }]; // biome-ignore format: short
    const spec = specOf({
      response: "ok",
      predictors: ["a"],
      family: "binomial",
      success: "false",
      penalty: "lasso",
      lambda: 0.02,
    });
    const [script, command] = printed(
      spec,
      source("rows.json.gz", [{ name: "ok", kind: "category", levels }, { name: "a" }]),
    );
    expect(script).toContain("an L1 penalty");
    expect(command).toBe(script);
  });

  it("of a file of SVMlight", () => {
    const line = (i: number): string => `${i % 3 === 0 ? 1 : -1} ${1 + (i % 4)}:1 ${6 + (i % 5)}:${i % 7}`;
    writeFileSync(join(folder, "rows.svm"), `${Array.from({ length: 40 }, (_, i) => line(i)).join("\n")}\n`);
    const spec = specOf({ response: "label", predictors: [], family: "binomial", noise: "dropout", rate: 0.3 });
    const [script, command] = printed(spec, { ...source("rows.svm", [{ name: "label" }]), sparseColumns: 10 });
    expect(command).toContain(script.split("\n").slice(2).join("\n"));
  });

  it.each([
    ["snappy.parquet", "float", ["double", "category", "date"]],
    ["uncompressed.feather", "float", ["double", "category", "date"]],
    ["book.xlsx", "x", ["group", "day"]],
  ] as const)("of %s, with dates", (name, response, predictors) => {
    for (const one of ["hyparquet", "hyparquet-compressors", "apache-arrow", "read-excel-file"]) {
      const link = join(folder, "node_modules", one);
      if (!existsSync(link)) symlinkSync(join(ROOT, "node_modules", one), link);
    }
    copyFileSync(join(ROOT, "test/table/files", name), join(folder, name));
    const columns = predictors.map((each): Pick<ColumnInfo, "name"> & Partial<ColumnInfo> =>
      each.startsWith("da") ? { name: each, given: "date" } : { name: each, kind: "category", missing: 1 },
    );
    const [script, command] = printed(specOf({ response, predictors }), source(name, columns));
    expect(command).toBe(script);
  });

  for (const family of ["gaussian", "poisson", "gamma", "inverse-gaussian", "negative-binomial", "tweedie"] as const) {
    it(`of the family ${family}, with dropout too`, () => {
      const rows = Array.from({ length: 60 }, (_, i) => `${1 + ((i * i) % 7) + (i % 2)},${i % 5},${"abc"[i % 3]}`);
      writeFileSync(join(folder, "amounts.csv"), `y,a,b\n${rows.join("\n")}\n`);
      for (const noise of ["none", "dropout"] as const) {
        const spec = specOf({ response: "y", predictors: ["a", "b"], family, noise, rate: 0.2 });
        const [script, command] = printed(spec, source("amounts.csv", [{ name: "y" }, { name: "a" }, { name: "b" }]));
        expect(command).toBe(script);
      }
    });
  }

  it("is tested on a built package", () => expect(existsSync(join(ROOT, "dist/cli.mjs"))).toBe(true));
});
