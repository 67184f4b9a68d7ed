// Who is satisfied? In a survey some did not answer: no education is a level of its own, no age the mean age and a mark.
import { readFileSync } from "node:fs";
import { fit } from "dropglm";
import Papa from "papaparse";

const transform = (cell) => (cell === "" || cell === "no answer" ? null : cell);
const text = readFileSync("examples/jobs/data/survey.csv", "utf8");
const { data } = Papa.parse(text, { header: true, skipEmptyLines: true, transform });
const options = { family: "binomial", missing: "indicator", contrasts: { education: { ref: "school" } } };
const model = await fit("satisfied ~ age + region + education", data, options);
console.log(model);
console.log(model.predict([{ age: 40, region: "south", education: null }]));
