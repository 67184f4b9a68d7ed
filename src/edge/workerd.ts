// The package as Cloudflare Workers import it: no bytes are compiled there, and the kernel is a module.

import { load, useTables } from "../index.js";
import { tables } from "../tables/index.js";
import kernel from "./core.wasm";

load(kernel); // a compiled module is there at once
useTables(tables);

export * from "../index.js";
