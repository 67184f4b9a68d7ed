// npm run bench:page: how fast the page is in Chromium. Medians of several visits, each in a fresh profile; on this machine, and with a
// processor four times slower. Bytes are those of the built page.
//   first picture   from the navigation to the first picture that is drawn: the scene, the forest of Titanic
//   whole fit       the same to the fit with intervals
//   frames, drafts  a second, while a slider is dragged: spambase's rate, the four models of spambase, the digits of MNIST
//   shift           cumulative layout shift of a visit
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { CHROMIUM, openBrowser } from "../test/browser/chromium.mjs";
import { serve } from "../test/browser/server.mjs";
import { ISOLATED } from "../web/isolated.mjs";

const VISITS = 5;
const SECONDS = 3;
const SLOWER = 4;
const ROOT = fileURLToPath(new URL("..", import.meta.url));
const BUILT = `${ROOT}build/web`;

if (CHROMIUM === undefined) {
  console.log("no Chromium found: install one, or name it in CHROMIUM");
  process.exit(0);
}
await build({ configFile: `${ROOT}web/vite.config.ts`, logLevel: "error" });
const { address, close } = await serve(BUILT, ISOLATED);
const browser = await openBrowser();

/** @typedef {import("playwright").Page} Page */

/** Notes the time of the first element of a selector, and layout shifts, from the beginning of the document. */
const watch = (/** @type {string} */ selector) => {
  const noted = /** @type {{ first?: number, shift: number }} */ ({ shift: 0 });
  Object.assign(globalThis, { noted });
  const look = () => {
    if (document.querySelector(selector) !== null) requestAnimationFrame(() => (noted.first ??= performance.now()));
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) noted.shift += /** @type {any} */ (entry).value;
  }).observe({ type: "layout-shift", buffered: true });
};

/** @param {number} slower @param {string} hash @param {string} selector @param {(page: Page) => Promise<Record<string, number>>} [then] */
async function visit(slower, hash, selector, then) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, serviceWorkers: "block" });
  const page = await context.newPage();
  if (slower > 1) {
    const devtools = await context.newCDPSession(page);
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: slower });
  }
  await page.addInitScript(watch, selector);
  await page.goto(`${address}/index.html#${hash}`);
  await page.waitForFunction(() => /** @type {any} */ (globalThis).noted.first !== undefined, undefined, {
    timeout: 120_000,
  });
  const first = await page.evaluate(() => /** @type {any} */ (globalThis).noted.first);
  const more = then === undefined ? {} : await then(page);
  const shift = await page.evaluate(() => /** @type {any} */ (globalThis).noted.shift);
  await context.close();
  return { first, ...more, shift };
}

const wholeFit = async (/** @type {Page} */ page) => {
  await page.waitForSelector("#save-csv:not([disabled])", { timeout: 120_000 });
  return {
    whole: await page.evaluate(() => {
      const last = performance.getEntriesByName("fit").at(-1);
      return last === undefined ? Number.NaN : last.startTime + last.duration;
    }),
  };
};

/** Frames and drafts a second while the value of a range moves up and down. @param {string} selector @param {string} draft */
const drag = (selector, draft) => async (/** @type {Page} */ page) => {
  await page.waitForSelector(selector, { timeout: 120_000 });
  await page.waitForTimeout(1500); // what runs after the first fit
  return page.evaluate(
    async ([target, name, seconds]) => {
      const slider = /** @type {HTMLInputElement} */ (document.querySelector(/** @type {string} */ (target)));
      const [low, high] = [Number(slider.min), Number(slider.max)];
      const before = performance.getEntriesByName(/** @type {string} */ (name)).length;
      const end = performance.now() + 1000 * Number(seconds);
      let frame = 0;
      while (performance.now() < end) {
        slider.value = String(low + (high - low) * (0.1 + 0.6 * Math.abs(Math.sin(frame / 40))));
        slider.dispatchEvent(new Event("input", { bubbles: true }));
        await new Promise((resolve) => requestAnimationFrame(resolve));
        frame += 1;
      }
      const drafts = performance.getEntriesByName(/** @type {string} */ (name)).length - before;
      return { frames: frame / Number(seconds), drafts: drafts / Number(seconds) };
    },
    [selector, draft, SECONDS],
  );
};

/** The same for the plot that is a slider: the pointer is down and moves. */
const dragPlot = async (/** @type {Page} */ page) => {
  await page.waitForSelector("#strength", { timeout: 240_000 });
  return page.evaluate(async (seconds) => {
    const plot = /** @type {HTMLElement} */ (document.querySelector("#strength"));
    const { left, width, top } = plot.getBoundingClientRect();
    const send = (/** @type {string} */ type, /** @type {number} */ part) =>
      plot.dispatchEvent(
        new PointerEvent(type, { bubbles: true, pointerId: 1, clientX: left + part * width, clientY: top + 50 }),
      );
    plot.setPointerCapture = () => {};
    plot.hasPointerCapture = () => true;
    send("pointerdown", 0.3);
    const end = performance.now() + 1000 * seconds;
    let frame = 0;
    while (performance.now() < end) {
      send("pointermove", 0.2 + 0.5 * Math.abs(Math.sin(frame / 40)));
      await new Promise((resolve) => requestAnimationFrame(resolve));
      frame += 1;
    }
    return { frames: frame / seconds };
  }, SECONDS);
};

const mnist = async (/** @type {Page} */ page) => {
  await page.click("text=MNIST");
  await page.waitForFunction(
    () => /of 1,000 held-out/i.test(document.querySelector("#digits-title")?.textContent ?? ""),
    undefined,
    { timeout: 240_000 },
  );
  await page.waitForTimeout(4000); // the fits between which drafts lie
  return drag(".digits input[type=range]", "digits-draft")(page);
};

const CASES =
  /** @type {[string, string, string, ((page: Page) => Promise<Record<string, number>>) | undefined, number][]} */ ([
    ["start, its scene", "", "canvas", undefined, VISITS],
    ["Titanic", "set=titanic&view=finding", ".finding .plot svg circle", wholeFit, VISITS],
    [
      "spambase, dragging the rate",
      "set=spambase&view=finding",
      ".finding .plot svg circle",
      drag("#rate", "draft"),
      3,
    ],
    ["spambase, dragging four models", "set=spambase&view=compare", "#strength svg", dragPlot, 2],
    ["MNIST, dragging the rate", "view=digits", "#digits-title", mnist, 2],
  ]);

const median = (/** @type {number[]} */ values) => values.sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const UNITS = /** @type {Record<string, string>} */ ({
  first: "ms to the first picture",
  whole: "ms to the whole fit",
  frames: "frames a second",
  drafts: "drafts a second",
  shift: "layout shift",
});

console.log(`Chromium ${browser.version()}, Node ${process.version}`);
for (const slower of [1, SLOWER]) {
  console.log(slower === 1 ? "\nthis machine" : `\na processor ${slower} times slower`);
  for (const [name, hash, selector, then, visits] of CASES) {
    const found = [];
    for (let k = 0; k < visits; k++) found.push(await visit(slower, hash, selector, then));
    const all = Object.keys(found[0] ?? {}).map((key) => {
      const value = median(found.map((one) => /** @type {Record<string, number>} */ (one)[key] ?? Number.NaN));
      return `${value >= 100 ? value.toFixed(0) : value.toFixed(key === "shift" ? 3 : 1)} ${UNITS[key]}`;
    });
    console.log(`${name.padEnd(32)} ${all.join(", ")}`);
  }
}
await browser.close();
close();

console.log("\nJavaScript of the page, kB gzipped");
let sum = 0;
for (const file of readdirSync(`${BUILT}/assets`).filter((name) => /\.m?js$/.test(name))) {
  const size = gzipSync(readFileSync(`${BUILT}/assets/${file}`), { level: 9 }).length / 1000;
  sum += size;
  console.log(`${file.padEnd(40)} ${size.toFixed(1).padStart(7)}`);
}
console.log(`${"all, with what is fetched when asked for".padEnd(40)} ${sum.toFixed(1).padStart(7)}`);
