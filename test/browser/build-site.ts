// Builds the page once for all tests of it. Says that there is no browser for them; if one is required, as in CI, this is an error.
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { CHROMIUM } from "./chromium.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export default async function buildSite(): Promise<void> {
  if (CHROMIUM === undefined) {
    const message =
      "no Chromium found: the suites in a browser and the tests of the playground are skipped; install one, or name it in CHROMIUM";
    if (process.env.DROPGLM_BROWSER === "required") throw new Error(message);
    console.warn(message);
    return;
  }
  const outDir = `${ROOT}build/playground/below/a/path`;
  rmSync(`${ROOT}build/playground`, { recursive: true, force: true });
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = "production"; // as visitors get it: with its service worker
  await build({ configFile: `${ROOT}web/vite.config.ts`, mode: "production", logLevel: "error", build: { outDir } });
  process.env.NODE_ENV = before;
}
