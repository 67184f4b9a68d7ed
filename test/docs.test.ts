// The documentation quotes files exactly, and its tables and links are correct.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { withRooms } from "../scripts/rooms.mjs";
import { savedModelsTable } from "../scripts/saved-models-table.js";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const PAGES = readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".md"))
  .map((name) => join("docs", name));
const INCLUDE = /<!-- include: (\S+) -->\n+```ts\n([\s\S]*?)```\n+<!-- end -->/g;

describe("docs", () => {
  it("docs/saved-models.md has every field of the schema", () => {
    const text = readFileSync(join(ROOT, "docs/saved-models.md"), "utf8");
    expect(/<!-- generated: fields -->([\s\S]*?)<!-- end -->/.exec(text)?.[1]?.trim()).toBe(savedModelsTable());
  });
  it("CONTRIBUTING.md has the table of rooms", () => {
    const text = readFileSync(join(ROOT, "CONTRIBUTING.md"), "utf8");
    expect(text).toBe(withRooms(text));
  });
  for (const page of PAGES) {
    const text = readFileSync(join(ROOT, page), "utf8");
    const marks = text.match(/<!-- include: /g)?.length ?? 0;
    const found = [...text.matchAll(INCLUDE)];
    it(`${page} quotes its ${marks} files whole`, () => {
      expect(found.length).toBe(marks);
      for (const [, file, quoted] of found) expect(quoted, file).toBe(readFileSync(join(ROOT, file!), "utf8"));
    });
    it(`${page} links to files that exist`, () => {
      for (const [, target] of text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
        const path = join(ROOT, page, "..", target!);
        expect(() => readFileSync(path).length > 0 || readdirSync(path), `${page}: ${target}`).not.toThrow(/ENOENT/);
      }
    });
  }
});
