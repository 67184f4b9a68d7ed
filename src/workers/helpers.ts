import { HELPER } from "./helper-text.js";
import { orElse, type Spawn, spawnAt, spawnText } from "./spawn.js";

/**
 * Threads that help in a shared memory. Nobody needs to serve them: where dist/worker.mjs is not beside the library, as in a bundle, they
 * run the text of a helper. An address that the caller gave is the only one.
 */
export function spawnHelper(address: string | URL | undefined): Spawn {
  return address === undefined ? orElse(spawnAt(), spawnText(HELPER)) : spawnAt(address);
}
