// The other process of 17-deploy.mjs.
import { readFileSync } from "node:fs";
import { Model } from "dropglm";

const model = Model.fromJSON(readFileSync(process.argv[2], "utf8"));
console.log(model.predict({ sex: ["male", "female"], passengerClass: ["3rd", "1st"], age: [24, 37] }));
