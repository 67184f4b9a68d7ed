// Checks that every link inside the built site leads to a page, and every #name to a place on it: node scripts/check-site.mjs [FOLDER], after
// typedoc. Links to other sites are not followed.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const decoded = (/** @type {string} */ text) =>
  text.replace(/&(#x[0-9a-f]+|#\d+|amp|quot|lt|gt);/gi, (_, name) => {
    const known = { amp: "&", quot: '"', lt: "<", gt: ">" }[/** @type {"amp"} */ (name)];
    return known ?? String.fromCodePoint(Number(name.slice(1).replace(/^x/i, "0x")));
  });

/** Broken links, each with the page that has it, and how many were checked. @param {string} folder */
export function checkSite(folder) {
  const pages = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".html"));
  /** @type {Map<string, Set<string>>} */
  const places = new Map();
  const html = new Map(pages.map((page) => [page, readFileSync(join(folder, page), "utf8")]));
  for (const [page, text] of html) {
    places.set(
      page,
      new Set([...text.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => decoded(/** @type {string} */ (id)))),
    );
  }
  /** @param {string} page @param {string} link */
  const isBroken = (page, link) => {
    const [path, place] = decoded(link).split("#").map(decodeURIComponent);
    const named = path ? join(folder, dirname(page), path) : join(folder, page);
    const target = /\/$/.test(String(path)) ? join(named, "index.html") : named; // a folder is served as its index
    if (!existsSync(target) || statSync(target).isDirectory()) return true;
    return Boolean(place) && target.endsWith(".html") && !places.get(relative(folder, target))?.has(String(place));
  };
  const links = [...html].flatMap(([page, text]) =>
    [...text.matchAll(/\s(?:href|src)="([^"]*)"/g)].map(([, link]) => ({ page, link: String(link) })),
  );
  const inside = links.filter(({ link }) => !/^([a-z]+:|\/\/)/i.test(link));
  return { count: inside.length, broken: inside.filter(({ page, link }) => isBroken(page, link)) };
}

const [, self, folder = "build/docs"] = process.argv;
if (self === fileURLToPath(import.meta.url)) {
  const { count, broken } = checkSite(folder);
  for (const { page, link } of broken) console.error(`${page}: ${link} leads nowhere`);
  console.log(`${count} links, ${broken.length} broken`);
  process.exitCode = count > 0 && broken.length === 0 ? 0 : 1;
}
