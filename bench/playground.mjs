// npm run bench:page: how fast the playground answers in Chromium, by the performance API. Prints medians of several visits.
//   open    from the choice of a data set to the picture of its fit: fetching and reading the table, the fit, drawing
//   first   of that, from asking for the fit to its first picture, by a draft
//   fit     the same for the fit with standard errors, which follows
//   again   the same after a change of the family's noise, after the engine has optimized the code
//   drafts  fits shown a second, and frames drawn a second, while the slider moves
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { CHROMIUM, openBrowser } from "../test/browser/chromium.mjs";
import { serve } from "../test/browser/server.mjs";

const VISITS = 7;
const SECONDS = 3;
const ROOT = fileURLToPath(new URL("..", import.meta.url));

if (CHROMIUM === undefined) {
  console.log("no Chromium found: install one, or name it in CHROMIUM");
  process.exit(0);
}
await build({ configFile: `${ROOT}web/vite.config.ts`, logLevel: "error" });
const { address, close } = await serve(`${ROOT}build/web`);
const browser = await openBrowser();
/** @type {Record<"open" | "first" | "fit" | "again" | "drafts" | "frames", number[]>} */
const found = { open: [], first: [], fit: [], again: [], drafts: [], frames: [] };

for (let visit = 0; visit < VISITS; visit++) {
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
  const fits = (/** @type {number} */ count) =>
    page.waitForFunction((wanted) => performance.getEntriesByName("fit").length >= wanted, count);
  const last = (/** @type {string} */ name) =>
    page.evaluate((entry) => performance.getEntriesByName(entry).at(-1)?.duration ?? Number.NaN, name);
  await page.goto(`${address}/index.html#set=penguins&view=adaptive`);
  await fits(1);
  await page.waitForTimeout(300);
  const begun = await page.evaluate(() => performance.now());
  await page.selectOption("#set", "spambase");
  await fits(2);
  const asked = await page.evaluate(() => performance.getEntriesByName("draft").at(-1)?.startTime ?? 0);
  found.first.push(await last("draft"));
  found.open.push(asked - begun + (await last("draft")));
  found.fit.push(await last("fit"));
  await page.selectOption("#approximation", "quadratic");
  await fits(3);
  await page.selectOption("#approximation", "gaussian");
  await fits(4);
  found.again.push(await last("fit"));
  const { drafts, frames } = await page.evaluate(async (seconds) => {
    const slider = /** @type {HTMLInputElement} */ (document.querySelector("#rate"));
    const before = performance.getEntriesByName("draft").length;
    const end = performance.now() + 1000 * seconds;
    let frame = 0;
    while (performance.now() < end) {
      slider.value = String(0.05 + 0.4 * Math.abs(Math.sin(frame / 40)));
      slider.dispatchEvent(new Event("input"));
      await new Promise((resolve) => requestAnimationFrame(resolve));
      frame += 1;
    }
    return { drafts: performance.getEntriesByName("draft").length - before, frames: frame };
  }, SECONDS);
  found.drafts.push(drafts / SECONDS);
  found.frames.push(frames / SECONDS);
  await page.close();
}
await browser.close();
close();

const median = (/** @type {number[]} */ values) => values.sort((a, b) => a - b)[values.length >> 1];
const unit = { open: "ms", first: "ms", fit: "ms", again: "ms", drafts: "a second", frames: "a second" };
console.log(`spambase in the playground, Chromium ${browser.version()}, medians of ${VISITS} visits`);
for (const [name, values] of Object.entries(found)) {
  const middle = median(values);
  console.log(
    `${name.padEnd(8)} ${middle?.toFixed(1).padStart(8)} ${unit[/** @type {keyof typeof unit} */ (name)]} (${values[0]?.toFixed(1)} to ${values.at(-1)?.toFixed(1)})`,
  );
}
