// ?kernel=address: where core.wasm is said to be.
import * as library from "./node_modules/dropglm/dist/external.mjs";
import { program } from "./program.mjs";
import { report } from "./report.mjs";

const address = new URLSearchParams(location.search).get("kernel");
report(library.load(address).then(() => program(library)));
