// The same fit as code, which gives the numbers that the page shows.
import type { Choice } from "./choice.js";
import type { Opened } from "./opened.js";

const text = (value: string): string => JSON.stringify(value);

function noiseCode({ noise, rate, approximation, family }: Choice): string | undefined {
  if (noise === "none") return undefined;
  return family === "gaussian" ? `${noise}(${rate})` : `${noise}(${rate}, { approximation: ${text(approximation)} })`;
}

/** A module for Node. */
export function typescriptOf(choice: Choice, { name }: Opened): string {
  const { family, penalty, lambda, standardize, response, excluded } = choice;
  const noise = noiseCode(choice);
  const names = [
    "fit",
    ...(noise === undefined ? [] : [choice.noise]),
    ...(penalty === "none" ? [] : [penalty]),
  ].sort();
  const options = [
    `family: ${text(family)}`,
    ...(noise === undefined ? [] : [`noise: ${noise}`]),
    ...(penalty === "none" ? [] : [`penalty: ${penalty}(${lambda})`]),
    ...(standardize ? ["standardize: true"] : []),
  ];
  const isNumber = family !== "binomial" && family !== "multinomial";
  return `// npm install dropglm papaparse
import { readFileSync } from "node:fs";
import { ${names.join(", ")} } from "dropglm";
import Papa from "papaparse";

const { data, meta } = Papa.parse(readFileSync(${text(name)}, "utf8"), { header: true, skipEmptyLines: true });
const left = new Set(${JSON.stringify([response, ...excluded])});
const columns = meta.fields.filter((name) => !left.has(name));
const x = Object.fromEntries(columns.map((name) => [name, data.map((row) => Number(row[name]))]));
const y = data.map((row) => ${isNumber ? `Number(row[${text(response)}])` : `row[${text(response)}]`});

const model = await fit(x, y, { ${options.join(", ")} });
console.log(String(model.summary()));
`;
}

/** An argument for a shell, quoted if necessary. */
function word(value: string): string {
  return /^[\w.,/-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}

/** One of several names, quoted as in CSV. */
function listed(name: string): string {
  return /[",\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}

/** A call of the command line. */
export function shellOf(choice: Choice, { name }: Opened): string {
  const { response, family, noise, rate, approximation, penalty, lambda, standardize, excluded } = choice;
  return [
    `npx dropglm fit ${word(name)}`,
    `--response ${word(response)}`,
    `--family ${family}`,
    ...(noise === "none" ? [] : [`--${noise} ${rate}`]),
    ...(noise === "none" || family === "gaussian" ? [] : [`--approximation ${approximation}`]),
    ...(penalty === "none" ? [] : [`--${penalty} ${lambda}`]),
    ...(standardize ? ["--standardize"] : []),
    ...(excluded.length === 0 ? [] : [`--exclude ${word(excluded.map(listed).join(","))}`]),
  ].join(" ");
}
