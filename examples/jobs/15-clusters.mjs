// Does the new programme help? Pupils of a school are alike, so standard errors are clustered by school.
import { readFileSync } from "node:fs";
import { fit, infer } from "dropglm";
import Papa from "papaparse";

const text = readFileSync("examples/jobs/data/schools.csv", "utf8");
const { data } = Papa.parse(text, { header: true, skipEmptyLines: true });
const contrasts = { programme: { ref: "old" } };
const model = await fit("passed ~ programme + hours + girl", data, { family: "binomial", contrasts });
console.log(infer(model, data, { covariance: "cluster", cluster: "school" }));
