// The fit of the page as code, which gives the numbers that the page shows.
import type { Spec } from "../messages.js";
import { approximationOf, formulaOf, linkOf } from "../spec.js";
import { readingCode, readingOf, type Source } from "./code-reading.js";

const ROLES = ["weights", "offset", "exposure", "trials"] as const;
/** Copies of every row, where the expectation over the noise is an average over them. */
const COPIES = 40;

const quoted = (text: string): string => JSON.stringify(text);

/** Whether the link has to be said: where it is not the one that the library takes by itself. */
function saysLink(spec: Spec): boolean {
  if (spec.family === "multinomial") return false;
  const own = { gaussian: "identity", binomial: "logit", gamma: "inverse", "inverse-gaussian": "inverse-squared" };
  return linkOf(spec) !== (own[spec.family as keyof typeof own] ?? "log");
}

/** How a fit takes the expectation, if it has to be said. */
function approximationTold(spec: Spec): string | undefined {
  const used = approximationOf(spec);
  return used === "exact" ? undefined : used;
}

/** Kinds of the columns that differ from those read; a class by the name of a number is a category. */
function typesOf(spec: Spec, { columns }: Source): [string, string][] {
  const types = { ...spec.types };
  const response = columns.find(({ name }) => name === spec.response);
  if (successOf(spec) !== undefined && response?.kind === "number") types[spec.response] = "category";
  return Object.entries(types);
}

function successOf({ family, success, trials }: Spec): string | undefined {
  return family === "binomial" && trials === undefined ? success : undefined;
}

/** A truth value of JSON, Parquet or Arrow is no text. */
function labelCode(label: string, spec: Spec, source: Source): string {
  const levels = source.columns.find(({ name }) => name === spec.response)?.levels ?? [];
  const isTruth = levels.length > 0 && levels.every(({ name }) => name === "true" || name === "false");
  const isText = /\.(csv|tsv|tab|txt)(\.gz)?$/i.test(source.name);
  return isTruth && !isText ? label : quoted(label);
}

function noiseCode(spec: Spec): string | undefined {
  if (spec.noise === "none") return undefined;
  const approximation = approximationTold(spec);
  if (approximation === undefined) return `${spec.noise}(${spec.rate})`;
  const draws = approximation === "monte-carlo" ? `, copies: ${COPIES}, seed: 1` : "";
  return `${spec.noise}(${spec.rate}, { approximation: ${quoted(approximation)}${draws} })`;
}

const key = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : `[${quoted(name)}]`);

/** A module for Node. */
export function scriptOf(spec: Spec, source: Source): string {
  const isSparse = source.sparseColumns !== undefined;
  const noise = noiseCode(spec);
  const success = successOf(spec);
  const types = isSparse ? [] : typesOf(spec, source);
  const lines = [
    `family: ${quoted(spec.family)}`,
    ...(saysLink(spec) ? [`link: ${quoted(linkOf(spec))}`] : []),
    ...(success === undefined ? [] : [`success: ${labelCode(success, spec, source)}`]),
    ...ROLES.flatMap((role) => (spec[role] === undefined ? [] : [`${role}: ${quoted(spec[role])}`])),
    ...(types.length === 0
      ? []
      : [`types: { ${types.map(([name, kind]) => `${key(name)}: ${quoted(kind)}`).join(", ")} }`]),
    ...(isSparse || spec.missing === "omit" ? [] : [`missing: ${quoted(spec.missing)}`]),
    ...(noise === undefined ? [] : [`noise: ${noise}`]),
    ...(spec.penalty === "none" ? [] : [`penalty: ${spec.penalty}(${spec.lambda})`, "standardize: true"]),
  ];
  const names = [
    "fit",
    ...(noise === undefined ? [] : [spec.noise]),
    ...(spec.penalty === "none" ? [] : [spec.penalty]),
  ];
  const formula = formulaOf(spec, source.columns);
  const { packages, imports, code } = readingCode(source, formula, spec.family);
  const given = isSparse ? "x, y" : `${quoted(formula)}, rows`;
  return `// npm install ${["dropglm", ...packages].join(" ")}
${[...imports, `import { ${names.sort().join(", ")} } from "dropglm";`].join("\n")}

${code}

const model = await fit(${given}, {
${lines.map((line) => `  ${line},`).join("\n")}
});
console.log(String(model.summary()));
`;
}

/** An argument for a shell, quoted if necessary. */
const word = (text: string): string =>
  /^[\w./=+][\w.,/=+-]*$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/** One of several names, quoted as in CSV. */
const listed = (text: string): string => (/[",\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** A call of the command line. */
export function commandOf(spec: Spec, source: Source): string {
  const isSparse = source.sparseColumns !== undefined;
  const success = successOf(spec);
  const types = isSparse ? [] : typesOf(spec, source);
  const approximation = spec.noise === "none" ? undefined : approximationTold(spec);
  const { decimal, encoding } = readingOf(source);
  // a name or a value that begins with a dash would be read as an option
  const option = (name: string, value: string): string =>
    value.startsWith("-") ? `--${name}=${word(value)}` : `--${name} ${word(value)}`;
  const file = source.name.startsWith("-") ? `./${source.name}` : source.name;
  return [
    `npx dropglm fit ${word(file)}`,
    ...(isSparse ? [] : [word(formulaOf(spec, source.columns))]),
    option("family", spec.family),
    ...(saysLink(spec) ? [option("link", linkOf(spec))] : []),
    ...(success === undefined ? [] : [option("success", success)]),
    ...ROLES.flatMap((role) => (spec[role] === undefined ? [] : [option(role, spec[role])])),
    ...(types.length === 0 ? [] : [option("types", types.map(([name, kind]) => listed(`${name}=${kind}`)).join(","))]),
    ...(isSparse || spec.missing === "omit" ? [] : [option("missing", spec.missing)]),
    ...(spec.noise === "none" ? [] : [option(spec.noise, String(spec.rate))]),
    ...(approximation === undefined ? [] : [option("approximation", approximation)]),
    ...(approximation === "monte-carlo" ? [option("copies", String(COPIES)), option("seed", "1")] : []),
    ...(spec.penalty === "none" ? [] : [option(spec.penalty, String(spec.lambda)), "--standardize"]),
    ...(decimal ? ["--decimal ,"] : []),
    ...(encoding === undefined ? [] : [option("encoding", encoding)]),
  ].join(" ");
}
