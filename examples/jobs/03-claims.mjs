// How often do policyholders claim? Counts with an exposure, as an offset.
import { readFileSync } from "node:fs";
import { fit } from "dropglm";
import Papa from "papaparse";

const text = readFileSync("examples/data/insurance.csv", "utf8");
const { data } = Papa.parse(text, { header: true, skipEmptyLines: true });
const columns = { types: { District: "category" }, contrasts: { Age: { ref: "<25" } }, exposure: "Holders" };
const model = await fit("Claims ~ District + Age", data, { family: "poisson", ...columns });
console.log(model);
for (const { name, estimate, lower, upper } of model.summary().rows)
  console.log(name, ...[estimate, lower, upper].map((v) => Math.exp(v).toFixed(4)));
console.log(model.predict([{ District: 4, Age: "<25", Holders: 100 }]));
