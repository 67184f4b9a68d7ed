// Finds Chromium and opens pages in it.
import { existsSync } from "node:fs";
import { chromium } from "playwright";

export const CHROMIUM = [
  process.env.CHROMIUM ?? "",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find((path) => path !== "" && existsSync(path));

/** No request leaves this machine. */
export const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const openBrowser = () => chromium.launch({ executablePath: /** @type {string} */ (CHROMIUM), args: FLAGS });

/**
 * The value that a page writes into data-answer of its root.
 *
 * @param {import("playwright").Browser} browser
 * @param {string} address
 */
export async function answerOf(browser, address) {
  const page = await browser.newPage();
  /** @type {string[]} */
  const troubles = [];
  page.on("pageerror", (error) => troubles.push(error.message));
  page.on("console", (message) => message.type() === "error" && troubles.push(message.text()));
  try {
    await page.goto(address);
    const root = await page.waitForSelector("html[data-answer]", { state: "attached", timeout: 30_000 }); // no eval: policies forbid it
    return /** @type {string} */ (await root.getAttribute("data-answer"));
  } catch (error) {
    throw new Error([/** @type {Error} */ (error).message.split("\n")[0], ...troubles].join("; "));
  } finally {
    await page.close();
  }
}
