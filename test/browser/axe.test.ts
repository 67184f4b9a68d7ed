// Every view at its widths, light and dark: axe has no finding of any impact, and nothing is cut off, pale, small or upon something else.
import { describe, expect, it } from "vitest";
import { CHROMIUM } from "./chromium.mjs";
import { layoutFaults, shot, violations } from "./look.js";
import { fitted, open, page, visits } from "./visit.js";

/** The one between them every night. */
const WIDTHS = process.env.DROPGLM_NIGHTLY === undefined ? [1440, 360] : [1440, 768, 360];
const SCHEMES = ["light", "dark"] as const;

interface View {
  readonly hash?: string;
  readonly ready: () => Promise<unknown>;
  /** At every width, before it is looked at. */
  readonly again?: () => Promise<unknown>;
}

const whole = async (): Promise<void> => {
  await fitted();
  await page.waitForSelector("#held-out");
  await page.waitForFunction(() => document.querySelector("#working") === null);
};

const VIEWS: Readonly<Record<string, View>> = {
  start: { ready: () => page.waitForSelector(".scene canvas") },
  data: {
    hash: "view=data&set=automobile&formula=log(price) ~ horsepower %2B make&response=price",
    ready: async () => {
      await page.click("summary:has-text('Open other data')");
      await page.waitForFunction(() => document.querySelector("#working") === null);
    },
  },
  finding: {
    hash: "view=finding&set=titanic",
    ready: async () => {
      await whole();
      await page.waitForSelector(".predicted strong");
      await page.waitForFunction(() => document.querySelectorAll(".finding .plot svg").length === 3);
    },
  },
  details: {
    hash: "view=finding&set=penguins&noise=dropout&rate=0.2&approximation=quadratic",
    ready: async () => {
      await whole();
      await page.click("#details summary");
      await page.waitForSelector("#summary");
    },
  },
  prices: { hash: "view=finding&set=automobile", ready: whole },
  trouble: {
    hash: "view=finding&set=titanic&formula=survived ~ agee",
    ready: () => page.waitForSelector("#trouble"),
  },
  compare: { hash: "view=compare&set=birthwt", ready: () => page.waitForSelector(".boundary") },
  steps: { hash: "view=steps&set=titanic", ready: () => page.waitForSelector(".steps-table") },
  surface: { hash: "view=steps&set=birthwt&by=lwt", ready: () => page.waitForSelector(".steps-table") },
  digits: { hash: "view=digits", ready: () => page.waitForSelector(".digits-numbers") },
  code: {
    hash: "view=finding&set=birthwt",
    ready: fitted,
    again: async () => {
      if ((await page.locator("dialog[open]").count()) > 0) return;
      if (!(await page.isVisible("#code"))) await page.click(".model-panel summary"); // folded where it is narrow
      await page.click("#code");
      await page.waitForSelector("dialog[open] pre");
    },
  },
};

describe.skipIf(CHROMIUM === undefined)("how the page looks", () => {
  visits();

  for (const [name, { hash, ready, again }] of Object.entries(VIEWS)) {
    it(`${name}, at every width, light and dark`, async () => {
      await page.emulateMedia({ reducedMotion: "reduce" });
      await page.setViewportSize({ width: 1440, height: 900 });
      await open(hash);
      await ready();
      const faults: string[] = [];
      for (const scheme of SCHEMES) {
        await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 900 });
          await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
          await again?.();
          const found = [...(await violations(scheme === "dark")), ...(await layoutFaults())];
          faults.push(...found.map((fault) => `${width} ${scheme}: ${fault}`));
          await shot(`${name}-${width}-${scheme}`);
        }
      }
      expect(faults).toEqual([]);
    });
  }
});
