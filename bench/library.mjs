// The built library of a checkout, found by its package.json.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** @typedef {typeof import("../src/index.js")} Library */

/**
 * @param {string} [root]  folder of the checkout; default: the one this file is in
 * @returns {Promise<Library>}
 */
export async function importLibrary(root = ROOT) {
  const { exports } = readPackage(root);
  const entry = join(root, exports["."].import.default);
  if (!existsSync(entry)) throw new Error(`${entry} is missing; run npm run build first`);
  return import(pathToFileURL(entry).href);
}

/** @param {string} root  folder with a package.json */
export function readPackage(root) {
  return JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
}
