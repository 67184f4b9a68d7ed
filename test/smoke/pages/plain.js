import * as library from "./node_modules/dropglm/dist/index.mjs";
import { program } from "./program.mjs";
import { report } from "./report.mjs";

report(program(library));
