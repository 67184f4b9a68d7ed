// What differs in the packed package: `npm pack` and `npm publish` write it before they pack, and what was there after. The README, which the
// registry shows on a page where relative links and pictures lead nowhere, has addresses; package.json has no `prepare`, which builds
// a clone and has nothing to do where the package is installed.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { owner } from "./owner.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const KEPT = `${ROOT}build/unpacked/`;
const NAMES = ["README.md", "package.json"];
const PAGES = `${owner.repository}/blob/main/`;
const PICTURES = `${owner.repository.replace("https://github.com", "https://raw.githubusercontent.com")}/main/`;

/** Links to files of the repository as addresses. @param {string} text */
export function absolute(text) {
  return text.replace(
    /(!?)(\[(?:[^\][]|\[[^\]]*\])*\]\()(?!https?:|#|mailto:)([^)]+)\)/g,
    (_, picture, words, target) => `${picture}${words}${picture ? PICTURES : PAGES}${target})`,
  );
}

function restore() {
  if (!existsSync(KEPT)) return;
  for (const name of NAMES) cpSync(KEPT + name, ROOT + name);
  rmSync(KEPT, { recursive: true });
}

const [, self, way] = process.argv;
if (self === fileURLToPath(import.meta.url)) {
  restore(); // of a run that was stopped in between
  if (way === "before") {
    mkdirSync(KEPT, { recursive: true });
    for (const name of NAMES) cpSync(ROOT + name, KEPT + name);
    writeFileSync(`${ROOT}README.md`, absolute(readFileSync(`${ROOT}README.md`, "utf8")));
    const meta = JSON.parse(readFileSync(`${ROOT}package.json`, "utf8"));
    delete meta.scripts.prepare;
    writeFileSync(`${ROOT}package.json`, `${JSON.stringify(meta, null, 2)}\n`);
  }
}
