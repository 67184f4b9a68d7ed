// The choices of a visitor, and their form in the address of the page.
import type { FamilyName } from "dropglm";
import type { ColumnInfo, Opened } from "./opened.js";

export const FAMILIES = [
  "gaussian",
  "binomial",
  "poisson",
  "gamma",
  "multinomial",
] as const satisfies readonly FamilyName[];
export const NOISES = ["none", "dropout", "additive", "multiplicative"] as const;
export const PENALTIES = ["none", "ridge", "lasso"] as const;
export const APPROXIMATIONS = ["gaussian", "quadratic"] as const;

export interface Choice {
  readonly response: string;
  readonly family: (typeof FAMILIES)[number];
  readonly excluded: readonly string[];
  readonly noise: (typeof NOISES)[number];
  readonly rate: number;
  readonly approximation: (typeof APPROXIMATIONS)[number];
  readonly penalty: (typeof PENALTIES)[number];
  readonly lambda: number;
  readonly standardize: boolean;
}

const USUAL = {
  noise: "dropout",
  rate: 0.3,
  approximation: "gaussian",
  penalty: "none",
  lambda: 0.01,
  standardize: false,
} as const;

/** The family that a response suggests. */
export function familyFor(column: ColumnInfo): Choice["family"] {
  if (column.levels.length === 2) return "binomial";
  return column.isNumeric ? "gaussian" : "multinomial";
}

/** The first response: the last column with few values, else the last one of numbers; columns of text are left out. */
export function firstChoice({ columns }: Opened, wanted: Partial<Choice> = {}): Choice {
  const usable = (name: string | undefined) => columns.find((column) => column.name === name);
  const guess =
    usable(wanted.response) ??
    [...columns].reverse().find(({ levels, hasMissing }) => levels.length === 2 && !hasMissing) ??
    [...columns].reverse().find(({ isNumeric, hasMissing }) => isNumeric && !hasMissing) ??
    columns.at(-1)!;
  const excluded = columns
    .filter(({ name, isNumeric, hasMissing }) => name !== guess.name && (!isNumeric || hasMissing))
    .map(({ name }) => name);
  return {
    ...USUAL,
    ...wanted,
    response: guess.name,
    family: wanted.family ?? familyFor(guess),
    excluded: wanted.excluded ?? excluded,
  };
}

/** Updates the choice after another response: its family, and the columns that cannot be predictors. */
export function withResponse(choice: Choice, { columns }: Opened, response: string): Choice {
  const column = columns.find(({ name }) => name === response)!;
  const excluded = columns
    .filter(
      ({ name, isNumeric, hasMissing }) =>
        name !== response && (!isNumeric || hasMissing || choice.excluded.includes(name)),
    )
    .map(({ name }) => name);
  return { ...choice, response, family: familyFor(column), excluded };
}

export interface Place {
  readonly set: string | undefined;
  readonly view: string | undefined;
  readonly choice: Partial<Choice>;
}

/** The part of an address after #. Data are never in it. */
export function toHash(set: string | undefined, view: string, choice: Choice): string {
  const entries: [string, string][] = [
    ...(set === undefined ? [] : ([["set", set]] as [string, string][])),
    ["view", view],
    ["response", choice.response],
    ["family", choice.family],
    ["noise", choice.noise],
    ["rate", String(choice.rate)],
    ["approximation", choice.approximation],
    ["penalty", choice.penalty],
    ["lambda", String(choice.lambda)],
    ...(choice.standardize ? ([["standardize", "yes"]] as [string, string][]) : []),
    ...choice.excluded.map((name): [string, string] => ["without", name]),
  ];
  return `#${new URLSearchParams(entries)}`;
}

export function fromHash(hash: string): Place {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const oneOf = <T extends string>(name: string, names: readonly T[]): T | undefined =>
    names.find((value) => value === given.get(name));
  const number = (name: string, low: number, high: number): number | undefined => {
    const value = Number(given.get(name) ?? Number.NaN);
    return value >= low && value <= high ? value : undefined;
  };
  const choice = {
    response: given.get("response") ?? undefined,
    family: oneOf("family", FAMILIES),
    noise: oneOf("noise", NOISES),
    rate: number("rate", 0, 0.95),
    approximation: oneOf("approximation", APPROXIMATIONS),
    penalty: oneOf("penalty", PENALTIES),
    lambda: number("lambda", 0, 1e6),
    standardize: given.get("standardize") === "yes" ? true : undefined,
    excluded: given.has("response") ? given.getAll("without") : undefined,
  };
  const known = Object.fromEntries(Object.entries(choice).filter(([, value]) => value !== undefined));
  return { set: given.get("set") ?? undefined, view: given.get("view") ?? undefined, choice: known };
}

/** Problems of up to this many entries are fitted without pauses while a slider moves: pauses would cost more than the fit. */
const QUICK = 1e6;

export function isQuick({ family }: Choice, rows: number, columns: number): boolean {
  return family !== "multinomial" && rows * columns <= QUICK;
}
