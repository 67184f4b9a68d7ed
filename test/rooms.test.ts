// A line of code knows its room: which folder may import which. Change the table on purpose, in review.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const MAX_LINES = 300;

const ROOMS: Record<string, readonly string[]> = {
  "assembly/abi": [],
  "assembly/num": [],
  "assembly/design": ["assembly/abi", "assembly/num"],
  "assembly/link": ["assembly/num"],
  "assembly/family": ["assembly/abi", "assembly/num", "assembly/link"],
  "assembly/noise": ["assembly/abi", "assembly/num", "assembly/design"],
  "assembly/penalty": ["assembly/abi", "assembly/num"],
  "assembly/objective": ["assembly/abi", "assembly/num", "assembly/design", "assembly/family", "assembly/noise"],
  "assembly/solver": ["assembly/abi", "assembly/num", "assembly/penalty"],
  "assembly/infer": ["assembly/abi", "assembly/num"],
  assembly: [
    "assembly/abi", "assembly/num", "assembly/design", "assembly/link", "assembly/family", "assembly/noise",
    "assembly/penalty", "assembly/objective", "assembly/solver", "assembly/infer",
  ], // biome-ignore format: a list
  "assembly/testing": [
    "assembly", "assembly/abi", "assembly/num", "assembly/design", "assembly/link", "assembly/family",
    "assembly/noise", "assembly/penalty", "assembly/objective", "assembly/solver",
  ], // biome-ignore format: a list
  "src/base": [],
  "src/links": ["src/base"],
  "src/families": ["src/base", "src/links"],
  "src/noise": ["src/base"],
  "src/penalties": ["src/base"],
  "src/solvers": ["src/base"],
  "src/stats": ["src/base", "src/families", "src/wasm"],
  "src/wasm": ["src/base"],
  "src/distributions": ["src/wasm"],
  "src/input": ["src/base", "src/families", "src/wasm"],
  "src/options": [
    "src/base", "src/links", "src/families", "src/noise", "src/penalties", "src/solvers", "src/input", "src/wasm",
  ], // biome-ignore format: a list
  "src/driver": [
    "src/base", "src/families", "src/noise", "src/penalties", "src/solvers", "src/input", "src/options", "src/stats",
    "src/separation", "src/wasm",
  ], // biome-ignore format: a list
  "src/result": [
    "src/base", "src/links", "src/families", "src/noise", "src/solvers", "src/input", "src/options", "src/stats", "src/wasm", "src/distributions",
  ], // biome-ignore format: a list
  "src/validation": [
    "src/base", "src/families", "src/input", "src/options", "src/driver", "src/result", "src/wasm",
  ], // biome-ignore format: a list
  "src/workers": ["src/base", "src/options", "src/driver", "src/validation", "src/wasm"],
  "src/judging": ["src/base", "src/distributions", "src/input", "src/options", "src/stats", "src/wasm"],
  "src/separation": [],
  "src/svmlight": ["src/base", "src/input"],
  "src/plots": ["src/base", "src/input", "src/options", "src/result"],
  src: [
    "src/base", "src/links", "src/families", "src/noise", "src/penalties", "src/solvers", "src/input", "src/options",
    "src/wasm", "src/driver", "src/result", "src/separation", "src/stats", "src/judging", "src/distributions",
    "src/validation",
    "src/workers",
  ], // biome-ignore format: a list
  "src/cli": ["src", "src/base", "src/result", "src/svmlight", "src/plots"],
};

function sourceFiles(top: string): string[] {
  return readdirSync(join(ROOT, top), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith("bytes.ts"))
    .map((name) => join(top, name));
}

const FILES = [...sourceFiles("assembly"), ...sourceFiles("src")];

function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  return [...text.matchAll(/(?:from|import)\s+"(\.[^"]+)"/g)].map(([, target]) =>
    relative(ROOT, resolve(ROOT, dirname(file), target!)),
  );
}

for (const file of FILES) {
  const room = dirname(file);
  it(`${file} imports only what its room allows`, () => {
    expect(ROOMS[room], `the room ${room} is not in the table`).toBeDefined();
    for (const target of importsOf(file)) {
      const to = dirname(target);
      expect(to === room || ROOMS[room]!.includes(to), `${room} must not import ${target}`).toBe(true);
    }
  });
  it(`${file} has at most ${MAX_LINES} lines`, () => {
    expect(readFileSync(join(ROOT, file), "utf8").split("\n").length).toBeLessThanOrEqual(MAX_LINES);
  });
}

describe("directions", () => {
  it("cli imports the public entries of src, and some files of plain helpers that it bundles", () => {
    const helpers = ["src/base/random.js", "src/base/show.js", "src/base/encoding.js", "src/result/format.js"];
    const entries = ["src/index.js", "src/svmlight/index.js", "src/plots/index.js", ...helpers];
    for (const file of FILES.filter((name) => dirname(name) === "src/cli")) {
      for (const target of importsOf(file)) {
        expect(dirname(target) === "src/cli" || entries.includes(target), `${file}: ${target}`).toBe(true);
      }
    }
  });
  it("nothing imports cli", () => {
    for (const file of FILES.filter((name) => dirname(name) !== "src/cli")) {
      for (const target of importsOf(file)) expect(target.startsWith("src/cli"), file).toBe(false);
    }
  });
  it("rooms form no circle", () => {
    const visit = (room: string, path: readonly string[]): void => {
      expect(path.includes(room), [...path, room].join(" -> ")).toBe(false);
      for (const next of ROOMS[room]!) visit(next, [...path, room]);
    };
    for (const room of Object.keys(ROOMS)) visit(room, []);
  });
  it("the kernel reads elements through num/vec and design only", () => {
    for (const file of sourceFiles("assembly")) {
      if (
        [
          "assembly/num/vec.ts",
          "assembly/num/gram.ts",
          "assembly/design/dense.ts",
          "assembly/design/dense-sums.ts",
          "assembly/design/panels.ts",
        ].includes(file)
      )
        continue;
      expect(readFileSync(join(ROOT, file), "utf8"), file).not.toMatch(/\b(load|store)</);
    }
  });
});
