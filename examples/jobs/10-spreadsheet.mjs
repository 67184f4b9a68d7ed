// Does advertising sell? A spreadsheet's export, with a byte order mark and blank rows.
import { readFileSync } from "node:fs";
import { fit, quasi } from "dropglm";
import Papa from "papaparse";

const text = readFileSync("examples/jobs/data/shop-export.csv", "utf8");
const { data } = Papa.parse(text, { header: true, skipEmptyLines: "greedy" });
const model = await fit("Sold ~ Month + Advertising + Price + Holidays", data, { family: quasi("poisson") });
console.log(model);
console.log(model.predict([{ Month: "2025-01-01", Advertising: 5000, Price: 12, Holidays: "no" }]));
