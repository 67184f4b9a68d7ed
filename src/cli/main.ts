#!/usr/bin/env node
import { EXIT } from "./output/exit.js";
import { forgiveBrokenPipe, isWritten } from "./output/output.js";
import { run } from "./program.js";

forgiveBrokenPipe();
const code = await run(process.argv.slice(2));
process.exitCode = (await isWritten()) ? code : EXIT.refused;
