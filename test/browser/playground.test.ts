// The playground as a person would use it, in Chromium: open, fit, drag, break, save.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright";
import { build } from "vite";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { CHROMIUM, openBrowser } from "./chromium.mjs";
import { serve } from "./server.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const WORK = join(ROOT, "build/playground");
const SITE = join(WORK, "below/a/path");
let browser: Browser;
let served: Awaited<ReturnType<typeof serve>>;
let page: Page;
let troubles: string[] = [];

describe.skipIf(CHROMIUM === undefined)("the playground", () => {
  beforeAll(async () => {
    rmSync(WORK, { recursive: true, force: true });
    await build({ configFile: join(ROOT, "web/vite.config.ts"), logLevel: "error", build: { outDir: SITE } });
    served = await serve(WORK);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    served?.close();
  });
  beforeEach(async () => {
    troubles = [];
    page = await browser.newPage({ viewport: { width: 1280, height: 900 }, acceptDownloads: true });
    page.on("pageerror", (error) => troubles.push(error.message));
    page.on("console", (message) => message.type() === "error" && troubles.push(message.text()));
  });
  afterEach(async () => {
    await page.close();
    expect(troubles).toEqual([]);
  });

  const open = (hash: string) => page.goto(`${served.address}/below/a/path/index.html#${hash}`);
  const status = () => page.textContent("#status");
  const fitted = () =>
    page.waitForFunction(
      () => /^(converged|diverged|separated|max-iterations) in /.test(document.querySelector("#status")!.textContent!),
      undefined,
      { timeout: 40_000 },
    );
  const fact = async (name: string) => page.textContent(`#facts div:has(dt:text-is("${name}")) dd`);
  const drop = async (name: string, text: string) =>
    page.setInputFiles("#file", { name, mimeType: "text/csv", buffer: Buffer.from(text) });
  const download = async (button: string) => {
    const [file] = await Promise.all([page.waitForEvent("download"), page.click(button)]);
    return { name: file.suggestedFilename(), text: readFileSync((await file.path())!, "utf8") };
  };
  const summary = async () => {
    await page.click("#tab-summary");
    return page.textContent("#panel pre");
  };

  it("has a policy, and its view is one of its own", async () => {
    for (const view of ["constructor", "__proto__", "toString"]) {
      await open(`set=penguins&view=${view}`);
      await fitted();
      expect(await page.getAttribute("#tab-adaptive", "aria-selected")).toBe("true");
    }
    const policy = await page.getAttribute('meta[http-equiv="Content-Security-Policy"]', "content");
    expect(policy).toContain("default-src 'none'");
    const ran = page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "window.injected = true";
      document.head.append(script);
      return "injected" in window;
    });
    expect(await ran).toBe(false);
    expect(troubles.splice(0).join()).toMatch(/Content Security Policy/);
  });

  for (const [set, view] of [
    ["spambase", "adaptive"],
    ["rare", "approximation"],
    ["digits", "pixels"],
    ["penguins", "roc"],
  ]) {
    it(`opens and fits ${set}`, async () => {
      await open(`set=${set}&view=${view}`);
      await fitted();
      expect(await status()).toMatch(/^converged in/);
      await page.waitForSelector(view === "pixels" ? "#panel canvas" : "#panel svg");
      expect(await page.isHidden("#error")).toBe(true);
    });
  }

  it("fits along with the slider, and ends at what it shows", async () => {
    await open("set=spambase");
    await fitted();
    const before = await fact("objective");
    const slider = (await page.locator("#rate").boundingBox())!;
    const y = slider.y + slider.height / 2;
    await page.mouse.move(slider.x + 10, y);
    await page.mouse.down();
    for (let k = 1; k <= 20; k++) await page.mouse.move(slider.x + 10 + (k * slider.width) / 30, y);
    await page.mouse.up();
    await page.waitForFunction(() => performance.getEntriesByName("fit").length >= 2, undefined, { timeout: 20_000 });
    const drafts = await page.evaluate(() => performance.getEntriesByName("draft").length);
    expect(drafts).toBeGreaterThan(0);
    expect(await fact("objective")).not.toBe(before);
    const shown = await page.textContent("#rate-shown");
    expect(page.url()).toContain(`rate=${Number(shown)}`);
  });

  it("is driven by the keyboard", async () => {
    await open("set=penguins&view=roc");
    await fitted();
    await page.focus("#rate");
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction(() => document.querySelector("#rate-shown")!.textContent === "0.06");
    await page.focus("#tab-roc");
    await page.keyboard.press("Home");
    expect(await page.getAttribute("#tab-summary", "aria-selected")).toBe("true");
    expect(await page.evaluate(() => document.activeElement!.id)).toBe("tab-summary");
    await page.waitForSelector("#panel pre");
  });

  it("shows for every digit what dropout holds back, beside a ridge that holds all pixels back alike", async () => {
    await open("set=digits&view=pixels");
    await fitted();
    const shades = (label: string) =>
      page.$eval(`canvas[aria-label="${label}"]`, (canvas) => {
        const { width, height } = canvas as HTMLCanvasElement;
        const { data } = (canvas as HTMLCanvasElement).getContext("2d")!.getImageData(0, 0, width, height);
        return new Set(Array.from({ length: 64 }, (_, k) => data[4 * (12 * (k >> 3) * width + 12 * (k & 7))])).size;
      });
    expect(await page.locator("#panel canvas").count()).toBe(30);
    expect(await shades("adaptive penalty of 3")).toBeGreaterThan(10);
    expect(await shades("penalty of a ridge of the same strength, for 3")).toBe(1);
  });

  it("cancels a long run and keeps what there was", async () => {
    await open("set=digits&view=pixels");
    await fitted();
    const before = await fact("objective");
    await page.click("#tab-path");
    await page.click("#cancel", { timeout: 20_000 });
    await page.waitForFunction(() => (document.querySelector("#cancel") as HTMLElement).hidden, undefined, {
      timeout: 20_000,
    });
    expect(await fact("objective")).toBe(before);
  });

  it("draws path and cross-validation, and names the chosen point", async () => {
    await open("set=rare&view=validation");
    await page.waitForFunction(
      () => /best on held-out rows: rate/.test(document.querySelector("#status")!.textContent!),
      undefined,
      { timeout: 60_000 },
    );
    expect(await page.locator("#panel svg").count()).toBe(1);
    await page.click("#tab-path");
    await page.waitForSelector("#panel svg");
  });

  it("says what is wrong with a file in one line, and loses nothing", async () => {
    await open("set=penguins");
    await fitted();
    const before = await summary();
    const bad: [string, RegExp][] = [
      ["a,b\n1,2\n3\n", /^broken\.csv, line 3 has 1 field; expected 2 fields/],
      ["a,b\n", /header line and no rows/],
      ["", /^broken\.csv is empty/],
      ['a,b\n1,"2\n3,4\n', /^broken\.csv, line 2: a quoted field does not end/],
      ["a,a\n1,2\n", /columns 1 and 2 are both named/],
    ];
    for (const [text, message] of bad) {
      await drop("broken.csv", text);
      await page.waitForFunction(
        (pattern) => new RegExp(pattern).test(document.querySelector("#error")!.textContent!),
        message.source,
      );
      expect(await page.isVisible("#error")).toBe(true);
    }
    expect(await summary()).toBe(before);
    await page.selectOption("#penalty", "ridge"); // and work goes on
    await page.waitForFunction(() => (document.querySelector("#error") as HTMLElement).hidden);
  });

  it("tells which cell of a response is missing", async () => {
    await open("set=penguins");
    await fitted();
    await drop("mine.csv", "x,z,label\n1,2,yes\n2,3,no\n3,1,\n4,4,yes\n5,1,no\n");
    await page.waitForFunction(
      () =>
        /mine\.csv, line 4, column "?label/.test(document.querySelector("#error")!.textContent!) ||
        /^converged/.test(document.querySelector("#status")!.textContent!),
    );
    await page.selectOption("#response", "label");
    await page.waitForFunction(() =>
      /mine\.csv, line 4, column "?label"?: the value is missing/.test(document.querySelector("#error")!.textContent!),
    );
  });

  it("opens pasted tables and files of SVMlight", async () => {
    await open("set=penguins");
    await fitted();
    await page.evaluate(() => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text", "x\ty\n0\t1\n1\t3\n2\t2\n3\t6\n4\t5\n");
      dispatchEvent(new ClipboardEvent("paste", { clipboardData }));
    });
    await page.waitForFunction(() => location.hash.includes("response=y"));
    await fitted();
    await drop("few.svm", "1 1:0.5 2:1\n-1 2:1.5\n1 1:2\n-1 1:0.1 2:0.3\n1 2:0.4\n");
    await page.waitForFunction(
      () =>
        location.hash.includes("response=label") && /^converged/.test(document.querySelector("#status")!.textContent!),
    );
  });

  it("saves a model and opens it again", async () => {
    await open("set=spambase&view=summary");
    await fitted();
    const text = await summary();
    const model = await download("#save-model");
    expect(model.name).toBe("spambase-model.json");
    await open("set=penguins&view=summary");
    await fitted();
    await page.setInputFiles("#file", {
      name: model.name,
      mimeType: "application/json",
      buffer: Buffer.from(model.text),
    });
    await page.waitForFunction(() => document.querySelector("#status")!.textContent!.startsWith("saved model"));
    expect(await summary()).toBe(text);
    await page.setInputFiles("#file", { name: "bad.json", mimeType: "application/json", buffer: Buffer.from("{") });
    await page.waitForSelector("#error:visible");
    expect(await page.textContent("#error")).toContain("not a saved dropglm model");
  });

  it("shows the model opened last, whatever was on its way", async () => {
    await open("set=spambase&view=summary");
    await fitted();
    const model = await download("#save-model");
    const opening = { name: model.name, mimeType: "application/json", buffer: Buffer.from(model.text) };
    await page.route(/penguins/, async (route) => {
      await page.waitForTimeout(700);
      await route.continue();
    });
    await open("set=penguins&view=summary"); // on its way while the model is opened
    await page.setInputFiles("#file", opening);
    await page.waitForFunction(() => document.querySelector("#status")!.textContent!.startsWith("saved model"));
    await page.waitForTimeout(1500);
    expect(await status()).toMatch(/^saved model/);
  });

  it("saves coefficients and plots", async () => {
    await open("set=penguins&view=adaptive");
    await fitted();
    const table = await download("#save-csv");
    expect(table.text.split("\n")[0]).toBe("name,estimate,standardError,lower,upper,p,adaptivePenalty");
    expect(table.text.split("\n")).toHaveLength(7);
    const plot = await download("#save-svg");
    expect(plot.text).toMatch(/^<svg .*<\/svg>$/s);
  });

  it("gives code that comes to the same numbers", async () => {
    await open("set=spambase&view=summary&penalty=ridge&lambda=0.05");
    await fitted();
    const wanted = (await summary())!.trimEnd();
    await page.click("#code");
    const script = (await page.textContent("#code-script"))!;
    const command = (await page.textContent("#code-shell"))!;
    const folder = join(WORK, "code");
    mkdirSync(join(folder, "node_modules"), { recursive: true });
    symlinkSync(ROOT, join(folder, "node_modules/dropglm"));
    symlinkSync(join(ROOT, "node_modules/papaparse"), join(folder, "node_modules/papaparse"));
    writeFileSync(join(folder, "fit.mjs"), script);
    symlinkSync(join(ROOT, "examples/data/spambase.csv"), join(folder, "spambase.csv"));
    const run = (program: string, args: string[]) =>
      execFileSync(program, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
    expect(run("node", ["fit.mjs"]).trimEnd()).toBe(wanted);
    expect(command).toMatch(/^npx dropglm fit spambase\.csv /);
    const printed = run("sh", ["-c", command.replace("npx dropglm", `node ${join(ROOT, "dist/cli.mjs")}`)]);
    expect(printed).toContain(wanted.split("\n").slice(3).join("\n"));
  });

  it("keeps a view in its address", async () => {
    await open(
      "set=rare&view=roc&response=label&family=binomial&noise=additive&rate=0.4&penalty=lasso&lambda=0.02&without=common1",
    );
    await fitted();
    const text = await summary();
    const address = page.url();
    await page.goto("about:blank");
    await page.goto(address);
    await fitted();
    expect(await page.inputValue("#noise")).toBe("additive");
    expect(await page.textContent("#column-count")).toBe("49 of 50 columns take part");
    expect(await summary()).toBe(text);
  });

  for (const [width, scheme] of [
    [360, "light"],
    [768, "dark"],
    [1280, "light"],
    [1280, "dark"],
  ] as const) {
    it(`has no serious findings of axe at ${width} pixels, ${scheme}`, async () => {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme: scheme });
      await open("set=spambase&view=adaptive");
      await fitted();
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      // by the debugger, which the policy of the page does not hold back
      await page.evaluate(readFileSync(join(ROOT, "node_modules/axe-core/axe.min.js"), "utf8"));
      for (const view of ["adaptive", "coefficients", "summary"]) {
        await page.click(`#tab-${view}`);
        const found = await page.evaluate(async () => {
          const { violations } = await (
            globalThis as unknown as {
              axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { target: unknown }[] }[] }> };
            }
          ).axe.run();
          return violations.map(({ id, impact, nodes }) => ({
            id,
            impact,
            where: nodes.map(({ target }) => String(target)).slice(0, 5),
          }));
        });
        expect(
          found.filter(({ impact }) => impact === "serious" || impact === "critical"),
          view,
        ).toEqual([]);
      }
      await page.screenshot({ path: join(WORK, `${width}-${scheme}.png`), fullPage: true });
    });
  }
});
