// Does smoking matter more to some mothers than to others? Two nested models, compared.
import { readFileSync } from "node:fs";
import { compareModels, fit } from "dropglm";
import Papa from "papaparse";

const { data } = Papa.parse(readFileSync("examples/data/birthwt.csv", "utf8"), { header: true, skipEmptyLines: true });
const without = await fit("low ~ age + lwt + race + smoke", data, { family: "binomial" });
const both = await fit("low ~ age + lwt + race * smoke", data, { family: "binomial" });
console.log(compareModels(without, both));
console.log(compareModels(without, both, { test: "score", table: data }));
console.log(without.aic, both.aic);
