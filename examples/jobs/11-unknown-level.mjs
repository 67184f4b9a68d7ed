// Prices of makes that the fit has seen; a make that it has not seen has none.
import { readFileSync } from "node:fs";
import { fit } from "dropglm";
import Papa from "papaparse";

const text = readFileSync("examples/data/automobile.csv", "utf8");
const cars = Papa.parse(text, { header: true, skipEmptyLines: true }).data.filter(({ make }) => make !== "jaguar");
const model = await fit("log(price) ~ make + horsepower", cars);
const rows = { make: ["volvo", "jaguar", "honda"], horsepower: [114, 176, 86] };
console.log(model.predict(rows, { unseen: "missing" }).map(Math.exp));
console.log(model.aic);
