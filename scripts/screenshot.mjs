// Takes the README's picture of the playground: node scripts/screenshot.mjs, after npm run build and vite build. Needs a Chromium.
import { fileURLToPath } from "node:url";
import { openBrowser } from "../test/browser/chromium.mjs";
import { serve } from "../test/browser/server.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const { address, close } = await serve(`${ROOT}build/web`);
const browser = await openBrowser();
const page = await browser.newPage({ viewport: { width: 1200, height: 780 } });
await page.goto(`${address}/index.html#set=spambase&view=adaptive`);
await page.waitForSelector("#panel svg");
await page.waitForTimeout(500); // the labels need some time
await page.screenshot({ path: `${ROOT}docs/figures/playground.png` });
await browser.close();
close();
