// The same for edge functions of Vercel and Next, which name such a module in another way.

import { load, useTables } from "../index.js";
import { tables } from "../tables/index.js";
import kernel from "./core.wasm?module";

load(kernel); // a compiled module is there at once
useTables(tables);

export * from "../index.js";
