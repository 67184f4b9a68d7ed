// Every block of the README and of the pages of docs/ runs, and prints what the page says it prints. A ```js or ```sh block may be followed by
// a ```text block: its output. Numbers of seconds differ from run to run and are not compared. Between marks of
// `generated` stands what scripts/readme.mjs puts there.
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { bundledSizes } from "../scripts/bundled-size.mjs";
import { whatGoesTogether } from "../scripts/readme-table.js";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const WORK = join(ROOT, "build/readme");

// Run by CI as its own steps; a test that ran them would run itself.
const SKIPPED = /^(npm ci && npm test|npm install dropglm|npm run bench|npm ci && npm run web)$/;
const DEMO = "npm ci && npm run demo";
const PACKAGE = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { scripts: { demo: string } };

interface Block {
  readonly kind: string;
  readonly code: string;
  readonly output: string | undefined;
  readonly line: number;
}

function blocks(text: string): Block[] {
  const found: Block[] = [];
  const fence = /^```(\w+)\n([\s\S]*?)^```$/gm;
  for (const match of text.matchAll(fence)) {
    const [, kind, code] = match;
    const line = text.slice(0, match.index).split("\n").length;
    const last = found.at(-1);
    if (kind === "text" && last !== undefined) found[found.length - 1] = { ...last, output: code! };
    else found.push({ kind: kind!, code: code!, output: undefined, line });
  }
  return found;
}

/** Times and what follows from the machine are masked. */
function mask(text: string): string {
  return text
    .replace(/\d+(\.\d+)? ?(ms|s)\b/g, "T")
    .replace(/\) +\d\.\d{4}$/gm, ") T") // the column of seconds in a comparison
    .replace(/ +/g, " ")
    .trim();
}

const read = (page: string): string => readFileSync(join(ROOT, page), "utf8");
const runs = (kind: string): boolean => kind === "js" || kind === "sh";
const PAGES = ["README.md", ...readdirSync(join(ROOT, "docs"), { encoding: "utf8" }).map((name) => `docs/${name}`)]
  .filter((page) => page.endsWith(".md"))
  .map((page) => ({ page, found: blocks(read(page)) }))
  .filter(({ found }) => found.some(({ kind }) => runs(kind)));

/** What stands between the marks of a page. */
function generated(page: string, name: string): string | undefined {
  return new RegExp(`<!-- generated: ${name} -->([\\s\\S]*?)<!-- end -->`).exec(read(page))?.[1]?.trim();
}

beforeAll(() => {
  rmSync(WORK, { recursive: true, force: true });
  mkdirSync(WORK, { recursive: true });
});

for (const { page, found } of PAGES) {
  describe(`the blocks of ${page}`, () => {
    for (const { kind, code, output, line } of found) {
      if (!runs(kind)) continue;
      if (kind === "sh" && SKIPPED.test(code.trim())) continue;
      it(`the ${kind} block at line ${line} prints what it says`, () => {
        const file = join(WORK, `${page.replace(/\W/g, "-")}-${line}.${kind === "js" ? "mjs" : "sh"}`);
        const script =
          kind === "js"
            ? code
            : code.trim() === DEMO
              ? PACKAGE.scripts.demo.replace("npm run --silent build && ", "") // the build has been run
              : `set -e\ndropglm() { node "${ROOT}dist/cli.mjs" "$@"; }\nnpx() { shift; dropglm "$@"; }\n${code}`;
        writeFileSync(file, script);
        const printed = execFileSync(kind === "js" ? "node" : "bash", [file], { cwd: ROOT, encoding: "utf8" });
        if (output !== undefined) expect(mask(printed)).toBe(mask(output));
      });
    }
  });
}

it("the README and the docs have their blocks: this test found them", () => {
  expect(PAGES.map(({ page }) => page)).toEqual(
    expect.arrayContaining(["README.md", "docs/guide.md", "docs/command-line.md"]),
  );
  expect(PAGES.flatMap(({ found }) => found).filter(({ kind }) => kind === "js").length).toBeGreaterThan(15);
});

describe("README", () => {
  it("is read in one sitting", () => {
    expect(read("README.md").split("\n").length).toBeLessThanOrEqual(250);
  });
  for (const [name, table] of Object.entries(whatGoesTogether())) {
    it(`docs/models.md has the table of ${name} that the descriptors make`, () => {
      expect(generated("docs/models.md", name)).toBe(table);
    });
  }
  it("has every page of docs/ in docs/README.md", () => {
    const listed = [...read("docs/README.md").matchAll(/\]\(([\w-]+\.md)\)/g)].map(([, name]) => name);
    const there = readdirSync(join(ROOT, "docs")).filter((name) => name.endsWith(".md") && name !== "README.md");
    expect([...new Set(listed)].sort()).toEqual(there.sort());
  });
  it("says how large the import is, to 1 kB", async () => {
    const { index, external, fit } = await bundledSizes();
    const said = [...generated("README.md", "size")!.matchAll(/(\d+) kB/g)].map(([, kB]) => Number(kB));
    const found = [index, external, fit].map((bytes) => bytes / 1000);
    expect(said).toHaveLength(3);
    for (const [k, kB] of said.entries()) expect(Math.abs(kB - found[k]!)).toBeLessThan(1);
  });
  for (const [, target] of read("README.md").matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
    it(`links to ${target}, which exists`, () => {
      expect(() => execFileSync("ls", [join(ROOT, target!)])).not.toThrow();
    });
  }
});
