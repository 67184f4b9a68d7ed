// npm install dropglm vite, then npx vite: nothing to configure, with threads or without.
import { crossValidate, lasso } from "dropglm";

const x = Array.from({ length: 60 }, (_, i) => [Math.sin(i), Math.cos(2 * i), i % 3]);
const y = x.map(([a, , c]) => (a + 0.5 * c > 0.6 ? "yes" : "no"));
const judged = await crossValidate(x, y, { family: "binomial", penalty: lasso(), folds: 5, count: 20, workers: 2 });

document.querySelector("#out").textContent = String(judged.refit().summary());
document.documentElement.dataset.answer = judged.end;
