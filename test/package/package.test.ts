// The package as people get it: packed, unpacked elsewhere, imported both ways, its types and exports linted.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const WORK = join(ROOT, "build/package");
const MODULES = join(WORK, "node_modules");
let tarball = "";

function run(command: string, args: readonly string[], cwd = WORK): string {
  return execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
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
    expect(text).not.toMatch(/(from|import)\s*"/);
  });
  it("carries the command line", () => {
    expect(run("node", ["package/dist/cli.mjs", "--help"])).toContain("compare");
  });
  it("carries no sources, tests or data", () => {
    const files = run("tar", ["-tzf", tarball]).split("\n");
    expect(files.filter((name) => /^package\/(src|test|assembly|bench|examples)\//.test(name))).toEqual([]);
  });
  it("passes publint and arethetypeswrong", () => {
    expect(run("npx", ["publint", "run", tarball, "--strict"], ROOT)).toContain("All good");
    expect(run("npx", ["attw", tarball, "--profile", "node16", "--format", "ascii"], ROOT)).toContain(
      "No problems found",
    );
  });
  it("stays small: at most 45 kB gzipped", () => {
    const bytes = Number(run("sh", ["-c", "gzip -9 -c package/dist/index.mjs | wc -c"]));
    expect(bytes).toBeLessThan(45_000);
  });
});
