// A browser does not unpack the kernel by itself before a synchronous call.
import { load } from "../../src/index.js";

await load();
