// The size of what a page imports: the built modules after a bundler, minified and gzipped, in bytes. `fit` is ./external with
// only `fit`, `dropout` and `ridge` in use.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "tsdown";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const WORK = `${ROOT}build/size`;

/** The imports of each page. */
const PAGES = {
  index: 'export * from "../../dist/index.mjs";',
  external: 'export * from "../../dist/external.mjs";',
  fit: 'export { dropout, fit, ridge } from "../../dist/external.mjs";',
};

/** @returns {Promise<Record<keyof typeof PAGES | "worker", number>>} */
export async function bundledSizes() {
  mkdirSync(WORK, { recursive: true });
  for (const [name, code] of Object.entries(PAGES)) writeFileSync(`${WORK}/${name}.mjs`, code);
  const pages = Object.keys(PAGES).map((name) => [name, `${WORK}/${name}.mjs`]);
  const sizes = /** @type {Record<keyof typeof PAGES | "worker", number>} */ ({});
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
    });
    sizes[/** @type {keyof typeof sizes} */ (name)] = gzipSync(readFileSync(`${outDir}/${name}.mjs`), {
      level: 9,
    }).length;
  }
  return sizes;
}
