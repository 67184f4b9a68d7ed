// A visit to the built page in Chromium, with what people do there.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, Page } from "playwright";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { openBrowser } from "./chromium.mjs";
import { serve } from "./server.mjs";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
export const WORK = `${ROOT}build/playground`;

const PATIENCE = 25_000;

/** Errors of the page and of its console; a test that expects one takes it out. */
export const troubles: string[] = [];

let served: Awaited<ReturnType<typeof serve>>;
let browser: Browser;
let context: BrowserContext;
export let page: Page;

/** Called once in a file: a fresh page for every test, which must end without an error of the page. */
export function visits(): void {
  beforeAll(async () => {
    served = await serve(WORK);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    served?.close();
  });
  beforeEach(async () => {
    troubles.length = 0;
    context = await browser.newContext({ viewport: { width: 1280, height: 900 }, acceptDownloads: true });
    page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    page.on("pageerror", (error) => troubles.push(error.message));
    page.on("console", (message) => message.type() === "error" && troubles.push(message.text()));
  });
  afterEach(async () => {
    await context.close();
    expect(troubles).toEqual([]);
  });
}

export const address = (hash = ""): string =>
  `${served.address}/below/a/path/index.html${hash === "" ? "" : `#${hash}`}`;
export const closeServer = (): void => served.close();
export const allow = (what: string): Promise<void> => context.grantPermissions([what]);
export const offlineFrom = (isOffline: boolean): Promise<void> => context.setOffline(isOffline);

export async function open(hash = ""): Promise<void> {
  await page.goto("about:blank");
  await page.goto(address(hash));
}

/** Gives a file to the page where it is. */
export const give = (name: string, content: string | Buffer): Promise<void> =>
  page.setInputFiles("#file", { name, mimeType: "application/octet-stream", buffer: Buffer.from(content) });

/** Waits until the texts of a selector read so. */
export async function reads(selector: string, text: string | RegExp): Promise<void> {
  const all = async (): Promise<string> => (await page.locator(selector).allInnerTexts()).join("\n");
  await expect.poll(all, { timeout: PATIENCE }).toMatch(text);
}

/** Lines of a small table. */
export const rows = (line: (i: number) => string, count = 40): string =>
  Array.from({ length: count }, (_, i) => line(i)).join("\n");

/** Waits for the whole fit of what is chosen. */
export async function fitted(): Promise<void> {
  await page.waitForSelector("#save-csv:not([disabled])").catch(async () => {
    const said = await page.locator("#trouble, #working").allInnerTexts();
    throw new Error(`nothing was fitted: ${said.join("; ")}`);
  });
}

export const finding = async (): Promise<string> => (await page.textContent("#finding"))!;

export async function view(name: string): Promise<void> {
  await page.click(`#view-${name}`);
}

export async function drop(name: string, content: string | Buffer): Promise<void> {
  await view("start");
  await give(name, content);
}

/** Opens a file and waits until its columns are shown. */
export async function openOwn(name: string, content: string | Buffer): Promise<void> {
  await drop(name, content);
  await page.waitForFunction((text) => document.querySelector("#data-name")?.textContent === text, name);
}

/** The formula written by hand. */
export async function writeFormula(text: string): Promise<void> {
  if (!(await page.isVisible("#formula"))) await page.click("summary:has-text('formula')");
  await page.fill("#formula", text);
  await page.press("#formula", "Enter");
  await page.waitForFunction((wanted) => new URLSearchParams(location.hash.slice(1)).get("formula") === wanted, text);
}

export async function download(selector: string): Promise<{ readonly name: string; readonly text: string }> {
  const [file] = await Promise.all([page.waitForEvent("download"), page.click(selector)]);
  return { name: file.suggestedFilename(), text: readFileSync((await file.path())!, "utf8") };
}

/** The saved coefficients: rows by name. */
export async function coefficients(): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>> {
  const { text } = await download("#save-csv");
  const [heads, ...rows] = text
    .trim()
    .split("\n")
    .map((line) =>
      [...line.matchAll(/"((?:[^"]|"")*)"|([^,]+)|(?<=,)(?=,|$)/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "",
      ),
    );
  return new Map(
    rows.map((row) => [
      row[0]! + (heads!.includes("class") ? ` ${row[1]}` : ""),
      Object.fromEntries(heads!.map((head, k) => [head, row[k] ?? ""])),
    ]),
  );
}
