// The package as users get it: packed, unpacked elsewhere, imported both ways, with types and exports linted.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { bundledSizes } from "../../scripts/bundled-size.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const WORK = join(ROOT, "build/package");
const MODULES = join(WORK, "node_modules");
let tarball = "";

function run(command: string, args: readonly string[], cwd = WORK): string {
  return execFileSync(command, args, { cwd, encoding: "utf8", maxBuffer: 2 ** 26, stdio: ["ignore", "pipe", "pipe"] });
}

beforeAll(() => {
  rmSync(WORK, { recursive: true, force: true });
  mkdirSync(MODULES, { recursive: true });
  run("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", WORK], ROOT);
  tarball = join(WORK, readdirSync(WORK).find((name) => name.endsWith(".tgz"))!);
  run("tar", ["-xzf", tarball]);
  for (const name of ["commander", "papaparse", "cli-progress", "picocolors", "string-width"]) {
    if (existsSync(join(ROOT, "node_modules", name)))
      symlinkSync(join(ROOT, "node_modules", name), join(MODULES, name));
  }
  symlinkSync(join(WORK, "package"), join(MODULES, "dropglm"));
});

const PROGRAM = `
const model = fitSync([[0], [1], [2], [3]], [1, 3, 2, 6], { family: "poisson" });
console.log(model.status.code, model.coefficients[0].toFixed(6));
`;

describe("the packed package", () => {
  it("is imported as a module", () => {
    writeFileSync(join(WORK, "smoke.mjs"), `import { fitSync } from "dropglm";${PROGRAM}`);
    expect(run("node", ["smoke.mjs"])).toBe("converged 0.498784\n");
  });
  it("is required as CommonJS", () => {
    writeFileSync(join(WORK, "smoke.cjs"), `const { fitSync } = require("dropglm");${PROGRAM}`);
    expect(run("node", ["smoke.cjs"])).toBe("converged 0.498784\n");
  });
  it("does nothing at import time and imports nothing itself", () => {
    writeFileSync(
      join(WORK, "quiet.mjs"),
      'const before = Object.keys(globalThis).length; await import("dropglm"); console.log(Object.keys(globalThis).length - before);',
    );
    expect(run("node", ["quiet.mjs"])).toBe("0\n");
    const text = run("cat", ["package/dist/index.mjs"]);
    expect(text).not.toMatch(/^(import\b|export\b.*\bfrom\b)/m);
  });
  it("has files of SVMlight in an entry of their own, with the same GlmError", () => {
    const program = `
readSvmlight("1 2:0.5").then(({ x, y }) => console.log(x.columns, [...writeSvmlight(x, y)]));
readSvmlight("1 2:a").catch((error) => console.log(error instanceof GlmError, error.code));
readSvmlight("1", { column: 1 }).catch((error) => console.log(error instanceof GlmError, error.code));
`;
    const names = ["{ GlmError }", "{ readSvmlight, writeSvmlight }"] as const;
    const imports = `import ${names[0]} from "dropglm"; import ${names[1]} from "dropglm/svmlight";`;
    const requires = `const ${names[0]} = require("dropglm"); const ${names[1]} = require("dropglm/svmlight");`;
    writeFileSync(join(WORK, "svmlight.mjs"), imports + program);
    writeFileSync(join(WORK, "svmlight.cjs"), requires + program);
    for (const file of ["svmlight.mjs", "svmlight.cjs"]) {
      const lines = run("node", [file]).trimEnd().split("\n").sort();
      expect(lines, file).toEqual(["2 [ '1 2:0.5\\n' ]", "true BAD_OPTION", "true BAD_VALUE"]);
    }
    expect(run("cat", ["package/dist/index.mjs"])).not.toContain("readSvmlight");
  });
  it("draws plots in an entry of their own", () => {
    const program = `
const x = [[0, 1], [1, 0], [2, 1], [3, 0]];
const model = fitSync(x, [1, 3, 2, 6], { family: "poisson", noise: dropout(0.2) });
toSVG(plots.adaptivePenalty(model, x)).then((svg) => console.log(svg.slice(0, 4)));
toSVG(plots.adaptivePenalty(model, x), { width: 1 }).catch((error) => console.log(error instanceof GlmError, error.code));
`;
    const names = ["{ dropout, fitSync, GlmError }", "{ plots, toSVG }"] as const;
    const imports = `import ${names[0]} from "dropglm"; import ${names[1]} from "dropglm/plot";`;
    const requires = `const ${names[0]} = require("dropglm"); const ${names[1]} = require("dropglm/plot");`;
    writeFileSync(join(WORK, "plot.mjs"), imports + program);
    writeFileSync(join(WORK, "plot.cjs"), requires + program);
    for (const file of ["plot.mjs", "plot.cjs"]) {
      expect(run("node", [file]).trimEnd().split("\n").sort(), file).toEqual(["<svg", "true BAD_OPTION"]);
    }
    expect(run("cat", ["package/dist/index.mjs"])).not.toContain("observablehq");
  });
  it("carries the command line", () => {
    expect(run("node", ["package/dist/cli.mjs", "--help"])).toContain("infer");
  });
  it("carries no sources, tests or data", () => {
    const files = run("tar", ["-tzf", tarball]).split("\n");
    expect(files.filter((name) => /^package\/(src|test|assembly|bench)\/|\.csv$|node_modules/.test(name))).toEqual([]);
  });
  for (const page of ["README.md", "CHANGELOG.md"]) {
    it(`carries what ${page} links to`, () => {
      const links = [...run("cat", [`package/${page}`]).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(
        ([, target]) => target!,
      );
      expect(links.length).toBeGreaterThan(1);
      expect(links.filter((target) => !existsSync(join(WORK, "package", target)))).toEqual([]);
    });
  }
  it("carries the licenses of what it bundles", () => {
    const text = run("cat", ["package/THIRD-PARTY.md"]);
    expect(text).toContain("`assemblyscript`");
    expect(text).toContain("TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION");
  });
  it("passes publint and arethetypeswrong", () => {
    expect(run("npx", ["publint", "run", tarball, "--strict"], ROOT)).toContain("All good");
    // It exits with 1 on a problem. By .attw.json it leaves out node10, on which this package does not run, and what nobody
    // imports: the kernel as a file, and the script of a thread.
    const types = run("npx", ["attw", tarball, "--format", "ascii"], ROOT);
    for (const entry of [
      '"dropglm"',
      '"dropglm/external"',
      '"dropglm/tables"',
      '"dropglm/plot"',
      '"dropglm/svmlight"',
      '"dropglm/stream"',
      '"dropglm/online"',
      '"dropglm/groups"',
      '"dropglm/cluster"',
    ])
      expect(types).toContain(entry);
  });
  // docs/size.md says what of this is for what
  it("is small in a page, minified and gzipped: each entry, a fit alone, and saved models alone", async () => {
    const limits = {
      index: 255_000,
      external: 166_000,
      fit: 108_000,
      predict: 43_000,
      tables: 28_500,
      plot: 53_000,
      svmlight: 6000,
      worker: 82_000,
    };
    const sizes = await bundledSizes();
    expect(Object.keys(limits)).toEqual(Object.keys(sizes));
    const tooLarge = Object.entries(limits).filter(([name, limit]) => sizes[name as keyof typeof sizes] > limit);
    expect(tooLarge.map(([name]) => [name, sizes[name as keyof typeof sizes]])).toEqual([]);
    const page = readFileSync(join(ROOT, "docs/size.md"), "utf8");
    const written = /generated: entries([\s\S]*?)<!-- end -->/.exec(page)![1]!;
    const told = [...written.matchAll(/\| (\d+\.\d) \| \d+\.\d \|/g)].map(([, kB]) => 1000 * Number(kB));
    expect(told).toHaveLength(Object.keys(sizes).length + 1); // and core.wasm
    for (const [k, size] of Object.values(sizes).entries())
      expect(Math.abs(told[k]! / size - 1), `docs/size.md: run node scripts/size.mjs`).toBeLessThan(0.03);
  });
  it("has the kernel as a file, for those who serve it", () => {
    const program = `
import { fitSync, load } from "dropglm/external";
await load(new URL(import.meta.resolve("dropglm/core.wasm")));
${PROGRAM}`;
    writeFileSync(join(WORK, "external.mjs"), program);
    expect(run("node", ["external.mjs"])).toBe("converged 0.498784\n");
  });
  it("has formulas and tables as an entry, for those who want them beside it", () => {
    const program = `
import { fitSync, load, useTables } from "dropglm/external";
import { tables } from "dropglm/tables";
await load(new URL(import.meta.resolve("dropglm/core.wasm")));
const rows = [{ y: 1, g: "a" }, { y: 2, g: "b" }, { y: 3, g: "a" }, { y: 6, g: null }];
try { fitSync("y ~ g", rows); } catch (error) { console.log(error.code); }
useTables(tables);
console.log(fitSync("y ~ g", rows).predict([{ g: "a" }])[0]);`;
    writeFileSync(join(WORK, "tables.mjs"), program);
    expect(run("node", ["tables.mjs"])).toBe("NOT_LOADED\n2\n");
  });
});
