import { dropout, type FitOptions, ridge } from "../../index.js";

/** One way to fit, with the strengths that are tried. */
export interface Method {
  readonly name: string;
  /** The name of its strength; undefined if it has none. */
  readonly parameter: string | undefined;
  readonly grid: readonly number[];
  readonly options: (strength: number) => FitOptions;
}

/** From almost no effect to nearly the null model, on columns of unit variance; three to a decade. */
const LAMBDAS = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1];
/** As many as lambdas, so that both methods get the same number of tries. */
const RATES = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8];

/** The compared methods. Each of them is an ordinary `fit`. */
export const METHODS: readonly Method[] = [
  { name: "maximum likelihood", parameter: undefined, grid: [0], options: () => ({}) },
  {
    name: "ridge",
    parameter: "lambda",
    grid: LAMBDAS,
    options: (lambda) => ({ penalty: ridge(lambda), standardize: true }),
  },
  { name: "dropout", parameter: "rate", grid: RATES, options: (rate) => ({ noise: dropout(rate) }) },
];
