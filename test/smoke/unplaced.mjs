// Bundlers that leave worker.mjs behind: fits have threads nevertheless, folds say what to do.
import { execFile } from "node:child_process";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { build } from "esbuild";
import { rollup } from "rollup";

const run = promisify(execFile);
const WORKER = "node_modules/dropglm/dist/worker.mjs";

/** Pages with memory that threads can share. */
export const ISOLATED = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

/** @typedef {(name: string, ask: () => Promise<string>, isGood?: (answer: string) => boolean) => Promise<void>} Check */

const isRefused = (/** @type {string} */ answer) =>
  /^WORKER_FAILED workers could not be started: .* in workerUrl, or leave workers out$/.test(answer);

/**
 * Bundles for servers.
 *
 * @param {Check} check @param {string} work @param {string} bun
 */
export async function serverBundles(check, work, bun) {
  const entry = join(work, "unplaced.mjs");
  const worker = join(work, WORKER);
  /** @param {string} name @param {string} command @param {string[]} args */
  const each = async (name, command, args) => {
    const tried = (/** @type {string[]} */ ...more) =>
      run(command, [...args, ...more], { cwd: work, timeout: 60_000 }).then(({ stdout }) => stdout.trim());
    await check(`${name}`, () => tried());
    await check(`${name}, folds in threads: said so`, () => tried("2"), isRefused);
    await check(`${name}, workerUrl`, () => tried("2", worker));
  };
  for (const format of /** @type {const} */ (["esm", "cjs"])) {
    const outfile = join(work, `server/esbuild.${format === "esm" ? "mjs" : "cjs"}`);
    await build({ entryPoints: [entry], bundle: true, platform: "node", format, outfile, logLevel: "silent" });
    await each(`esbuild for Node, ${format}`, process.execPath, [outfile]);
  }
  await run(bun, ["build", entry, "--target=node", `--outfile=${work}/server/bun.mjs`], { cwd: work });
  await each("Bun for Node", process.execPath, [join(work, "server/bun.mjs")]);
  await run(bun, ["build", entry, "--compile", `--outfile=${work}/server/compiled`], { cwd: work });
  await each("Bun, compiled", join(work, "server/compiled"), []);
}

/** @param {string} work */
async function buildPages(work) {
  const entry = join(work, "unplaced.js");
  await build({
    entryPoints: [entry],
    bundle: true,
    format: "esm",
    minify: true,
    outfile: join(work, "esbuild/main.js"),
  });
  const options = { format: /** @type {const} */ ("iife"), minify: true, outfile: join(work, "esbuild-iife/main.js") };
  await build({ entryPoints: [entry], bundle: true, ...options, logLevel: "silent" });
  const bundle = await rollup({ input: entry, plugins: [nodeResolve()] });
  await bundle.write({ file: join(work, "rollup/main.js"), format: "es" });
  for (const folder of ["esbuild", "esbuild-iife", "rollup"])
    await cp(join(work, "unplaced.html"), join(work, folder, "index.html"));
}

/**
 * The same for pages.
 *
 * @param {Check} check @param {string} work
 * @param {(folder: string, page: string, headers?: Record<string, string>) => Promise<string>} inPage
 */
export async function pageBundles(check, work, inPage) {
  await buildPages(work);
  for (const name of ["esbuild", "esbuild-iife", "rollup"]) {
    await check(`${name}, page`, () => inPage(work, `${name}/index.html`, ISOLATED));
    await check(
      `${name}, page, folds in threads: said so`,
      () => inPage(work, `${name}/index.html?folds=2`, ISOLATED),
      isRefused,
    );
    await check(`${name}, page, not isolated: said so`, () => inPage(work, `${name}/index.html`), isRefused);
    await check(`${name}, page, workerUrl`, () => inPage(work, `${name}/index.html?folds=2&url=/${WORKER}`, ISOLATED));
  }
}
