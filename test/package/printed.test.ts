// Output of Node for the built package: uncaught errors, and results in `console.log`.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const WORK = `${ROOT}build/printed`;
mkdirSync(WORK, { recursive: true });

const MODULES = {
  mjs: (names: string, entry: string) => `import ${names} from "../../dist/${entry}.mjs";`,
  cjs: (names: string, entry: string) => `const ${names} = require("../../dist/${entry}.cjs");`,
} as const;
type Extension = keyof typeof MODULES;
const EXTENSIONS = Object.keys(MODULES) as Extension[];

function script(name: string, extension: Extension, code: string): string {
  const file = `${WORK}/${name}.${extension}`;
  writeFileSync(file, code);
  return file;
}

const LABELS = 'Array.from({ length: 3000 }, (_, i) => "label ".repeat(99) + i)';
const ROWS = "Array.from({ length: 3000 }, (_, i) => [i])";

/** Each throws or rejects, and nobody catches. */
const UNCAUGHT: Record<string, readonly [names: string, entry: string, code: string]> = {
  "a bad value": ["{ fitSync }", "index", "fitSync([[0], [1]], [0, NaN]);"],
  "a rejection": ["{ fit }", "index", "fit([[0], [1]], [0, NaN]);"],
  "thousands of long labels": ["{ fitSync }", "index", `fitSync(${ROWS}, ${LABELS}, { family: "binomial" });`],
  "an unknown option": ["{ fitSync }", "index", '({ ...fitSync([[0], [1]], [0, 1], { ["o".repeat(1e6)]: 1 }) });'],
  "another entry": ["{ fitSync }", "external", "fitSync([[0], [1]], [0, 1]);"],
  "a damaged model": ["{ Model }", "index", 'Model.fromJSON("x".repeat(1e6));'],
  "a file of SVMlight": ["{ readSvmlight }", "svmlight", 'readSvmlight("1 " + "x".repeat(1e6));'],
};

describe("an error that nobody catches", () => {
  for (const [name, [names, entry, code]] of Object.entries(UNCAUGHT)) {
    for (const extension of EXTENSIONS) {
      it(`is readable: ${name}, ${extension}`, () => {
        const file = script(
          `uncaught-${name.replaceAll(" ", "-")}`,
          extension,
          `${MODULES[extension](names, entry)}\n${code}`,
        );
        const { stderr, status } = spawnSync("node", [file], { encoding: "utf8" });
        expect(status).toBe(1);
        expect(stderr).toMatch(/^GlmError: /m);
        expect(stderr).toContain("code: '");
        expect(Buffer.byteLength(stderr)).toBeLessThan(2000);
      });
    }
  }
  it("points into the sources with --enable-source-maps", () => {
    const file = script("mapped", "mjs", `${MODULES.mjs("{ fitSync }", "index")}\nfitSync([[0], [1]], [0, NaN]);`);
    const { stderr } = spawnSync("node", ["--enable-source-maps", file], { encoding: "utf8" });
    expect(stderr).toMatch(/src\/input\/\w+\.ts:\d+/);
    expect(Buffer.byteLength(stderr)).toBeLessThan(2000);
  });
});

describe("the modules", () => {
  for (const file of [
    "index.mjs",
    "index.cjs",
    "external.mjs",
    "external.cjs",
    "worker.mjs",
    "plot.mjs",
    "svmlight.mjs",
  ]) {
    it(`${file} is readable, with its map`, () => {
      const text = readFileSync(`${ROOT}dist/${file}`, "utf8");
      const long = text.split("\n").filter((line) => line.length > 1000);
      expect(long.filter((line) => !/^const (?:KERNEL_DEFLATED_BASE64|HELPER) = "/.test(line))).toEqual([]);
      expect(long.length).toBe({ index: 2, external: 1 }[file.split(".")[0]!] ?? 0);
      expect(text).toContain(`//# sourceMappingURL=${file}.map`);
      const map = JSON.parse(readFileSync(`${ROOT}dist/${file}.map`, "utf8")) as { sourcesContent: string[] };
      expect(map.sourcesContent.every((source) => source.length > 0)).toBe(true);
    });
  }
});

describe("GlmError", () => {
  it("is one class for all entries, as modules and as CommonJS", () => {
    const code = `
import { createRequire } from "node:module";
const require = createRequire(import.meta.url);
const dist = "../../dist/";
const bad = (call) => { try { call(); } catch (error) { return error; } };
const classes = [], errors = [];
for (const extension of ["mjs", "cjs"]) {
  for (const name of ["index", "external"]) {
    const library = extension === "mjs" ? await import(dist + name + ".mjs") : require(dist + name + ".cjs");
    classes.push(library.GlmError);
    errors.push(bad(() => library.matrix([1], 2, 2)));
  }
  const { readSvmlight } = extension === "mjs" ? await import(dist + "svmlight.mjs") : require(dist + "svmlight.cjs");
  errors.push(await readSvmlight("1 x").catch((error) => error));
}
class Own extends classes[0] {}
const own = new Own("EMPTY", "mine");
console.log(JSON.stringify([
  errors.length,
  classes.every((GlmError) => errors.every((error) => error instanceof GlmError)),
  classes.every((GlmError) => own instanceof GlmError) && own instanceof Own && own.name === "GlmError",
  errors.some((error) => error instanceof Own),
  [null, undefined, 1, {}, new Error("x"), new TypeError("y")].some((other) => other instanceof classes[0]),
]));`;
    const printed = execFileSync("node", [script("classes", "mjs", code)], { encoding: "utf8" });
    expect(JSON.parse(printed)).toEqual([6, true, true, false, false]);
  });
});

describe("console.log", () => {
  const data = `
const x = Array.from({ length: 60 }, (_, i) => [i % 7, (i * 13) % 11]);
const y = x.map(([a, b], i) => Number(a + b + ((i * 7) % 5) > 10));
const family = "binomial";
const model = fitSync(x, y, { family });`;
  const names = "{ crossValidate, diagnose, fitSync, infer, lasso, pathSync }";
  const printed = (extension: Extension, what: string) => {
    const code = `${MODULES[extension](names, "index")}${data}\n(async () => console.log(${what}))();`;
    return execFileSync("node", [script("log", extension, code)], { encoding: "utf8" }).trimEnd();
  };
  for (const extension of EXTENSIONS) {
    it(`prints the table of a model and of its summary, ${extension}`, () => {
      const table = printed(extension, "String(model.summary())");
      expect(table).toMatch(/^Binomial model, logit link\n60 observations, 2 columns/);
      expect(printed(extension, "model")).toBe(table);
      expect(printed(extension, "model.summary()")).toBe(table);
    });
  }
  it("prints a path, a cross-validation, inference and diagnostics as tables", () => {
    expect(printed("mjs", "infer(model, x, y)")).toMatch(/^ +estimate +std\. error[\s\S]*standard errors: model/);
    expect(printed("mjs", "pathSync(x, y, { family })")).toMatch(
      /^Path over lambda: 100 steps[\s\S]*\n99 .*converged$/,
    );
    const judged = printed("mjs", "await crossValidate(x, y, { family, folds: 5 })");
    expect(judged).toMatch(/^Cross-validation in 5 folds: 100 points[\s\S]*within 1 s\.e\.[\s\S]*best/);
    const found = printed("mjs", "diagnose(model, x, y)");
    expect(found).toMatch(/^Rows that move the estimates most, of 60[\s\S]*condition number[\s\S]*separation: none$/);
    for (const text of [judged, found]) expect(text.length).toBeLessThan(2000);
  });
});
