// The view of the data and the panel of the model, as a person uses them.
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CHROMIUM } from "./chromium.mjs";
import { fitted, open, page, ROOT, reads, rows, visits, WORK } from "./visit.js";

describe.skipIf(CHROMIUM === undefined)("the view of the data", () => {
  visits();

  it("says what the rows are, and what is explained by what", async () => {
    await open("view=data&set=titanic");
    await reads("#complete", "1,046 of 1,309 rows are complete");
    await reads("#choice", "survived is explained by sex, age and passengerClass: yes or no, by a logistic model.");
    await page.click("#missing-indicator");
    expect(await page.getAttribute("#missing-indicator", "aria-pressed")).toBe("true");
    await page.click("#see-finding");
    await page.waitForSelector("#family");
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

  it("opens a pasted table", async () => {
    await open("view=start");
    await page.waitForSelector("#drop");
    await page.click("#paste-table");
    await page.fill("#pasted", `y\tx\n${rows((i) => `${i % 7}\t${(i * 5) % 11}`)}`);
    await page.click("#open-pasted");
    await reads("#data-name", "pasted.csv");
  });

  it("gives code that comes to the same numbers", async () => {
    await open("view=finding&set=birthwt&penalty=ridge&lambda=0.05");
    await fitted();
    await page.click("#code");
    const script = (await page.textContent("#code-script"))!;
    const command = (await page.textContent("#code-shell"))!;
    const folder = join(WORK, "code");
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
});
