// What only the owner of the repository knows is in owner.json, and nowhere else: `node scripts/owner.mjs` writes it into package.json,
// SECURITY.md and CODE_OF_CONDUCT.md. A test holds them together.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const read = (/** @type {string} */ name) => readFileSync(`${ROOT}${name}`, "utf8");

/** @type {{ repository: string, author: string, funding: string | null }} */
export const owner = JSON.parse(read("owner.json"));

/** Files with what owner.json says, by name. */
export function ownedFiles() {
  const { repository, author, funding } = owner;
  const { funding: _, ...meta } = JSON.parse(read("package.json"));
  const whole = {
    ...meta,
    author,
    homepage: `${repository}#readme`,
    repository: { type: "git", url: `git+${repository}.git` },
    bugs: { url: `${repository}/issues` },
    ...(funding === null ? {} : { funding }),
  };
  const address = `${repository}/security/advisories/new`;
  const addressed = (/** @type {string} */ text) =>
    text.replace(/<!-- owner: address -->[\s\S]*?<!-- end -->/g, `<!-- owner: address --><${address}><!-- end -->`);
  return {
    "package.json": `${JSON.stringify(whole, null, 2)}\n`,
    "SECURITY.md": addressed(read("SECURITY.md")),
    "CODE_OF_CONDUCT.md": addressed(read("CODE_OF_CONDUCT.md")),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, text] of Object.entries(ownedFiles())) writeFileSync(`${ROOT}${name}`, text);
}
