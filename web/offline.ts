import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

/** Files that are fetched when they are asked for, and then kept: data sets but the first, and readers of files that few have. */
const LATER = /\.(?:csv|json|bin)$|Arrow|universal|hyparquet|docs\//;
const FIRST = /titanic/;

/** Writes the service worker that keeps the built page for the time without a network. */
export function offline(): Plugin {
  return {
    name: "offline",
    apply: "build",
    generateBundle(_, bundle) {
      const names = Object.keys(bundle).filter((name) => !LATER.test(name) || FIRST.test(name));
      const version = createHash("sha256").update(Object.keys(bundle).sort().join()).digest("hex").slice(0, 12);
      const source = readFileSync(fileURLToPath(new URL("offline-worker.js", import.meta.url)), "utf8");
      const built = JSON.stringify([`dropglm ${version}`, ["./", ...names.map((name) => `./${name}`)]]);
      this.emitFile({ type: "asset", fileName: "offline.js", source: source.replace("__BUILT__", () => built) });
    },
  };
}
