// A logistic regression with dropout on your own arrays: node examples/first-fit.mjs (after npm run build).
import { dropout, fit } from "dropglm";

const x = {
  dose: [1.2, 2.0, 0.4, 3.1, 2.6, 1.1, 0.2, 3.8],
  age: [34, 51, 28, 60, 45, 39, 23, 57],
};
const y = ["alive", "dead", "alive", "dead", "dead", "dead", "alive", "alive"];

const model = await fit(x, y, { family: "binomial", noise: dropout(0.2) });

console.log(String(model.summary()));
console.log(model.predict({ dose: [1.5, 3.0], age: [30, 55] }, { type: "class" }));
