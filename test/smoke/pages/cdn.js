// ?from=origin: where the package is.
import { program } from "./program.mjs";
import { report } from "./report.mjs";

const from = new URLSearchParams(location.search).get("from");
report(import(`${from}/node_modules/dropglm/dist/index.mjs`).then(program));
