// What does a flat cost? A file with semicolons and decimal commas.
import { readFileSync } from "node:fs";
import { fit, infer } from "dropglm";
import Papa from "papaparse";

const transform = (cell) => cell.replace(",", ".");
const text = readFileSync("examples/jobs/data/rents.csv", "utf8");
const { data } = Papa.parse(text, { header: true, skipEmptyLines: true, transform });
const model = await fit("miete ~ flaeche + entfernung + balkon", data);
console.log(infer(model, data));
console.log(model.predict([{ flaeche: 62.5, entfernung: 2.5, balkon: "ja" }], { interval: 0.95 }));
