// How warm is a day? The month of its date, wind and rain.
import { readFileSync } from "node:fs";
import { fit } from "dropglm";
import Papa from "papaparse";

const text = readFileSync("examples/data/seattle-weather.csv", "utf8");
const { data } = Papa.parse(text, { header: true, skipEmptyLines: true });
const model = await fit("temp_max ~ factor(month(date)) + wind + I(precipitation > 0)", data);
console.log(model);
console.log(model.predict([{ date: "2016-07-01", wind: 3, precipitation: 0 }], { interval: 0.95 }));
