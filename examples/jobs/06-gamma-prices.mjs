// What do cars cost? Prices scatter in proportion to their mean: a gamma model with the logarithm as link.
import { readFileSync } from "node:fs";
import { compareModels, fit } from "dropglm";
import Papa from "papaparse";

const text = readFileSync("examples/data/automobile.csv", "utf8");
const { data } = Papa.parse(text, { header: true, skipEmptyLines: true });
const options = { family: "gamma", link: "log" };
const model = await fit("price ~ engineSize + bodyStyle + driveWheels", data, options);
console.log(model);
console.log(compareModels(await fit("price ~ engineSize + driveWheels", data, options), model));
console.log(model.predict([{ engineSize: 120, bodyStyle: "wagon", driveWheels: "fwd" }], { interval: 0.95 }));
