// How often do mothers see a physician? Counts that scatter more than a poisson model allows.
import { readFileSync } from "node:fs";
import { fit, negativeBinomial } from "dropglm";
import Papa from "papaparse";

const { data } = Papa.parse(readFileSync("examples/data/birthwt.csv", "utf8"), { header: true, skipEmptyLines: true });
const model = await fit("ftv ~ age + race + smoke", data, { family: negativeBinomial() });
console.log(model);
console.log((await fit("ftv ~ age + race + smoke", data, { family: "poisson" })).aic, model.aic);
