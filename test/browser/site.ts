// The built page, served to Chromium.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright";
import { build } from "vite";
import { openBrowser } from "./chromium.mjs";
import { serve } from "./server.mjs";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export interface Site {
  readonly browser: Browser;
  readonly open: (page: Page, hash: string) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

/** Builds the page into a folder of its own, below some path as it may lie anywhere, and serves it. */
export async function openSite(name: string): Promise<Site> {
  const folder = join(ROOT, "build/sites", name);
  rmSync(folder, { recursive: true, force: true });
  const outDir = join(folder, "below/a/path");
  await build({ configFile: join(ROOT, "web/vite.config.ts"), logLevel: "error", build: { outDir } });
  const served = await serve(folder);
  const browser = await openBrowser();
  return {
    browser,
    open: async (page, hash) => {
      await page.goto("about:blank");
      await page.goto(`${served.address}/below/a/path/index.html#${hash}`);
    },
    close: async () => {
      await browser.close();
      served.close();
    },
  };
}
