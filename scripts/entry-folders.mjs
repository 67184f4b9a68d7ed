// A folder with a package.json for every entry of the package, for what does not read `exports`: TypeScript's node10 resolution, the node
// resolver of ESLint's import plugin, older bundlers. `dropglm/plot` is then plot/package.json, which leads to dist/.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** The file that an entry leads to by a condition. @returns {string | undefined} */
function fileOf(/** @type {any} */ entry, /** @type {string} */ condition) {
  if (typeof entry === "string") return condition === "default" ? entry : undefined;
  const found = entry?.[condition];
  return typeof found === "object" ? fileOf(found, "default") : found;
}

/** Names of the folders, each with its package.json. @returns {Record<string, object>} */
export function entryFolders() {
  const { exports } = JSON.parse(readFileSync(`${ROOT}package.json`, "utf8"));
  /** @type {Record<string, object>} */
  const folders = {};
  for (const [name, entry] of Object.entries(exports)) {
    if (!/^\.\/[\w.-]+$/.test(name) || name === "./package.json") continue;
    const main = fileOf(entry, "require") ?? fileOf(entry, "default");
    const types = fileOf(entry.require, "types");
    const file = {
      private: true,
      main: main && `.${main}`,
      module: fileOf(entry, "import") && `.${fileOf(entry, "import")}`,
      types: types && `.${types}`,
      sideEffects: false,
    };
    folders[name.slice(2)] = file;
  }
  return folders;
}

export function writeEntryFolders() {
  for (const [name, file] of Object.entries(entryFolders())) {
    mkdirSync(`${ROOT}${name}`, { recursive: true });
    writeFileSync(`${ROOT}${name}/package.json`, `${JSON.stringify(file, null, 2)}\n`);
  }
}
