// What an editor offers while an option is written. test/smoke asks older versions of TypeScript the same.
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { FAMILY_NAMES } from "../../src/index.js";
import { offered } from "../smoke/completions.mjs";

const FILE = fileURLToPath(new URL("written.ts", import.meta.url));
const OPTIONS: ts.CompilerOptions = {
  strict: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: ["node"],
};
const VERBS = ["fit", "fitSync", "path", "pathSync", "crossValidate", "separation"];
const PROGRAMS = VERBS.flatMap((verb) => [
  `glm.${verb}([[1]], [1], { family: "@" })`,
  `glm.${verb}("y ~ x", [{ x: 1, y: 1 }], { family: "@" })`,
]);

describe("an editor offers every family to", () => {
  const programs = PROGRAMS.map((call) => `import * as glm from "../../src/index.js"; ${call}`);
  const found = offered(ts, FILE, programs, OPTIONS);
  it.each(PROGRAMS.map((program, k) => [program, found[k]!]))("%s", (_, names) => {
    expect(names.sort()).toEqual([...FAMILY_NAMES].sort());
  });
});
