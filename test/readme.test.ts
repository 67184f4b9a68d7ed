// Every block of the README and of the guide runs, and prints what the page says it prints. A ```js or ```sh block may be followed by
// a ```text block: its output. Numbers of seconds differ from run to run and are not compared. Between marks of
// `generated` stands what scripts/readme.mjs puts there.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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

const TEXT = readFileSync(join(ROOT, "README.md"), "utf8");

/** What stands between the marks. */
function generated(name: string): string | undefined {
  return new RegExp(`<!-- generated: ${name} -->([\\s\\S]*?)<!-- end -->`).exec(TEXT)?.[1]?.trim();
}

beforeAll(() => {
  rmSync(WORK, { recursive: true, force: true });
  mkdirSync(WORK, { recursive: true });
});

for (const page of ["README.md", "docs/guide.md"]) {
  const found = blocks(readFileSync(join(ROOT, page), "utf8"));

  describe(`the blocks of ${page}`, () => {
    for (const { kind, code, output, line } of found) {
      if (kind !== "js" && kind !== "sh") continue;
      if (kind === "sh" && SKIPPED.test(code.trim())) continue;
      it(`the ${kind} block at line ${line} prints what it says`, () => {
        const file = join(WORK, `${page.replace(/\W/g, "-")}-${line}.${kind === "js" ? "mjs" : "sh"}`);
        const script =
          kind === "js"
            ? code
            : code.trim() === DEMO
              ? PACKAGE.scripts.demo.replace("npm run build && ", "") // the build has been run
              : `set -e\ndropglm() { node "${ROOT}dist/cli.mjs" "$@"; }\nnpx() { shift; dropglm "$@"; }\n${code}`;
        writeFileSync(file, script);
        const printed = execFileSync(kind === "js" ? "node" : "bash", [file], { cwd: ROOT, encoding: "utf8" });
        if (output !== undefined) expect(mask(printed)).toBe(mask(output));
      });
    }
    it("are some", () => {
      expect(found.filter(({ kind }) => kind === "js").length).toBeGreaterThan(3);
    });
  });
}

describe("README", () => {
  it("says what goes with what as the descriptors do", () => {
    expect(generated("families")).toBe(whatGoesTogether());
  });
  it("says how large the import is, to 1 kB", async () => {
    const { index } = await bundledSizes();
    expect(generated("size")).toMatch(/^\d+ kB minified and gzipped, \d+ of them JavaScript and \d+ WebAssembly; /);
    expect(Math.abs(Number.parseInt(generated("size")!, 10) - index / 1000)).toBeLessThan(1);
  });
  for (const [, target] of TEXT.matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
    it(`links to ${target}, which exists`, () => {
      expect(() => execFileSync("ls", [join(ROOT, target!)])).not.toThrow();
    });
  }
});
