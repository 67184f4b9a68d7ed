// rooms.json says which folder may import which. Change it on purpose, in review.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const MAX_LINES = 300;

interface Room {
  readonly what: string;
  readonly imports: readonly string[];
}

const TABLE = JSON.parse(readFileSync(join(ROOT, "test/rooms.json"), "utf8")) as Record<string, Room>;
const ROOMS = Object.fromEntries(Object.entries(TABLE).map(([room, { imports }]) => [room, imports]));

function sourceFiles(top: string): string[] {
  return readdirSync(join(ROOT, top), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith("bytes.ts"))
    .map((name) => join(top, name));
}

const FILES = [...sourceFiles("assembly"), ...sourceFiles("src"), ...sourceFiles("web/src")];

/** Rooms outside of the table that some rooms may look into. */
const OUTSIDE = ["examples/data"];

/** The file that an import names. */
function fileOf(target: string): string {
  const stem = target.replace(/\.js$/, "");
  return existsSync(join(ROOT, `${stem}.tsx`)) ? `${stem}.tsx` : `${stem}.ts`;
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  return [...text.matchAll(/(?:from\s+|import\s+|import\()"(\.[^"]+)"/g)].map(([, target]) =>
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
    const helpers = [
      "src/base/nearest.js",
      "src/base/random.js",
      "src/base/show.js",
      "src/base/encoding.js",
      "src/base/number-text.js",
      "src/base/missing-words.js",
      "src/base/date-text.js",
      "src/words/format.js",
      "src/words/printed.js",
      "src/words/table.js",
    ];
    const entries = [
      "src/index.js",
      "src/svmlight/index.js",
      "src/plots/index.js",
      "src/online/index.js",
      "src/cluster/index.js",
      "src/stream/index.js",
      ...helpers,
    ];
    const bundled = (name: string): boolean => name.startsWith("src/cli/") || name.startsWith("src/table/");
    for (const file of FILES.filter(bundled)) {
      for (const target of importsOf(file)) {
        expect(bundled(target) || entries.includes(target), `${file}: ${target}`).toBe(true);
      }
    }
  });
  it("nothing imports cli", () => {
    for (const file of FILES.filter((name) => !name.startsWith("src/cli/"))) {
      for (const target of importsOf(file)) expect(target.startsWith("src/cli"), file).toBe(false);
    }
  });
  it("rooms form no circle", () => {
    const visit = (room: string, path: readonly string[]): void => {
      expect(path.includes(room), [...path, room].join(" -> ")).toBe(false);
      for (const next of ROOMS[room]!.filter((name) => !OUTSIDE.includes(name))) visit(next, [...path, room]);
    };
    for (const room of Object.keys(ROOMS)) visit(room, []);
  });
  it("every arrow of the table is used", () => {
    const used = new Set(
      FILES.flatMap((file) => importsOf(file).map((target) => `${dirname(file)} -> ${dirname(target)}`)),
    );
    const unused = Object.entries(ROOMS).flatMap(([room, all]) => all.map((to) => `${room} -> ${to}`)).filter((arrow) => !used.has(arrow)); // biome-ignore format: one line
    expect(unused).toEqual([]);
  });
  it("files form no circle, of types neither", () => {
    const next = new Map(FILES.map((file) => [file, importsOf(file).map(fileOf)]));
    const done = new Set<string>();
    const visit = (file: string, path: readonly string[]): void => {
      expect(path.includes(file), [...path.slice(path.indexOf(file)), file].join(" -> ")).toBe(false);
      if (done.has(file)) return;
      for (const target of next.get(file) ?? []) visit(target, [...path, file]);
      done.add(file);
    };
    for (const file of FILES) visit(file, []);
  });
  it("the kernel has no state beside its structs", () => {
    const known = [
      "assembly/abi/arena.ts: let top", // the arena itself
      "assembly/num/double-double.ts: let low", // the second number of a result
      "assembly/num/f-tail.ts: let width",
      "assembly/num/f-tail.ts: let logTail",
      "assembly/num/logistic-normal.ts: let madeAt", // a table of constants, the same for whoever makes it
      "assembly/num/own.ts: let start",
      "assembly/testing/noise-sample.ts: ROOM",
    ];
    const found = sourceFiles("assembly").flatMap((file) => {
      const text = readFileSync(join(ROOT, file), "utf8");
      const lets = [...text.matchAll(/^(?:export )?(let \w+)/gm)].map(([, name]) => name);
      const rooms = [...text.matchAll(/^const (\w+): usize = memory\.data\((?!<)/gm)].map(([, name]) => name);
      return [...lets, ...rooms].map((name) => `${file}: ${name}`);
    });
    expect(found.sort()).toEqual(known.sort());
  });
  it("the kernel reads elements through num/vec and design only", () => {
    for (const file of sourceFiles("assembly")) {
      if (
        [
          "assembly/num/vec.ts",
          "assembly/num/gram.ts",
          "assembly/num/quads.ts",
          "assembly/design/coded.ts",
          "assembly/design/dense.ts",
          "assembly/design/dense-sums.ts",
          "assembly/design/panels.ts",
          "assembly/design/wide-rows.ts",
        ].includes(file)
      )
        continue;
      expect(readFileSync(join(ROOT, file), "utf8"), file).not.toMatch(/\b(load|store)</);
    }
  });
});
