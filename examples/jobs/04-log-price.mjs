// What makes a car expensive? The logarithm of the price, with squares.
import { readFileSync } from "node:fs";
import { compareModels, fit } from "dropglm";
import Papa from "papaparse";

const text = readFileSync("examples/data/automobile.csv", "utf8");
const { data } = Papa.parse(text, { header: true, skipEmptyLines: true });
const model = await fit("log(price) ~ horsepower + I(horsepower^2) + curbWeight + fuelType", data);
console.log(model);
console.log(compareModels(await fit("log(price) ~ horsepower + curbWeight + fuelType", data), model));
const at = [60, 120, 180].map((horsepower) => ({ horsepower, curbWeight: 2500, fuelType: "gas" }));
console.log(model.predict(at).map(Math.exp));
