// Which species is a penguin? A multinomial regression on columns with odd names; some are null, and one sex is ".".
import { readFileSync } from "node:fs";
import { confusion, fit } from "dropglm";

const rows = JSON.parse(readFileSync("examples/data/penguins.json", "utf8"));
const penguins = rows.filter(({ Sex }) => Sex === "MALE" || Sex === "FEMALE");
const model = await fit("Species ~ `Beak Length (mm)` + Sex", penguins, { family: "multinomial" });
console.log(model.deviance);
const predicted = model.predict(penguins, { type: "class" });
const species = penguins.map((penguin) => penguin.Species);
console.log(confusion(predicted, species).counts);
console.log(model.predict([{ "Beak Length (mm)": 44, Sex: "FEMALE" }]));
