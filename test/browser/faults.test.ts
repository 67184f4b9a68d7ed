// Every fault that was once found in the page, screen by screen: one test each.

import { writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { CHROMIUM } from "./chromium.mjs";
import {
  allow,
  coefficients,
  download,
  finding,
  fitted,
  give,
  open,
  openOwn,
  page,
  reads,
  rows,
  view,
  visits,
  WORK,
} from "./visit.js";

const plain = `y,x\n${rows((i) => `${i % 7},${(i * 5) % 11}`)}`;

/** Lets the whole fit happen, whose result may be an error. */
const idle = (): Promise<unknown> => page.waitForFunction(() => document.querySelector("#working") === null);

/** Nothing of a fit is on the screen, and nothing can be saved. */
async function nothingOld(): Promise<void> {
  await reads("main h1", "Nothing is fitted");
  expect(await page.locator("#save-csv, #save-model, #finding, .finding .plot").count()).toBe(0);
}

describe.skipIf(CHROMIUM === undefined)("the faults that were found", () => {
  visits();

  it("1: rate 0 is on the axis, and a set opens with maximum likelihood", async () => {
    await open("view=finding&set=penguins");
    await fitted();
    expect(await page.getAttribute("#method-maximum-likelihood", "aria-pressed")).toBe("true");
    const explained = await page.textContent('#details dl div:has(dt:text-is("deviance explained")) dd');
    expect(Number.parseFloat(explained!)).toBeGreaterThan(65);
    await view("compare");
    await page.focus("#strength");
    await page.keyboard.press("Home");
    expect(await page.getAttribute("#strength", "aria-valuetext")).toMatch(/dropout: rate 0(?:\.0+)?,/);
  });

  it("2: nothing of an earlier fit stays under a later name", async () => {
    await open("view=finding&set=penguins");
    await fitted();
    await openOwn(
      "holes.csv",
      `x,z,label\n1,2,yes\n2,3,no\n3,1,\n4,4,yes\n5,1,no\n${rows((i) => `${i},${i % 3},${i % 2 ? "yes" : "no"}`)}`,
    );
    await view("finding");
    await fitted();
    expect([...(await coefficients()).keys()]).not.toContain("`Body Mass (g)`");
    await reads(".headline .notes", "1 of 45 rows are left out: missing label in 1");
    await view("data");
    await page.click('input[aria-label="x is the response"]');
    await view("finding");
    await fitted();
    await page.selectOption("#family", "binomial"); // numbers beyond 0 and 1
    await reads("#trouble", "x was not fitted");
    await nothingOld();
    await page.selectOption("#family", "gaussian");
    await fitted();
    expect(await page.locator("#trouble").count()).toBe(0);
  });

  it("3: dropout goes with every family and link", async () => {
    await open(`view=finding&set=insurance&by=Group`);
    await fitted();
    await page.click("#method-dropout");
    for (const family of ["gamma", "gaussian", "inverse-gaussian", "negative-binomial", "tweedie", "poisson"]) {
      await page.selectOption("#family", family);
      const links = (await page.locator("#link option").allInnerTexts()).map((text) => text.trim());
      for (const value of links) {
        await page.selectOption("#link", value);
        await expect.poll(() => page.locator("#save-csv:not([disabled]), #trouble").count()).toBe(1);
        for (const trouble of await page.locator("#trouble").allInnerTexts())
          expect(trouble, `${family} ${value}`).not.toMatch(/approximation|noise/);
        await page.evaluate(() => document.querySelector<HTMLButtonElement>("#trouble .quiet")?.click());
      }
    }
    await open("view=finding&set=penguins");
    await fitted();
    await page.click("#method-dropout");
    await fitted();
    expect(await page.locator("#trouble").count()).toBe(0);
  });

  it("4: a link to one's own file says that it needs the file, and applies to it", async () => {
    await allow("clipboard-write");
    await allow("clipboard-read");
    await open();
    await openOwn("mine.csv", plain);
    await view("finding");
    await page.selectOption("#family", "poisson");
    await fitted();
    await page.click("#share");
    await reads("#said-here", "whoever opens it needs mine.csv");
    const link = new URL(await page.evaluate(() => navigator.clipboard.readText()));
    expect(link.hash).toContain("file=mine.csv");
    await open(link.hash.slice(1));
    await reads("#trouble", "mine.csv, a file on somebody's own machine: a link holds no data");
    expect(await page.isVisible("#finding")).toBe(false);
    await give("mine.csv", plain);
    await reads("#choice", "a count, by a Poisson model");
  });

  it("5: decimal commas, Latin-1 and names of rows are read, and said", async () => {
    await open();
    await openOwn("commas.csv", `y;x\n${rows((i) => `${i % 7},5;${(i * 5) % 11},25`)}`);
    await reads(".data-head .notes", "decimal comma");
    await reads("#choice", /y is explained by x|x is explained by y/);
    await openOwn("latin.csv", Buffer.from(`größe,x\n${rows((i) => `${i % 7},${(i * 5) % 11}`)}`, "latin1"));
    await reads(".column-name", "größe");
    await reads(".data-head .notes", "not UTF-8");
    await openOwn("r.csv", `"","y","x"\n${rows((i) => `"${i}",${i % 7},${(i * 5) % 11}`)}`);
    await reads(".data-head .notes", "names of the rows");
  });

  it("6: a file opens on its data, with maximum likelihood, and dropout has no p-values beside it", async () => {
    await open();
    await openOwn("mine.csv", plain);
    expect(await page.getAttribute("#view-data", "aria-current")).toBe("page");
    await page.click("#see-finding");
    await fitted();
    expect(await page.getAttribute("#method-maximum-likelihood", "aria-pressed")).toBe("true");
    expect(await finding()).toMatch(/\d/);
    expect((await download("#save-csv")).text.split("\n")[0]).toContain(",p");
    await page.click("#method-dropout");
    await fitted();
    expect((await download("#save-csv")).text.split("\n")[0]).not.toContain(",p,");
    await reads(".headline .notes", "there are no p-values");
  });

  it("7: reading 50 MB can be cancelled, and gone on with", async () => {
    await open("view=data&set=titanic");
    await reads("#data-name", "titanic.csv");
    const path = `${WORK}/big.csv`;
    const line = (i: number): string =>
      Array.from({ length: 25 }, (_, j) => ((i * 7919 + j * 104729) % 99991) / 8).join();
    const block = rows(line, 1000);
    const head = Array.from({ length: 25 }, (_, j) => `column${j}`).join();
    writeFileSync(path, `${head}\n${`${block}\n`.repeat(Math.ceil(5e7 / block.length))}`);
    await page.click("summary:has-text('Open other data')");
    await page.setInputFiles("#file", path);
    await page.click("#cancel");
    await reads("#trouble", "big.csv was not opened: stopped");
    await reads("#data-name", "titanic.csv"); // and all of it is there
    await view("finding");
    await fitted();
    await page.click("#trouble >> text=Go on");
    await page.waitForSelector("#cancel");
    await reads("#working", /big\.csv/);
    await page.click("#cancel");
    await reads("#trouble", "stopped");
    await idle();
    expect(await page.textContent(".data-name")).toBe("titanic.csv");
  });

  it("8: comparing models of the digits tells how far it is, and can be cancelled and gone on with", async () => {
    await open("view=compare&set=digits");
    await page.waitForSelector("#cancel");
    await reads("main .empty", "Four models are being fitted along their axes");
    await reads("#working", /maximum likelihood|ridge|lasso|dropout/);
    await page.waitForFunction(
      () => (document.querySelector<HTMLProgressElement>("#working progress")?.position ?? 0) > 0,
    );
    await page.click("#cancel");
    await reads("main .empty", "stopped");
    await page.click("main .empty >> text=Go on");
    await page.waitForSelector("#cancel");
    await reads("main .empty", "Four models are being fitted");
  });

  it("9: the best place stays marked and the slider where it is, whatever is resized or shown", async () => {
    await open("view=compare&set=birthwt");
    await page.click("text=best dropout");
    const dots = (): Promise<number> => page.locator(".loss-slider svg circle[r='5']").count();
    const told = (): Promise<string | null> => page.getAttribute("#strength", "aria-valuetext");
    const [count, text] = [await dots(), await told()];
    expect(count).toBe(3);
    await page.setViewportSize({ width: 700, height: 800 });
    await expect.poll(dots).toBe(3);
    await view("finding");
    await view("compare");
    await page.waitForSelector("#strength");
    expect([await dots(), await told()]).toEqual([count, text]);
  });

  it("10: a saved model opens with its own settings, in place of the data that were open", async () => {
    await open("view=finding&set=titanic&noise=dropout&rate=0.25");
    await fitted();
    const [text, { name, text: model }] = [await finding(), await download("#save-model")];
    const saved = await download("#save-csv");
    await open("view=start&set=birthwt");
    await reads(".data-name", "birthwt.csv");
    await give(name, model);
    await reads(".data-name", "titanic-model.json");
    await reads("aside", "titanic-model.json was opened with its own settings: dropout of 0.25, binomial");
    await reads(".headline", /survived · dropout of 0.25 · binomial/);
    expect(await finding()).toBe(text);
    expect(page.url()).toContain("file=titanic-model.json");
    expect(page.url()).not.toContain("birthwt");
    expect(await page.title()).toContain("titanic-model.json");
    expect((await download("#save-csv")).text).toBe(saved.text);
    expect(JSON.parse((await download("#save-model")).text)).toEqual(JSON.parse(model));
    await page.click("aside >> text=Back to birthwt.csv");
    await fitted();
    await reads(".headline", /low · maximum likelihood/);
    expect(page.url()).toContain("set=birthwt");
  });

  it("11: a category as response is fitted, with a family of its own", async () => {
    await open("view=data&set=titanic");
    await page.click('input[aria-label="sex is the response"]');
    await reads("#choice", "sex is explained by age and passengerClass: yes or no");
    await page.click("#see-finding");
    await fitted();
    expect(await page.inputValue("#family")).toBe("binomial");
    expect(await page.locator("#trouble").count()).toBe(0);
    expect([...(await coefficients()).keys()]).toContain("passengerClass[3rd]");
  });

  it("12: plots have ten colours, numbers on every axis, and tips by pointer, tap and keyboard", async () => {
    await open("view=finding&set=insurance&by=Group");
    await fitted();
    const colours = await page.evaluate(() => {
      const style = getComputedStyle(document.documentElement);
      return Array.from({ length: 10 }, (_, k) => style.getPropertyValue(`--c${k}`).trim());
    });
    expect(new Set(colours).size).toBe(10);
    const forest = '.plot[aria-label*="by column"] [role="application"]';
    await page.focus(forest);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    const second = await page.textContent(".tip");
    expect(second).toMatch(/^Group\[.*\nrate ratio [\d.]+ \([\d.]+ to [\d.]+\)/);
    expect(await page.textContent(`.plot:has(.tip) [role=status]`)).toBe(second);
    await page.keyboard.press("Escape");
    expect(await page.locator(".tip").count()).toBe(0);
    await page.locator(`${forest} circle`).nth(1).hover();
    await reads(".tip", second!);
    const ticks = await page.locator(`${forest} .axis text`).allTextContents();
    expect(ticks.filter((text) => /^[\d.]+$/.test(text)).length).toBeGreaterThan(2);
  });

  it("13: ROC, calibration and confusion are of held-out rows, and say so", async () => {
    await open("view=finding&set=titanic");
    await fitted();
    await reads("#held-out", "Each row is predicted by a model fitted without it, in 5 folds");
    for (const [name, title] of [
      ["Calibration", "Calibration on held-out rows"],
      ["ROC", "ROC curve on held-out rows"],
    ]) {
      await page.click(`#held-out >> text=${name}`);
      await page.waitForSelector(`#held-out .plot[aria-label="${title}"]`);
    }
    await page.click("#held-out >> text=Confusion");
    await reads("#held-out", /of 1,046 held-out rows are predicted right/);
  });

  it("14: sliders are read out by their values", async () => {
    await open("view=finding&set=birthwt&penalty=ridge&lambda=0.05");
    await page.focus("#lambda");
    expect(await page.getAttribute("#lambda", "aria-valuetext")).toBe("lambda 0.050");
    await page.keyboard.press("Home");
    expect(await page.getAttribute("#lambda", "aria-valuetext")).toMatch(/^lambda 1\.0e/);
    await page.click("#method-dropout");
    await page.focus("#rate");
    await page.keyboard.press("Home");
    expect(await page.getAttribute("#rate", "aria-valuetext")).toBe("rate 0");
  });

  it("15: other files are read as what they are, or refused by name; what was open stays", async () => {
    await open("view=data&set=titanic");
    await reads("#data-name", "titanic.csv");
    await page.click("summary:has-text('Open other data')");
    const others: readonly [string, string | Buffer, RegExp][] = [
      ["picture.png", Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"), /PNG|picture/],
      ["paper.pdf", "%PDF-1.7\n%\u00e2\u00e3\n1 0 obj\n", /PDF/],
      ["table.parquet", Buffer.from("PAR1 nothing of use PAR1"), /Parquet/i],
      ["book.xlsx", Buffer.from("504b0304140000000800nothing".padEnd(80, "0"), "latin1"), /xlsx|Excel|ZIP|binary/i],
    ];
    for (const [name, content, wanted] of others) {
      await give(name, content);
      await reads("#trouble", new RegExp(`^${name.replace(".", "\\.")} was not opened`));
      await reads("#trouble", wanted);
      expect(await page.textContent("#data-name")).toBe("titanic.csv");
    }
    await openOwn("packed.csv.gz", gzipSync(plain));
    await reads("#choice", /explained by/);
    await openOwn("table.json", JSON.stringify(Array.from({ length: 30 }, (_, i) => ({ y: i % 7, x: (i * 5) % 11 }))));
    await reads("#choice", /explained by/);
  });
});
