import { createRequire } from "node:module";

/** The version of this package: driver and workers have the same one, so that they give the same bits. */
export function ownVersion(): string {
  const { version } = createRequire(import.meta.url)("dropglm/package.json") as { version: string };
  return version;
}
