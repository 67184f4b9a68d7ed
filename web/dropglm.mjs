// The library as the page has it: the kernel is a file beside the scripts, which the browser compiles while it arrives.
import address from "../dist/core.wasm?url";
import { load as loadFrom } from "../src/index.ts";

export * from "../src/index.ts";

/** As the library's; without a source the page's own. */
export const load = (source) => loadFrom(source ?? new URL(address, import.meta.url));
