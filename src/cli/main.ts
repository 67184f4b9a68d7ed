#!/usr/bin/env node
import { forgiveBrokenPipe } from "./output.js";
import { run } from "./program.js";

forgiveBrokenPipe();
process.exitCode = await run(process.argv.slice(2));
