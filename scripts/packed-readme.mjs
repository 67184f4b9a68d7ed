// The README of the packed package, which the registry shows on a page where relative links and pictures lead nowhere:
// `npm pack` and `npm publish` write its links absolute before they pack, and as they were after.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { owner } from "./owner.mjs";

const README = fileURLToPath(new URL("../README.md", import.meta.url));
const PAGES = `${owner.repository}/blob/main/`;
const PICTURES = `${owner.repository.replace("https://github.com", "https://raw.githubusercontent.com")}/main/`;

/** Links to files of the repository as addresses. @param {string} text */
export function absolute(text) {
  return text.replace(
    /(!?)(\[(?:[^\][]|\[[^\]]*\])*\]\()(?!https?:|#|mailto:)([^)]+)\)/g,
    (_, picture, words, target) => `${picture}${words}${picture ? PICTURES : PAGES}${target})`,
  );
}

/** The other way. @param {string} text */
export function relative(text) {
  return text.replaceAll(`](${PICTURES}`, "](").replaceAll(`](${PAGES}`, "](");
}

const [, self, way] = process.argv;
if (self === fileURLToPath(import.meta.url)) {
  const text = readFileSync(README, "utf8");
  writeFileSync(README, way === "absolute" ? absolute(relative(text)) : relative(text));
}
