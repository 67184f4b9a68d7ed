// The messages between the page and its worker: plain data. The worker holds the table; the page never does.
import type { FamilyName, LinkName, Status } from "dropglm";
import type { Compared, Steps } from "./pictures.js";

export type * from "./pictures.js";

/** Data to open: a dropped file, pasted text, or one of the page's data sets. */
export interface Given {
  readonly name: string;
  readonly file?: File;
  readonly text?: string;
  readonly address?: string;
}

export type ColumnKind = "number" | "category" | "date";

/** One column of the opened table, as it will be used in a formula. */
export interface ColumnInfo {
  readonly name: string;
  readonly kind: ColumnKind;
  /** The kind as read, before a visitor changed it. */
  readonly given: ColumnKind;
  readonly missing: number;
  /** Distinct present values; counting ends at 1,000. */
  readonly distinct: number;
  /** Of numbers and dates (days since 1970): 24 bins of equal width from `low` to `high`. */
  readonly histogram?: { readonly low: number; readonly high: number; readonly counts: readonly number[] };
  readonly mean?: number;
  /** Of categories: the 12 most frequent levels; the rest counts as `others`. */
  readonly levels?: readonly { readonly name: string; readonly count: number }[];
  readonly others?: number;
  /** What a person should know, as "numbers written as text", "every value differs: an identifier?", "one value only". */
  readonly note?: string;
}

export interface Opened {
  /** Counts what was opened, so that nothing computed from an earlier file is shown under a later name. */
  readonly id: number;
  readonly name: string;
  readonly rows: number;
  /** Rows without a missing cell in any column. */
  readonly complete: number;
  readonly columns: readonly ColumnInfo[];
  /** The first 12 rows as text. */
  readonly head: readonly (readonly string[])[];
  /** Files of SVMlight: x is sparse, and `columns` has the response alone. */
  readonly sparseColumns?: number;
  /** What was noticed while reading. */
  readonly notes: readonly string[];
  /** Guesses: what a visitor probably wants to explain, and by what. */
  readonly suggested: { readonly response: string; readonly predictors: readonly string[] };
}

export type NoiseName = "none" | "dropout" | "additive" | "multiplicative";
export type PenaltyName = "none" | "ridge" | "lasso";

/** What is to be fitted: all that a model depends on beside the table. */
export interface Spec {
  /** Written by hand; otherwise made of response and predictors. */
  readonly formula?: string | undefined;
  readonly response: string;
  readonly predictors: readonly string[];
  /** Kinds that differ from those read. */
  readonly types: Readonly<Record<string, ColumnKind>>;
  /** Level that counts as success of a binomial response; default: the second in code-point order. */
  readonly success?: string | undefined;
  readonly missing: "omit" | "indicator";
  readonly weights?: string | undefined;
  readonly offset?: string | undefined;
  readonly exposure?: string | undefined;
  readonly trials?: string | undefined;
  readonly family: FamilyName;
  /** Undefined: the family's own. */
  readonly link?: LinkName | undefined;
  readonly noise: NoiseName;
  /** Dropout rate, or standard deviation of the noise. */
  readonly rate: number;
  readonly approximation: "gaussian" | "quadratic";
  readonly penalty: PenaltyName;
  readonly lambda: number;
}

export interface CoefficientRow {
  readonly name: string;
  /** Term of the formula; "(intercept)" for the intercept. */
  readonly term: string;
  /** Class, of multinomial models. */
  readonly class?: string;
  readonly estimate: number;
  readonly standardError?: number;
  readonly lower?: number;
  readonly upper?: number;
  readonly p?: number;
  /** exp of estimate and interval, where the link allows (log: rates, logit: odds). */
  readonly ratio?: number;
  readonly ratioLower?: number;
  readonly ratioUpper?: number;
  readonly adaptivePenalty?: number;
}

/** A model fitted to all rows. */
export interface Fitted {
  /** One or two sentences that say what was found, with a number in it. */
  readonly finding: string;
  /** What `ratio` is: "odds ratio", "rate ratio", "ratio of means"; undefined where exp means nothing. */
  readonly ratioName?: string;
  readonly responseName: string;
  /** "P(survived = yes)", "mean of mpg": the axis of predictions. */
  readonly predictionName: string;
  readonly classes?: readonly string[];
  readonly coefficients: readonly CoefficientRow[];
  /** Terms with an effect to draw, in the formula's order. */
  readonly terms: readonly string[];
  readonly status: Status;
  /** Milliseconds in the worker. */
  readonly elapsed: number;
  readonly rows: number;
  readonly omitted: number;
  /** Sentences: rows left out, light ridge because maximum likelihood does not exist, ... */
  readonly notes: readonly string[];
  /** Name and value, for "Details": optimality, iterations, deviance, AIC, degrees of freedom, formula. */
  readonly facts: readonly (readonly [string, string])[];
  /** The printed summary; empty for a draft. */
  readonly summary: string;
  /** The saved model; empty for a draft. */
  readonly json: string;
  readonly isDraft: boolean;
  /** The model of the spec that was fitted really: with the light ridge, if one was needed. */
  readonly spec: Spec;
  /** Of a saved model: what is in place of the table. */
  readonly savedFrom?: string;
  /** Columns that predictions need, for the form of one row. */
  readonly inputs: readonly PredictInput[];
  /** Weights and penalties of models whose columns are pixels of a square picture. */
  readonly pixels?: readonly Pixels[];
}

export interface PredictInput {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly levels?: readonly string[];
  /** A typical value as text, to begin with. */
  readonly typical: string;
}

export interface Pixels {
  readonly title: string;
  readonly weights: readonly number[];
  /** Undefined without noise. */
  readonly penalty?: readonly number[];
}

export interface PlotPoint {
  readonly x: number;
  readonly y: number;
}

/** The model on rows that it was not fitted to, by cross-validation. */
export interface Judged {
  readonly folds: number;
  /** "log-loss" (binomial, multinomial), "mean squared error", "mean deviance". */
  readonly measure: string;
  readonly loss: number;
  readonly standardError: number;
  /** The same of a model without predictors, on the same folds. */
  readonly without: number;
  /** A sentence: "held-out log-loss .47, .66 without a model". */
  readonly sentence: string;
  /** All of held-out predictions; binomial only. */
  readonly roc?: { readonly points: readonly PlotPoint[]; readonly area: number };
  readonly calibration?: readonly { readonly predicted: number; readonly seen: number; readonly rows: number }[];
  /** Binomial and multinomial; counts[seen][predicted]. */
  readonly confusion?: { readonly classes: readonly string[]; readonly counts: readonly (readonly number[])[] };
  /** Other families: predicted against seen, at most 2,000 rows. */
  readonly scatter?: readonly PlotPoint[];
}

export interface EffectCurve {
  readonly term: string;
  readonly column: string;
  readonly kind: ColumnKind;
  readonly label: string;
  /** One curve, or one a class. */
  readonly curves: readonly {
    readonly name: string;
    readonly points: readonly {
      readonly at: number | string;
      readonly mean: number;
      readonly lower?: number;
      readonly upper?: number;
    }[];
  }[];
  readonly note?: string;
}

export interface PredictionAnswer {
  /** One, or one a class. */
  readonly values: readonly {
    readonly name: string;
    readonly value: number;
    readonly lower?: number;
    readonly upper?: number;
  }[];
}

export interface Progress {
  readonly text: string;
  /** In [0, 1]; undefined if unknown. */
  readonly part: number | undefined;
}

export type Order =
  | { readonly kind: "open"; readonly given: Given }
  /** The open table with other kinds of columns. */
  | { readonly kind: "retype"; readonly types: Spec["types"] }
  | { readonly kind: "fit"; readonly spec: Spec; readonly isDraft: boolean }
  | { readonly kind: "judge"; readonly spec: Spec }
  /** Of the last full fit. */
  | { readonly kind: "effect"; readonly term: string }
  | { readonly kind: "predict"; readonly row: Readonly<Record<string, string>> }
  | { readonly kind: "compare"; readonly spec: Spec; readonly plane?: readonly [string, string] }
  | { readonly kind: "steps"; readonly spec: Spec }
  | { readonly kind: "import"; readonly name: string; readonly text: string };

export interface Answers {
  open: Opened;
  retype: Opened;
  fit: Fitted;
  judge: Judged;
  effect: EffectCurve;
  predict: PredictionAnswer;
  compare: Compared;
  steps: Steps;
  import: Fitted;
}

export type ToWorker = { readonly id: number; readonly order: Order } | { readonly cancel: number };
export type FromWorker =
  | { readonly id: number; readonly answer: Answers[keyof Answers] }
  | { readonly id: number; readonly error: string }
  | { readonly id: number; readonly progress: Progress };
