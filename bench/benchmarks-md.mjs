// node bench/benchmarks-md.mjs [RESULTS]: writes BENCHMARKS.md from bench/results/peers.json, or another file there, and three of
// its lines into README.md.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { quoteBenchmarks } from "../scripts/quote-benchmarks.mjs";
import { replaceGenerated } from "../scripts/replace-generated.mjs";
import { benchmarksText } from "./benchmarks-text.mjs";

const [name = "peers.json"] = process.argv.slice(2);
const file = new URL(`results/${name}`, import.meta.url);
if (!existsSync(file)) throw new Error(`bench/results/${name} is missing; run npm run bench:peers first`);

const text = benchmarksText(JSON.parse(readFileSync(file, "utf8")));
writeFileSync(new URL("../BENCHMARKS.md", import.meta.url), text);
const readme = new URL("../README.md", import.meta.url);
writeFileSync(readme, replaceGenerated(readFileSync(readme, "utf8"), "benchmarks", `\n\n${quoteBenchmarks(text)}\n\n`));
