// What the registry and those who install see beside the code: who owns it, what is in it, where links lead, what editors show.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { entryFolders } from "../../scripts/entry-folders.mjs";
import { ownedFiles, owner } from "../../scripts/owner.mjs";
import { absolute } from "../../scripts/packed.mjs";
import { partsOf, thirdParties } from "../../scripts/parts.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const read = (name: string): string => readFileSync(join(ROOT, name), "utf8");
const meta = JSON.parse(read("package.json"));

describe("what is published", () => {
  for (const [name, text] of Object.entries(ownedFiles())) {
    it(`${name} says what owner.json says; else: node scripts/owner.mjs`, () => expect(read(name)).toBe(text));
  }
  it("the changelog begins with this version, or with what comes after it", () => {
    const [first, second] = [...read("CHANGELOG.md").matchAll(/^## (\S+)/gm)].map(([, version]) => version);
    expect([first, second]).toContain(meta.version);
  });
  it("the README's links and pictures are addresses where it is packed", () => {
    const text = absolute(read("README.md"));
    expect(text).not.toMatch(/\]\((?!https?:|#)/);
    expect(text).toContain(`](${owner.repository}/blob/main/docs/guide.md)`);
    expect(text).toContain("](https://raw.githubusercontent.com/dropglm/dropglm/main/docs/figures/playground.png)");
    expect(absolute(text)).toBe(text);
  });
  it("THIRD-PARTY.md has what is inside", () => expect(read("THIRD-PARTY.md")).toContain(thirdParties()));
  it("the list of parts has what is installed, with hashes, and what is inside", () => {
    const { components } = partsOf();
    const names = components.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining([...Object.keys(meta.dependencies), "string-width", "musl"]));
    expect(names).not.toContain("typescript");
    for (const part of components.filter(({ name }) => name in meta.dependencies)) {
      expect(part).toMatchObject({ hashes: [{ alg: "SHA-512", content: expect.stringMatching(/^[0-9a-f]{128}$/) }] });
    }
  });
  it("every entry has a folder for what does not read exports, and the folder is packed", () => {
    const entries = Object.keys(meta.exports).filter((name) => /^\.\/[\w.-]+$/.test(name) && name !== "./package.json");
    expect(Object.keys(entryFolders()).sort()).toEqual(entries.map((name) => name.slice(2)).sort());
    expect(meta.files).toEqual(expect.arrayContaining(Object.keys(entryFolders())));
    expect(entryFolders().plot).toMatchObject({ main: "../dist/plot.cjs", types: "../dist/plot.d.cts" });
  });
  it("types hide what is internal", () => {
    const text = read("dist/index.d.mts");
    expect(text).toContain("declare class Model<");
    expect(text).not.toMatch(/static (dataOf|of)\(|@internal/);
  });
});
