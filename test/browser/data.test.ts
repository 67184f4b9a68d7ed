// The view of the data and the panel of the model, as a person uses them.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { CHROMIUM } from "./chromium.mjs";
import { openSite, ROOT, type Site } from "./site.js";

const PATIENCE = 20_000;
let site: Site;
let page: Page;
let troubles: string[] = [];

describe.skipIf(CHROMIUM === undefined)("the view of the data", () => {
  beforeAll(async () => {
    site = await openSite("data");
  });
  afterAll(async () => {
    await site?.close();
  });
  beforeEach(async () => {
    troubles = [];
    page = await site.browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(PATIENCE);
    page.on("pageerror", (error) => troubles.push(error.message));
    page.on("console", (message) => message.type() === "error" && troubles.push(message.text()));
  });
  afterEach(async () => {
    await page.close();
    expect(troubles).toEqual([]);
  });

  const open = (hash: string) => site.open(page, hash);
  const give = async (name: string, content: string | Buffer) =>
    page.setInputFiles("#file", { name, mimeType: "text/plain", buffer: Buffer.from(content) });
  const reads = async (selector: string, text: string | RegExp) => {
    await expect
      .poll(
        async () =>
          page
            .locator(selector)
            .allInnerTexts()
            .then((all) => all.join("\n")),
        { timeout: PATIENCE },
      )
      .toMatch(text);
  };
  const rows = (line: (i: number) => string): string => Array.from({ length: 40 }, (_, i) => line(i)).join("\n");

  it("says what the rows are, and what is explained by what", async () => {
    await open("view=data&set=titanic");
    await reads("#complete", "1,046 of 1,309 rows are complete");
    await reads("#choice", "survived is explained by sex, age and passengerClass: yes or no, by a logistic model.");
    await page.click("#missing-indicator");
    expect(await page.getAttribute("#missing-indicator", "aria-pressed")).toBe("true");
    await page.click("#see-finding");
    await page.waitForSelector("#family");
  });

  it("takes a category as response, with a family of its own", async () => {
    await open("view=data&set=titanic");
    await page.click('input[aria-label="sex is the response"]');
    await reads("#choice", "sex is explained by age and passengerClass: yes or no");
    await page.click("#see-finding");
    await expect.poll(() => page.inputValue("#family")).toBe("binomial");
    expect(await page.locator("#trouble").count()).toBe(0);
  });

  it("shows a mistake in a formula under it, and goes back to the columns", async () => {
    await open("view=data&set=titanic");
    await page.click("summary:has-text('Write a formula')");
    await page.fill("#formula", "survived ~ agee");
    await page.press("#formula", "Enter");
    await reads(".wrong", /did you mean age\?\n {2}survived ~ agee\n {13}\^{4}/);
    await page.fill("#formula", "");
    await page.press("#formula", "Enter");
    await expect.poll(() => page.inputValue("#formula")).toBe("survived ~ sex + age + passengerClass");
    await expect.poll(() => page.locator("#trouble").count()).toBe(0);
  });

  it("reads decimal commas, Latin-1 and names of rows, and says so", async () => {
    await open("view=start");
    await give("commas.csv", `y;x\n${rows((i) => `${i % 7},5;${(i * 5) % 11},25`)}`);
    await reads(".data-head .notes", "decimal comma");
    await reads("#choice", /y is explained by x|x is explained by y/);
    await open("view=start");
    await give("latin.csv", Buffer.from(`größe,x\n${rows((i) => `${i % 7},${(i * 5) % 11}`)}`, "latin1"));
    await reads(".column-name", "größe");
    await open("view=start");
    await give("r.csv", `"","y","x"\n${rows((i) => `"${i}",${i % 7},${(i * 5) % 11}`)}`);
    await reads(".data-head .notes", "names of the rows");
  });

  it("keeps what is open, under its own name, when a file fails", async () => {
    await open("view=data&set=titanic");
    await reads("#data-name", "titanic.csv");
    await page.click("summary:has-text('Open other data')");
    await give("picture.png", Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"));
    await reads("#trouble", "picture.png was not opened");
    await reads("#data-name", "titanic.csv");
  });

  it("applies a link to somebody's file once the file is opened", async () => {
    await open("view=data&file=mine.csv&response=x&family=poisson&by=y");
    await reads("#trouble", "mine.csv");
    await give("mine.csv", `y,x\n${rows((i) => `${i % 7},${(i * 5) % 11}`)}`);
    await reads("#choice", "x is explained by y: a count, by a Poisson model");
  });

  it("opens a pasted table", async () => {
    await open("view=start");
    await page.waitForSelector("#drop");
    await page.click("#paste-table");
    await page.fill("#pasted", `y\tx\n${rows((i) => `${i % 7}\t${(i * 5) % 11}`)}`);
    await page.click("#open-pasted");
    await reads("#data-name", "pasted.csv");
  });

  it("reads a slider by its value, and has dropout with every family", async () => {
    await open("view=finding&set=insurance");
    await page.click("#method-ridge");
    await page.focus("#lambda");
    await page.keyboard.press("Home");
    expect(await page.getAttribute("#lambda", "aria-valuetext")).toMatch(/^lambda 1\.0e/);
    await page.click("#method-dropout");
    for (const family of ["gaussian", "negative-binomial", "tweedie", "poisson"]) {
      await page.selectOption("#family", family);
      await page.waitForTimeout(300);
      expect(await page.locator("#trouble").count()).toBe(0);
    }
    await page.focus("#rate");
    await page.keyboard.press("Home");
    expect(await page.getAttribute("#rate", "aria-valuetext")).toBe("rate 0");
  });

  it("gives code that comes to the same numbers", async () => {
    await open("view=finding&set=birthwt&penalty=ridge&lambda=0.05");
    await page.click("#code");
    const script = (await page.textContent("#code-script"))!;
    const command = (await page.textContent("#code-shell"))!;
    const folder = join(ROOT, "build/sites/code");
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(join(folder, "node_modules"), { recursive: true });
    symlinkSync(ROOT, join(folder, "node_modules/dropglm"));
    symlinkSync(join(ROOT, "node_modules/papaparse"), join(folder, "node_modules/papaparse"));
    symlinkSync(join(ROOT, "examples/data/birthwt.csv"), join(folder, "birthwt.csv"));
    writeFileSync(join(folder, "fit.mjs"), script);
    const run = (program: string, args: string[]) =>
      execFileSync(program, args, { cwd: folder, encoding: "utf8" }).trimEnd();
    const printed = run("node", ["fit.mjs"]);
    expect(run("sh", ["-c", command.replace("npx dropglm", `node ${join(ROOT, "dist/cli.mjs")}`)])).toBe(printed);
    await page.keyboard.press("Escape");
    const shown = await page.evaluate(() =>
      [...document.querySelectorAll("pre")].map((pre) => pre.textContent!.trimEnd()),
    );
    expect(shown).toContain(printed);
  });

  for (const [width, scheme] of [
    [360, "light"],
    [768, "dark"],
    [1440, "light"],
  ] as const) {
    it(`has no findings of axe at ${width} pixels, ${scheme}`, async () => {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme: scheme });
      await open("view=data&set=automobile");
      await reads("#choice", "price is explained");
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      await page.evaluate(readFileSync(join(ROOT, "node_modules/axe-core/axe.min.js"), "utf8"));
      const found = await page.evaluate(async () => {
        const { axe } = globalThis as unknown as {
          axe: { run(): Promise<{ violations: { id: string; nodes: { target: unknown }[] }[] }> };
        };
        return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.target}`);
      });
      expect(found).toEqual([]);
    });
  }
});
