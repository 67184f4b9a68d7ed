// node bench/benchmarks-md.mjs [RESULTS]: writes BENCHMARKS.md from bench/results/peers.json, or another file there, and three of
// its lines into docs/benchmarks.md. Results that npm run bench:peers -- --out elsewhere.json measured with another --node get their own table.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { quoteBenchmarks } from "../scripts/quote-benchmarks.mjs";
import { replaceGenerated } from "../scripts/replace-generated.mjs";
import { benchmarksText } from "./benchmarks-text.mjs";

const [name = "peers.json"] = process.argv.slice(2);
const resultsOf = (/** @type {string} */ file) => {
  const path = new URL(`results/${file}`, import.meta.url);
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
};
const results = resultsOf(name);
if (results === undefined) throw new Error(`bench/results/${name} is missing; run npm run bench:peers first`);

const scale = readFileSync(new URL("scale.md", import.meta.url), "utf8"); // taken by hand: minutes, and gigabytes on the disk
const text = `${benchmarksText(results, resultsOf("elsewhere.json")).trimEnd()}\n\n${scale}`;
writeFileSync(new URL("../BENCHMARKS.md", import.meta.url), text);
const page = new URL("../docs/benchmarks.md", import.meta.url);
writeFileSync(page, replaceGenerated(readFileSync(page, "utf8"), "benchmarks", `\n\n${quoteBenchmarks(text)}\n\n`));
