// The size of what a page imports: the built modules after a bundler, minified, in bytes gzipped and by brotli. `fit` is ./external with
// only `fit`, `dropout` and `ridge` in use, `predict` with saved models only; `plot` and `svmlight` import `index` beside them.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "tsdown";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const WORK = `${ROOT}build/size`;

/** The imports of each page. */
const PAGES = {
  index: 'export * from "../../dist/index.mjs";',
  external: 'export * from "../../dist/external.mjs";',
  fit: 'export { dropout, fit, ridge } from "../../dist/external.mjs";',
  predict: 'export { load, Model } from "../../dist/external.mjs";',
  tables: 'export * from "../../dist/tables.mjs";',
  plot: 'export * from "../../dist/plot.mjs";',
  svmlight: 'export * from "../../dist/svmlight.mjs";',
};
const BESIDE_INDEX = ["plot", "svmlight"];

/** @typedef {keyof typeof PAGES | "worker"} Page */

/** Gzipped. @returns {Promise<Record<Page, number>>} */
export async function bundledSizes() {
  const sizes = await weighedPages();
  return /** @type {Record<Page, number>} */ (
    Object.fromEntries(Object.entries(sizes).map(([name, { gzip }]) => [name, gzip]))
  );
}

/** @returns {Promise<Record<Page, { gzip: number, brotli: number }>>} */
export async function weighedPages() {
  mkdirSync(WORK, { recursive: true });
  for (const [name, code] of Object.entries(PAGES)) writeFileSync(`${WORK}/${name}.mjs`, code);
  const pages = Object.keys(PAGES).map((name) => [name, `${WORK}/${name}.mjs`]);
  const sizes = /** @type {Record<Page, { gzip: number, brotli: number }>} */ ({});
  for (const [name, from] of [...pages, ["worker", `${ROOT}dist/worker.mjs`]]) {
    const outDir = `${WORK}/${name}`;
    await build({
      config: false,
      cwd: ROOT,
      entry: { [name]: from },
      outDir,
      format: "esm",
      platform: "neutral",
      minify: true,
      dts: false,
      fixedExtension: true,
      logLevel: "silent",
      deps: BESIDE_INDEX.includes(name) ? { neverBundle: [/index\.mjs$/] } : {},
    });
    const text = readFileSync(`${outDir}/${name}.mjs`);
    sizes[/** @type {Page} */ (name)] = {
      gzip: gzipSync(text, { level: 9 }).length,
      brotli: brotliCompressSync(text).length,
    };
  }
  return sizes;
}
