// The frame of the page: its policy, its address, the keyboard, stopping, failing, files that come out, and the time without a network.
import { describe, expect, it } from "vitest";
import { CHROMIUM } from "./chromium.mjs";
import {
  address,
  coefficients,
  download,
  finding,
  fitted,
  give,
  offlineFrom,
  open,
  openOwn,
  page,
  reads,
  rows,
  troubles,
  view,
  visits,
  writeFormula,
} from "./visit.js";

const plain = `y,x\n${rows((i) => `${i % 7},${(i * 5) % 11}`)}`;
/** Averaged over random copies of 4,601 rows: slow enough to be stopped. */
const SLOW = "view=finding&set=spambase&family=poisson&link=sqrt&noise=dropout&rate=0.3";

async function nothingOld(): Promise<void> {
  await reads("main h1", "Nothing is fitted");
  expect(await page.locator("#save-csv, #save-model, #finding, .finding .plot").count()).toBe(0);
}

const parameters = (): URLSearchParams => new URLSearchParams(new URL(page.url()).hash.slice(1));

describe.skipIf(CHROMIUM === undefined)("the frame of the page", () => {
  visits();

  it("has a policy that holds, and opens views of its own only", async () => {
    for (const name of ["constructor", "__proto__", "toString"]) {
      await open(`set=titanic&view=${name}`);
      await fitted();
      expect(await page.getAttribute("#view-finding", "aria-current")).toBe("page");
    }
    const policy = await page.getAttribute('meta[http-equiv="Content-Security-Policy"]', "content");
    expect(policy).toContain("default-src 'none'");
    const ran = await page.evaluate(async () => {
      const script = document.createElement("script");
      script.textContent = "window.injected = true";
      document.head.append(script);
      const sent = await fetch("https://example.org/").then(
        () => true,
        () => false,
      );
      return { injected: "injected" in window, sent };
    });
    expect(ran).toEqual({ injected: false, sent: false });
    expect(troubles.splice(0).join()).toMatch(/Content Security Policy/);
  });

  it("keeps every option of a model in its address", async () => {
    const options = {
      set: "birthwt",
      view: "finding",
      response: "low",
      family: "binomial",
      link: "probit",
      missing: "indicator",
      weights: "lwt",
      offset: "ptl",
      noise: "dropout",
      rate: "0.17",
      approximation: "gaussian",
      penalty: "ridge",
      lambda: "0.03",
      type: "category:ftv",
    };
    await open(`${new URLSearchParams(options)}&by=age&by=race`);
    await fitted();
    const [seen, link, text] = [await coefficients(), new URL(page.url()).hash.slice(1), await finding()];
    for (const [name, value] of Object.entries(options)) expect(parameters().get(name), name).toBe(value);
    expect(parameters().getAll("by")).toEqual(["age", "race"]);
    await open(link);
    await fitted();
    expect(await finding()).toBe(text);
    expect(await coefficients()).toEqual(seen);
    expect(new URL(page.url()).hash.slice(1)).toBe(link);
    expect(await page.inputValue("#link")).toBe("probit");
    expect(await page.inputValue("#rate")).toBe("0.17");
    await reads(".model-panel", "weights: lwt; offset: ptl");
    for (const [more, wanted] of [
      ["exposure=Holders&set=insurance&family=poisson&view=finding&by=Group&response=Claims", "exposure"],
      ["formula=Holders ~ Group&set=insurance&family=gamma&view=finding", "formula"],
      ["success=no&set=titanic&view=finding", "success"],
    ]) {
      await open(more);
      await fitted();
      expect(parameters().get(wanted!)).toBe(new URLSearchParams(more).get(wanted!));
    }
  });

  it("is walked by the keyboard: views, method, slider and the marks of plots", async () => {
    await open("view=finding&set=titanic");
    await fitted();
    const active = (): Promise<string> => page.evaluate(() => document.activeElement!.id);
    const tabTo = async (id: string): Promise<void> => {
      for (let k = 0; k < 60 && (await active()) !== id; k++) await page.keyboard.press("Tab");
      expect(await active()).toBe(id);
    };
    await tabTo("view-steps");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".steps-table");
    await tabTo("view-digits");
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Shift+Tab");
    expect(await active()).toBe("view-finding");
    await page.keyboard.press("Space");
    await fitted();
    await tabTo("method-dropout");
    await page.keyboard.press("Enter");
    await tabTo("rate");
    await page.keyboard.press("ArrowRight");
    await fitted();
    expect(parameters().get("rate")).toBe("0.31");
    await reads(".headline", /survived · dropout/);
    const plot = page.locator('[role="application"]').first();
    await plot.focus();
    const tips: string[] = [];
    for (let k = 0; k < 4; k++) {
      await page.keyboard.press("ArrowRight");
      tips.push((await page.textContent(".tip"))!);
    }
    expect(new Set(tips).size).toBe(4);
    await page.keyboard.press("Escape");
    expect(await page.locator(".tip").count()).toBe(0);
  });

  it("stops a fit, offers to go on, and shows nothing stale meanwhile", async () => {
    await open("view=finding&set=spambase&noise=none");
    await fitted();
    await open(SLOW);
    await reads("#working", /^fitting/);
    await page.click("#cancel");
    await reads("#trouble", "spam was not fitted: stopped");
    await nothingOld();
    await page.click("#trouble >> text=Go on");
    await page.waitForSelector("#cancel");
    await reads("#working", "fitting");
    await page.click("#cancel");
    await reads("#trouble", "stopped");
    await page.selectOption("#family", "binomial");
    await fitted();
    expect(await page.locator("#trouble").count()).toBe(0);
    await reads(".headline", /spam · dropout of 0\.3 · binomial/);
  });

  it("leaves no old result under a new name when a file, a response, a formula or an option fails", async () => {
    await open("view=finding&set=titanic");
    await fitted();
    const before = await finding();
    await view("start");
    const broken: readonly [string, RegExp][] = [
      ["a,b\n1,2\n3\n", /line 3 has 1 field; expected 2/],
      ["a,b\n", /no rows/],
      ["", /broken\.csv is empty/],
      ['a,b\n1,"2\n3,4\n', /quoted field does not end/],
    ];
    for (const [text, message] of broken) {
      await give("broken.csv", text);
      await reads("#trouble", message);
    }
    await give("bad.json", '{"format":"dropglm-model"');
    await reads("#trouble", "bad.json was not opened");
    await view("finding"); // all of it stays, under its own name
    await fitted();
    expect(await finding()).toBe(before);
    await reads(".data-name", "titanic.csv");
    await page.selectOption("#family", "gamma"); // of yes and no
    await reads("#trouble", "survived was not fitted");
    await nothingOld();
    await page.selectOption("#family", "binomial");
    await fitted();
    await view("data");
    await writeFormula("survived ~ agee");
    await reads(".wrong", /did you mean age\?/);
    await view("finding");
    await nothingOld();
    await view("data");
    await page.click("#no-formula");
    await view("finding");
    await fitted();
    expect(await page.locator("#trouble").count()).toBe(0);
    expect(await finding()).toBe(before);
  });

  it("exports what is on the screen", async () => {
    await open("view=finding&set=birthwt&penalty=ridge&lambda=0.05&family=binomial");
    await fitted();
    await page.focus("#lambda");
    for (let k = 0; k < 5; k++) await page.keyboard.press("ArrowRight");
    await fitted();
    await page.click("label:has-text('as ratios')");
    const table = await coefficients();
    const shown = await page
      .locator('.plot[aria-label="coefficient by column"] svg g > text.strong')
      .evaluateAll((all) => all.map((node) => node.textContent!));
    const names = [...table.keys()].filter((name) => name !== "(intercept)");
    expect(shown).toHaveLength(2 * names.length);
    names.forEach((name, k) => {
      expect(shown[2 * k]).toBe(name);
      const [onScreen, inFile] = [Number(shown[2 * k + 1]!.replace("−", "-")), Number(table.get(name)!.estimate)];
      expect(Math.abs(onScreen - inFile)).toBeLessThanOrEqual(0.005 * Math.abs(inFile)); // three digits
    });
    const picture = await download('section[aria-label="Coefficients"] .save-picture');
    expect(picture.name).toBe("birthwt-coefficients.svg");
    expect(picture.text).toMatch(/^<svg .*<\/svg>$/s);
    for (const word of shown) expect(picture.text).toContain(word);
  });

  it("shows the model that was opened last, whatever was on its way", async () => {
    await open("view=finding&set=birthwt");
    await fitted();
    const model = await download("#save-model");
    await page.route(/titanic/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 700));
      await route.continue();
    });
    await open("view=start&set=titanic"); // on its way while the model is opened
    const late = page.waitForResponse(/titanic/);
    await give(model.name, model.text);
    await reads("aside", "birthwt-model.json was opened with its own settings");
    await late;
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
    await reads(".data-name", "birthwt-model.json");
  });

  it("goes on without a network after the first visit", async () => {
    await open("view=finding&set=birthwt");
    await fitted();
    for (const name of ["data", "compare", "steps", "digits"]) await view(name);
    await page.waitForSelector(".digits-numbers");
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await open("view=finding&set=birthwt"); // by the service worker, which keeps what it brings
    await fitted();
    await view("digits");
    await page.waitForSelector(".digits-numbers");
    await offlineFrom(true);
    await page.reload();
    await page.waitForSelector(".digits-numbers");
    await open("view=finding&set=birthwt");
    await fitted();
    await view("compare");
    await page.waitForSelector("#strength");
    await view("steps");
    await page.waitForSelector(".steps-table");
    await open();
    await page.waitForSelector(".scene canvas");
    await page.click("#set-titanic");
    await fitted();
    await openOwn("mine.csv", plain);
    await view("start");
    await page.click("#set-automobile"); // never asked for: said in a line
    await reads("#trouble", "automobile.csv could not be loaded: there is no connection");
    expect(address()).toContain("index.html");
    troubles.splice(0); // of the request that had to fail
  });
});
