// npm run bench [-- --only REGEX --budget SECONDS --no-micro --no-peers]
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const { values } = parseArgs({
  allowNegative: false,
  options: {
    only: { type: "string", default: "" },
    budget: { type: "string", default: "60" },
    "no-micro": { type: "boolean", default: false },
    "no-peers": { type: "boolean", default: false },
  },
});
