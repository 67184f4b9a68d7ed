// Every block of the README runs, and prints what the README says it prints. A ```js or ```sh block may be followed by
// a ```text block: its output. Numbers of seconds differ from run to run and are not compared.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const WORK = join(ROOT, "build/readme");

// Run by CI as its own steps; a test that ran them would run itself.
const SKIPPED = /^(npm ci && npm (run demo|test)|npm install dropglm|npm run bench)$/;

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
    .replace(/ +/g, " ")
    .trim();
}

const BLOCKS = blocks(readFileSync(join(ROOT, "README.md"), "utf8"));

beforeAll(() => {
  rmSync(WORK, { recursive: true, force: true });
  mkdirSync(WORK, { recursive: true });
});

describe("README", () => {
  for (const { kind, code, output, line } of BLOCKS) {
    if (kind !== "js" && kind !== "sh") continue;
    if (kind === "sh" && SKIPPED.test(code.trim())) continue;
    it(`the ${kind} block at line ${line} prints what it says`, () => {
      const file = join(WORK, `block-${line}.${kind === "js" ? "mjs" : "sh"}`);
      const script =
        kind === "js"
          ? code
          : `set -e\ndropglm() { node "${ROOT}dist/cli.mjs" "$@"; }\nnpx() { shift; dropglm "$@"; }\n${code}`;
      writeFileSync(file, script);
      const printed = execFileSync(kind === "js" ? "node" : "bash", [file], { cwd: ROOT, encoding: "utf8" });
      if (output !== undefined) expect(mask(printed)).toBe(mask(output));
    });
  }
  it("has blocks to run", () => {
    expect(BLOCKS.filter(({ kind }) => kind === "js").length).toBeGreaterThan(3);
  });
  for (const [, target] of readFileSync(join(ROOT, "README.md"), "utf8").matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
    it(`links to ${target}, which exists`, () => {
      expect(() => execFileSync("ls", [join(ROOT, target!)])).not.toThrow();
    });
  }
});
