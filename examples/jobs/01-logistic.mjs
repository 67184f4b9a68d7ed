// Which mothers have babies of low weight? A logistic regression with a factor and an interaction.
import { readFileSync } from "node:fs";
import { fit } from "dropglm";
import Papa from "papaparse";

const { data } = Papa.parse(readFileSync("examples/data/birthwt.csv", "utf8"), { header: true, skipEmptyLines: true });
const options = { family: "binomial", contrasts: { race: { ref: "white" } } };
const model = await fit("low ~ age + lwt + race * smoke", data, options);
console.log(model);
for (const { name, estimate, lower, upper } of model.summary().rows)
  console.log(name, ...[estimate, lower, upper].map((v) => Math.exp(v).toFixed(4)));
console.log(model.predict([{ age: 25, lwt: 120, race: "black", smoke: 1 }]));
