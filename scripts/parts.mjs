// What the published package has of others, as a list in CycloneDX: the packages that it installs, from package-lock.json (`npm sbom`
// leaves out those that other packages of the lock share), and what is compiled or copied into it.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Code of others inside the files. THIRD-PARTY.md is made from this list. */
export const INSIDE = [
  {
    name: "assemblyscript",
    part: "the standard library of AssemblyScript, what the kernel calls of it",
    where: "compiled into `dist/core.wasm`, and the copies of it in `dist/index.*` and `dist/dropglm.global.js`",
    from: "`assemblyscript`, by Daniel Wirtz and the AssemblyScript authors",
    license: "Apache-2.0",
    version: JSON.parse(readFileSync(`${ROOT}node_modules/assemblyscript/package.json`, "utf8")).version,
  },
  {
    name: "@assemblyscript/loader",
    part: "AssemblyScript's loader, which names the exports of the kernel",
    where:
      "bundled into `dist/index.*`, `dist/external.*`, `dist/stream.*`, `dist/worker.mjs` and `dist/dropglm.global.js`",
    from: "`@assemblyscript/loader`, by Daniel Wirtz and the AssemblyScript authors",
    license: "Apache-2.0",
    version: JSON.parse(readFileSync(`${ROOT}node_modules/@assemblyscript/loader/package.json`, "utf8")).version,
  },
  {
    name: "musl",
    part: "exp, log and their like in that library",
    where: "as above",
    from: 'musl libc, (c) 2005-2020 Rich Felker et al.; in part FreeBSD\'s msun, (c) 1993 Sun Microsystems, Inc.: "Permission to use, copy, modify, and distribute this software is freely granted, provided that this notice is preserved."',
    license: "MIT",
    version: undefined,
  },
];

/** The rows of THIRD-PARTY.md. */
export function thirdParties() {
  const rows = INSIDE.map(({ part, where, from, license }) => `| ${part} | ${where} | ${from} | ${license} |`);
  return ["| part | where | from | license |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

/** A license as CycloneDX has it: a name of the list of SPDX, or an expression. @param {string} license */
const licensed = (license) => [/[ ()]/.test(license) ? { expression: license } : { license: { id: license } }];

/** The list. */
export function partsOf() {
  const { packages } = JSON.parse(readFileSync(`${ROOT}package-lock.json`, "utf8"));
  const { name, version, license } = packages[""];
  const installed = Object.entries(packages)
    .filter(([place, { dev, peer, optional, devOptional }]) => place && !(dev || peer || optional || devOptional))
    .map(([place, found]) => {
      const own = place.replace(/^.*node_modules\//, "");
      const purl = `pkg:npm/${own.replace("@", "%40")}@${found.version}`;
      const content = Buffer.from(found.integrity.replace(/^sha512-/, ""), "base64").toString("hex");
      const hashes = [{ alg: "SHA-512", content }];
      const licenses = licensed(found.license);
      return { "bom-ref": purl, type: "library", name: own, version: found.version, purl, hashes, licenses };
    });
  const inside = INSIDE.map((part) => ({
    "bom-ref": `inside:${part.name}`,
    type: "library",
    name: part.name,
    ...(part.version && { version: part.version, purl: `pkg:npm/${part.name.replace("@", "%40")}@${part.version}` }),
    licenses: licensed(part.license),
    description: "compiled or bundled into the files",
  }));
  const own = { "bom-ref": `pkg:npm/${name}@${version}`, type: "library", name, version, licenses: licensed(license) };
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.5",
    version: 1,
    metadata: { component: own },
    components: [...installed, ...inside],
  };
}
