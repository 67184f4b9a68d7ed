// What makes films earn? JSON with nulls: films with a missing figure are left out.
import { readFileSync } from "node:fs";
import { fit } from "dropglm";

const films = JSON.parse(readFileSync("examples/jobs/data/movies.json", "utf8"));
const model = await fit("log(gross) ~ log(budget) + rating + genre", films);
console.log(model);
const residuals = model.residuals(films);
for (const [i, { title }] of films.entries()) if (residuals[i] > 0.9) console.log(title, residuals[i]);
