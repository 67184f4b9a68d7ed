// Reports that there is no browser for the tests; if one is required, as in CI, this is an error.
import { CHROMIUM } from "./chromium.mjs";

export default function announce(): void {
  if (CHROMIUM !== undefined) return;
  const message =
    "no Chromium found: the suites in a browser and the tests of the playground are skipped; install one, or name it in CHROMIUM";
  if (process.env.DROPGLM_BROWSER === "required") throw new Error(message);
  console.warn(message);
}
