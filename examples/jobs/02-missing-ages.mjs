// Who survived the Titanic? 263 ages are missing: those rows are left out, and have no prediction.
import { readFileSync } from "node:fs";
import { fit } from "dropglm";
import Papa from "papaparse";

const { data } = Papa.parse(readFileSync("examples/data/titanic.csv", "utf8"), { header: true, skipEmptyLines: true });
const model = await fit("survived ~ sex * passengerClass + age", data, { family: "binomial" });
console.log(model);
console.log(model.predict(data).filter(Number.isNaN).length);
console.log(model.score(data).accuracy);
