// Fixtures whose cases name their columns, turned into what fit() takes. Read by families, classes and penalized.test.ts.
import {
  elasticNet,
  type FamilyName,
  type FitOptions,
  type LinkName,
  lasso,
  negativeBinomial,
  type Penalty,
  quasi,
  ridge,
  tweedie,
} from "../../src/index.js";
import { fixture } from "../helpers/fixture.js";
import type { OneFamily } from "../helpers/forms.js";

type NamedFamily =
  | { readonly name: "negative-binomial"; readonly theta: number | "estimate" }
  | { readonly name: "tweedie"; readonly power: number }
  | { readonly name: "quasi"; readonly of: FamilyName };

export interface ModelCase<Expected> {
  readonly name: string;
  readonly call?: string;
  readonly data: string;
  /** Names of columns of `data`. */
  readonly x: readonly string[];
  readonly y: string;
  readonly trials?: string;
  readonly weights?: string;
  readonly offset?: string;
  readonly family: FamilyName | NamedFamily;
  readonly link?: LinkName;
  readonly intercept?: boolean;
  readonly standardize?: boolean;
  /** share: 1 lasso, 0 ridge. factors: null is Infinity. */
  readonly penalty?: {
    readonly lambda: number;
    readonly share: number;
    readonly factors?: readonly (number | null)[];
    readonly scale?: "mean" | "sum";
  };
  /** null: no bound. */
  readonly bounds?: { readonly lower?: readonly (number | null)[]; readonly upper?: readonly (number | null)[] };
  readonly expected: Expected;
  readonly tolerance: number;
}

type Columns = Record<string, number[] | string[]>;

/** A fixture. Data that are null are not in the repository: scripts/statsmodels-data.mjs. */
export interface Fixture<Expected> {
  readonly data: Record<string, Columns | null>;
  readonly cases: readonly ModelCase<Expected>[];
}

/** A case with its columns in place. */
export interface ReadyCase<Expected> {
  readonly golden: ModelCase<Expected>;
  readonly title: string;
  /** Its data are not available here, so it cannot run: x and y are empty, and the title says so. */
  readonly isAbsent: boolean;
  readonly x: Record<string, number[]>;
  readonly y: number[] | string[];
  readonly options: FitOptions<OneFamily>;
}

/** In a browser there are no files to look for. */
const { statsmodelsColumns } =
  "document" in globalThis ? { statsmodelsColumns: () => undefined } : await import("./scripts/statsmodels-data.mjs");

/** Every case of a fixture. */
export async function readCases<Expected>(name: string): Promise<ReadyCase<Expected>[]> {
  const { data, cases } = await fixture<Fixture<Expected>>(name);
  const bags = new Map(Object.entries(data).map(([key, columns]) => [key, columns ?? statsmodelsColumns(key)]));
  return cases.map((golden) => {
    const title = golden.call === undefined ? golden.name : `${golden.name}: ${golden.call}`;
    const bag = bags.get(golden.data);
    if (bag === undefined) {
      return { golden, title: `${title} (needs python3-statsmodels)`, isAbsent: true, x: {}, y: [], options: {} };
    }
    const column = (key: string | undefined) => (key === undefined ? undefined : (bag[key] as number[]));
    const options: FitOptions<OneFamily> = {
      family: familyOption(golden.family),
      link: golden.link,
      intercept: golden.intercept ?? true,
      standardize: golden.standardize ?? false,
      trials: column(golden.trials),
      weights: column(golden.weights),
      offset: column(golden.offset),
      penalty: penaltyOption(golden.penalty),
      bounds: golden.bounds && {
        lower: (golden.bounds.lower ?? golden.x.map(() => null)).map((v) => v ?? -Infinity),
        upper: (golden.bounds.upper ?? golden.x.map(() => null)).map((v) => v ?? Infinity),
      },
    };
    const x = Object.fromEntries(golden.x.map((key) => [key, column(key)!]));
    return { golden, title, isAbsent: false, x, y: bag[golden.y]!, options };
  });
}

function familyOption(family: FamilyName | NamedFamily): OneFamily {
  if (typeof family === "string") return family as OneFamily; // those of many classes are not read for their numbers
  if (family.name === "negative-binomial") return negativeBinomial({ theta: family.theta });
  if (family.name === "tweedie") return tweedie({ power: family.power });
  return quasi(family.of);
}

function penaltyOption(penalty: ModelCase<unknown>["penalty"]): Penalty | undefined {
  if (penalty === undefined) return undefined;
  const { lambda, share, factors, scale = "mean" } = penalty;
  const options = { factors: factors?.map((f) => f ?? Infinity), scale };
  if (share === 0) return ridge(lambda, options);
  return share === 1 ? lasso(lambda, options) : elasticNet(lambda, share, options);
}

/** The unit that a coefficient is compared in: 1 / standard deviation of its column. */
export function unitOf(column: readonly number[]): number {
  const mean = column.reduce((sum, v) => sum + v, 0) / column.length;
  return 1 / Math.sqrt(column.reduce((sum, v) => sum + (v - mean) ** 2, 0) / column.length);
}

/** Whether two numbers agree to `tolerance`, relative to the expected one or to `unit`, whichever is larger. */
export function agrees(got: number | undefined, want: number, tolerance: number, unit = 0): boolean {
  return got !== undefined && Math.abs(got - want) <= tolerance * Math.max(Math.abs(want), unit);
}
