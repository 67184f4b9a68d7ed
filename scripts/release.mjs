// npm run release: the package as it would be published, checked, with its list of parts, in build/release; then published. With
// --dry-run it stops before. Publishing needs the workflow of the repository, whose identity the registry puts into the statement of provenance.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { partsOf } from "./parts.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const OUT = join(ROOT, "build/release");
const isDry = process.argv.includes("--dry-run");
const { name, version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));

/** @param {string} command @param {string[]} args */
const run = (command, args) => execFileSync(command, args, { cwd: ROOT, encoding: "utf8", maxBuffer: 2 ** 26 });
/** @param {string} what @param {() => string | undefined} trouble */
function check(what, trouble) {
  const found = trouble();
  console.log(
    `${found === undefined ? "ok    " : isDry ? "WOULD FAIL" : "FAILED"} ${what}${found ? `: ${found}` : ""}`,
  );
  if (found !== undefined && !isDry) process.exit(1);
}

const changes = readFileSync(join(ROOT, "CHANGELOG.md"), "utf8");
check("CHANGELOG.md has this version first", () =>
  /^## (\S+)/m.exec(changes)?.[1] === version ? undefined : `expected "## ${version} (date)" before all others`,
);
check("everything is committed", () => run("git", ["status", "--porcelain"]).trim().split("\n")[0] || undefined);
check("no other commit has the tag of this version", () =>
  run("git", ["tag", "--list", `v${version}`]).trim() &&
  run("git", ["tag", "--points-at", "HEAD", `v${version}`]).trim() === ""
    ? `v${version} is another commit`
    : undefined,
);
check("this is the workflow of a release, which the registry knows", () =>
  process.env.ACTIONS_ID_TOKEN_REQUEST_URL || process.env.SIGSTORE_ID_TOKEN
    ? undefined
    : "no identity to sign with here",
);

run("npm", ["run", "--silent", "build"]);
rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
const [packed] = JSON.parse(run("npm", ["pack", "--json", "--pack-destination", OUT]));
const tarball = join(OUT, packed.filename);
check("publint", () => {
  const said = run("npx", ["publint", "run", tarball, "--strict"]);
  return said.includes("All good") ? undefined : said;
});
check("types in every resolution", () => void run("npx", ["attw", tarball, "--format", "ascii"]));
writeFileSync(join(OUT, "sbom.json"), `${JSON.stringify(partsOf(), null, 2)}\n`);

const publish = ["publish", tarball, "--provenance", "--access", "public"];
console.log(
  `${name} ${version}: ${packed.entryCount} files, ${(packed.size / 1e6).toFixed(1)} MB packed, ${packed.integrity}`,
);
console.log(`${isDry ? "would run" : "runs"}: npm ${publish.join(" ")}`);
if (!isDry) execFileSync("npm", publish, { cwd: ROOT, stdio: "inherit" });
