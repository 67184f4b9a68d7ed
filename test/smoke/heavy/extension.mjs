// A page of a browser extension (manifest version 3), whose policy has to allow WebAssembly.
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright";
import { answerOf, CHROMIUM, FLAGS } from "../../browser/chromium.mjs";

/** @param {import("../unplaced.mjs").Check} check @param {string} work Has the page that Vite built. */
export async function extension(check, work) {
  const allowing = "script-src 'self' 'wasm-unsafe-eval'";
  await check("Chromium, page of an extension", () => inExtension(work, "allowed", allowing));
  await check(
    "Chromium, page of an extension, policy without WebAssembly: said so",
    () => inExtension(work, "refused", "script-src 'self'"),
    (answer) => answer.includes("NOT_LOADED") && answer.includes("add 'wasm-unsafe-eval' to its script-src"),
  );
}

/** @param {string} work @param {string} name @param {string} policy */
async function inExtension(work, name, policy) {
  const folder = join(work, `extension-${name}`);
  await cp(join(work, "vite"), folder, { recursive: true });
  const manifest = {
    ...{ manifest_version: 3, name: "dropglm", version: "1.0" },
    background: { service_worker: "background.js" }, // by which its address is found
    content_security_policy: { extension_pages: policy },
  };
  await writeFile(join(folder, "manifest.json"), JSON.stringify(manifest));
  await writeFile(join(folder, "background.js"), "");
  const profile = await mkdtemp(join(tmpdir(), "dropglm-extension-"));
  const args = [...FLAGS, "--headless=new", `--disable-extensions-except=${folder}`, `--load-extension=${folder}`];
  const options = { executablePath: CHROMIUM, headless: false, args, ignoreDefaultArgs: ["--disable-extensions"] };
  const context = await chromium.launchPersistentContext(profile, options);
  try {
    const background = context.serviceWorkers()[0] ?? (await context.waitForEvent("serviceworker"));
    return await answerOf(/** @type {never} */ (context), new URL("bundled.html", background.url()).href);
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  }
}
