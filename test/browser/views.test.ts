// The views that show: four models along one slider, the steps of a fit, digits, the opening scene, effects and predictions.
import { describe, expect, it } from "vitest";
import { CHROMIUM } from "./chromium.mjs";
import { fitted, open, page, reads, view, visits } from "./visit.js";

const told = async (): Promise<string> => (await page.getAttribute("#strength", "aria-valuetext"))!;
const spec = (): URLSearchParams => new URLSearchParams(new URL(page.url()).hash.slice(1));

describe.skipIf(CHROMIUM === undefined)("the views", () => {
  visits();

  it("four models: dragged in the plot, moved by keys, sent to the best, taken", async () => {
    await open("view=compare&set=birthwt");
    await page.waitForSelector("#strength");
    const texts = [await told()];
    const { x, y, width, height } = (await page.locator("#strength").boundingBox())!;
    await page.mouse.move(x + 0.3 * width, y + height / 2);
    await page.mouse.down();
    for (let k = 1; k <= 8; k++) {
      await page.mouse.move(x + (0.3 + 0.05 * k) * width, y + height / 2);
      await expect.poll(told).not.toBe(texts.at(-1));
      texts.push(await told());
    }
    await page.mouse.up();
    expect(new Set(texts).size).toBe(9);
    expect(await page.evaluate(() => performance.getEntriesByName("fit").length)).toBeLessThanOrEqual(1); // none by dragging

    await page.focus("#strength");
    await page.keyboard.press("Home");
    const losses = [...(await told()).matchAll(/held-out loss ([\d.]+)/g)].map(([, loss]) => loss);
    expect(new Set(losses).size).toBe(1); // without a penalty all four are maximum likelihood
    await page.keyboard.press("ArrowRight");
    await expect.poll(told).not.toContain("rate 0,");
    await page.keyboard.press("End");
    await expect.poll(() => page.getAttribute("#strength", "aria-valuenow")).toBe("100");

    await page.click("text=best ridge");
    const [, lambda] = /ridge: lambda ([^,]+),/.exec(await told())!;
    const [, loss] = /ridge: [^;]*held-out loss ([\d.]+)/.exec(await told())!;
    await reads('section[aria-label="ridge"]', `held-out log-loss ${loss}`);
    await page.click('section[aria-label="ridge"] >> text=Take this model');
    await fitted();
    expect(await page.getAttribute("#method-ridge", "aria-pressed")).toBe("true");
    expect(Number(spec().get("lambda"))).toBeCloseTo(Number(lambda), 2);
    await reads("#judged", `Held-out log-loss ${loss}`); // the finding judges as the slider did
  });

  it("four models of two columns: boundaries that move with the slider, for columns that are chosen", async () => {
    await open("view=compare&set=birthwt");
    await page.waitForSelector(".boundary svg circle");
    expect(await page.locator(".boundary").count()).toBe(4);
    expect(await page.locator(".boundary >> nth=0 >> circle").count()).toBeGreaterThan(100);
    const picture = (k: number): Promise<string> =>
      page
        .locator(".boundary canvas")
        .nth(k)
        .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
    const before = [await picture(0), await picture(1)];
    await page.focus("#strength");
    await page.keyboard.press("End");
    await expect.poll(() => picture(1)).not.toBe(before[1]);
    expect(await picture(0)).toBe(before[0]); // maximum likelihood has no penalty
    await page.selectOption("label:has-text('upwards') select", "age");
    await reads("main", "Choose two different columns");
    await page.selectOption("label:has-text('upwards') select", "smoke");
    await page.waitForSelector('.boundary[aria-label*="age across, smoke upwards"]');
  });

  it("steps: every iteration of the library, and what was certified", async () => {
    await open("view=finding&set=titanic");
    await fitted();
    const solver = await page.textContent('#details dl div:has(dt:text-is("solver")) dd');
    const [, iterations, passes] = /(\d+) iterations, (\d+) passes/.exec(solver!)!;
    await view("steps");
    await page.waitForSelector(".steps-table");
    await reads("main h2", `took ${iterations} steps, reading the rows ${passes} times`);
    expect(await page.locator(".steps-table td.verdict.accepted").count()).toBe(Number(iterations));
    const objectives = (await page.locator('.steps-table td[data-name="objective"]').allInnerTexts()).map(Number);
    objectives.slice(1).forEach((value, k) => {
      expect(value).toBeLessThanOrEqual(objectives[k]!);
    });
    await reads(".steps-certificate", /The end is certified[\s\S]*largest slope that is left is [\d.]+e−?-?\d+/);
    await page.click(".steps-table button[aria-label='Look 1']");
    await reads(".steps-table tr.here", /accepted/);
    await page.click("main .steps-controls >> text=Step");
    await reads(".steps-table tr.here", /^\s*2/);
    await page.click("main .steps-controls >> text=Play");
    await page.waitForSelector("main .steps-controls >> text=Pause");
    await reads(".steps-table tr.here", /^\s*3/);
    await page.click("main .steps-controls >> text=Pause");
  });

  it("steps: two coefficients are a walk on the objective", async () => {
    await open("view=steps&set=birthwt&by=lwt");
    await page.waitForSelector(".steps-dot.end");
    expect(await page.locator(".steps-line").count()).toBeGreaterThan(5);
    expect(await page.locator(".steps-leg.accepted").count()).toBeGreaterThan(2);
  });

  it("digits: a pixel's numbers, a drawing that is named, a digit of the set", async () => {
    await open("view=digits");
    await page.waitForSelector(".digits-numbers");
    await reads("main h1", /Of 360 held-out digits dropout names [\d.]+/);
    await page
      .locator(".digits-rows canvas")
      .nth(12)
      .hover({ position: { x: 5, y: 5 } });
    await reads(".digits-numbers caption", "Pixel in row 1, column 1");
    await page.focus(".digits-rows");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowDown");
    await reads(".digits-numbers caption", "Pixel in row 2, column 2");
    const cells = await page.locator(".digits-numbers tbody td").allInnerTexts();
    expect(cells).toHaveLength(40);
    for (const cell of cells) expect(Number.isFinite(Number(cell)), cell).toBe(true);

    await page.click("text=Clear");
    await reads(".digits-verdict p", "Draw a digit");
    await page.locator(".digits-board").scrollIntoViewIfNeeded();
    const board = (await page.locator(".digits-board").boundingBox())!;
    await page.mouse.move(board.x + board.width / 2, board.y + 15); // a stroke downwards: a one
    await page.mouse.down();
    for (let k = 1; k <= 10; k++)
      await page.mouse.move(board.x + board.width / 2, board.y + 15 + (k * (board.height - 30)) / 10);
    await page.mouse.up();
    await reads(".digits-verdict p", /^(?:Both say|They differ)/);
    const chances = await page.locator(".digits-chance").allInnerTexts();
    expect(chances.filter((text) => text.endsWith("%"))).toHaveLength(20);
    await page.click("text=A held-out digit");
    await reads(".digits-verdict p", /It is a \d\./);
  });

  it("the opening scene plays, pauses and steps; with less motion wanted it stands at its end", async () => {
    await open();
    await page.waitForSelector(".scene-play");
    const caption = async (): Promise<string> => (await page.textContent(".scene-caption"))!;
    const first = await caption();
    await expect.poll(caption).not.toBe(first); // it plays by itself
    await page.click(".scene-play");
    await reads(".scene-play", "Play");
    const paused = await caption();
    await page.click('[aria-label="Step forward"]');
    await page.click('[aria-label="Step forward"]');
    await page.click('[aria-label="Step back"]');
    await page.click(".scene-phases >> text=Newton");
    await expect.poll(caption).not.toBe(paused);
    await page.click(".scene-phases >> text=Penalty");
    await reads(".scene-caption", /Dropout has become a ridge of [\d.]+ on the common column/);
    const penalty = await caption();
    await page.focus(".scene-rate input");
    await page.keyboard.press("End");
    await expect.poll(caption).not.toBe(penalty);
    await page.emulateMedia({ reducedMotion: "reduce" });
    await open();
    await reads(".scene-caption", "Dropout has become a ridge");
    expect(await page.locator(".scene-play, .scene-speed").count()).toBe(0);
    await page.click('[aria-label="Step back"]');
    expect(await page.isEnabled('[aria-label="Step forward"]')).toBe(true);
  });

  it("effects and predictions: of every column, with a clear line for what is missing or wrong", async () => {
    await open("view=finding&set=titanic");
    await fitted();
    await page.waitForSelector('.plot[aria-label="P(survived = yes) by sex"]');
    await page.selectOption('select[aria-label="Column"]', "age");
    await page.waitForSelector('.plot[aria-label="P(survived = yes) by age"] polygon');

    const age = ".predict-form label:has-text('age') input";
    const typical = await page.textContent(".predicted strong");
    await page.fill(age, "60");
    await expect.poll(() => page.locator(".predicted strong").allTextContents()).not.toEqual([typical]);
    await page.waitForSelector(".predicted strong");
    await reads(".predicted", /95 % interval [\d.]+ to [\d.]+/);
    await page.fill(age, "");
    await reads(".predicted", "age is empty; expected a number");
    expect(await page.locator(".predicted strong").count()).toBe(0);
    await page.fill(age, "old");
    await reads(".predicted", 'age is "old"; expected a number');
    await page.fill(age, "28,5"); // a decimal comma
    await page.waitForSelector(".predicted strong");
  });
});
