// examples/data: its README says what is in every file, and the package carries none of them.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import Papa from "papaparse";
import { describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const FOLDER = `${ROOT}examples/data/`;
const README = readFileSync(`${FOLDER}README.md`, "utf8");
const FILES = readdirSync(FOLDER).filter((name) => name !== "README.md");

/** Bytes of a file; Spambase is older than the bound. */
const MOST = 100_000;

function rowsOf(name: string): Record<string, unknown>[] {
  const text = readFileSync(FOLDER + name, "utf8");
  if (name.endsWith(".json")) return JSON.parse(text) as Record<string, unknown>[];
  const { data, errors } = Papa.parse<Record<string, unknown>>(text, { header: true, skipEmptyLines: true });
  expect(errors).toEqual([]);
  return data;
}

describe("examples/data/README.md", () => {
  it("has a row and a section for every file, in the same order", () => {
    const inTable = [...README.matchAll(/^\| `([^`]+\.(?:csv|json))` \|/gm)].map(([, name]) => name);
    const sections = [...README.matchAll(/^## (.+)$/gm)].map(([, name]) => name);
    expect(sections).toEqual(inTable);
    expect([...sections].sort()).toEqual([...FILES].sort());
  });
  for (const name of FILES) {
    it(`knows the rows and columns of ${name}`, () => {
      const rows = rowsOf(name);
      const columns = Object.keys(rows[0]!);
      expect(README).toContain(`| \`${name}\` | ${rows.length} | ${columns.length} |`);
      if (name === "spambase.csv") return;
      const section = README.split(`## ${name}\n`)[1]!.split("\n## ")[0]!;
      const firstCells = [...section.matchAll(/^\| (`[^|]*`) \|/gm)].map(([, cell]) => cell!);
      const described = firstCells.flatMap((cell) => cell.slice(1, -1).split("`, `"));
      expect([...described].sort()).toEqual([...columns].sort());
      expect(readFileSync(FOLDER + name).length).toBeLessThan(MOST);
    });
  }
});

it("the package carries the README of the data alone", () => {
  const output = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: ROOT,
    encoding: "utf8",
  });
  const [{ files }] = JSON.parse(output) as [{ files: { path: string }[] }];
  const packed = files.map(({ path }) => path).filter((path) => path.startsWith("examples/data/"));
  expect(packed).toEqual(["examples/data/README.md"]);
});
