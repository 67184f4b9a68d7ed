// A model is fitted here, saved, and scores new rows in another process.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fit } from "dropglm";
import Papa from "papaparse";

const { data } = Papa.parse(readFileSync("examples/data/titanic.csv", "utf8"), { header: true, skipEmptyLines: true });
const model = await fit("survived ~ sex * passengerClass + age", data, { family: "binomial" });
writeFileSync("build/titanic.json", JSON.stringify(model));
console.log(execFileSync("node", ["examples/jobs/17-score.mjs", "build/titanic.json"], { encoding: "utf8" }));
