// node scripts/teaching-pictures.mjs: takes the pictures of docs/teaching.md from the built page (npm run build first), in Chromium.
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { openBrowser } from "../test/browser/chromium.mjs";
import { serve } from "../test/browser/server.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const TO = `${ROOT}docs/figures/teaching`;
const OWN = [
  "hours,tutor,passed",
  ...Array.from({ length: 40 }, (_, k) => {
    const hours = (k * 7) % 20;
    const tutor = k % 3 === 0 ? "yes" : "no";
    return `${hours},${tutor},${hours + (tutor === "yes" ? 4 : 0) + ((k * 13) % 9) > 13 ? "yes" : "no"}`;
  }),
].join("\n");

mkdirSync(TO, { recursive: true });
await build({ configFile: `${ROOT}web/vite.config.ts`, logLevel: "error" });
const { address, close } = await serve(`${ROOT}build/web`);
const browser = await openBrowser();
const page = await browser.newPage({ viewport: { width: 1100, height: 760 }, reducedMotion: "reduce" });

const open = async (/** @type {string} */ hash) => {
  await page.goto("about:blank");
  await page.goto(`${address}/index.html#${hash}`);
};
const take = async (/** @type {string} */ name, /** @type {string | undefined} */ selector = undefined) => {
  await page.waitForLoadState("networkidle");
  const path = `${TO}/${name}.png`;
  if (selector === undefined) await page.screenshot({ path });
  else await page.locator(selector).first().screenshot({ path });
};
const fitted = () => page.waitForSelector("#save-csv:not([disabled])");

await open("view=start");
await take("scene", "section[aria-labelledby=scene-title], .scene");
await open("view=digits");
await page.waitForSelector("text=Dropout: penalty");
await take("digits");
await open("set=titanic&view=data");
await page.waitForSelector("#complete");
await take("titanic-data");
await open("set=titanic&view=finding");
await fitted();
await page.waitForSelector("#judged");
await take("titanic-finding");
await page.click("#view-compare");
await page.waitForSelector("#strength svg");
await take("titanic-four-models");
await page.click("#view-steps");
await page.waitForSelector("table");
await take("titanic-steps");
await page.click("#view-start");
await page.setInputFiles("#file", { name: "course.csv", mimeType: "text/csv", buffer: Buffer.from(OWN) });
await page.waitForFunction(() => document.querySelector("#data-name")?.textContent === "course.csv");
await take("own-file");
await page.click("#see-finding");
await fitted();
await page.waitForSelector("#judged");
await take("own-finding");
await browser.close();
close();
