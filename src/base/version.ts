import { builtin } from "./host.js";

/** The version of this package, in Node: those who work together, or one after the other, have the same one, so that they give the same bits. */
export function ownVersion(): string {
  const { createRequire } = builtin<typeof import("node:module")>("node:module")!;
  const { version } = createRequire(import.meta.url)("dropglm/package.json") as { version: string };
  return version;
}
