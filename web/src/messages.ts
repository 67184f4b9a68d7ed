// The messages between the page and its worker: plain data.
import type { Status } from "dropglm";
import type { PlotData } from "dropglm/plot";
import type { Choice } from "./choice.js";
import type { Opened } from "./opened.js";

/** Data to open: a dropped file, pasted text, or one of the page's data sets. */
export interface Given {
  readonly name: string;
  readonly file?: File;
  readonly text?: string;
  readonly address?: string;
}

export interface CoefficientRow {
  readonly name: string;
  readonly estimate: number;
  readonly standardError?: number | undefined;
  readonly lower?: number | undefined;
  readonly upper?: number | undefined;
  readonly p?: number | undefined;
  readonly adaptivePenalty?: number | undefined;
}

/** Pictures of 8 x 8 numbers. */
export interface Pixels {
  readonly title: string;
  readonly weights: readonly number[];
  readonly penalty: readonly number[];
}

export interface Fitted {
  readonly status: Status;
  /** Milliseconds in the worker, from the options to the model. */
  readonly elapsed: number;
  readonly coefficients: readonly CoefficientRow[];
  readonly facts: readonly (readonly [string, string])[];
  readonly summary: string;
  /** Empty for a draft. */
  readonly json: string;
  /** The plot of the open view; others are requested when they are opened. */
  readonly plots: Readonly<Partial<Record<PlotName, PlotData>>>;
  readonly pixels: readonly Pixels[] | undefined;
}

export interface Traced {
  readonly path: PlotData;
  readonly validation: PlotData | undefined;
  readonly best:
    | { readonly lambda: number | undefined; readonly rate: number | undefined; readonly mean: number }
    | undefined;
  readonly end: string;
}

export type PlotName = "adaptive" | "calibration" | "roc" | "approximation" | "path" | "validation";

export interface Progress {
  readonly text: string;
  /** In [0, 1]; undefined if unknown. */
  readonly part: number | undefined;
}

export type Order =
  | { readonly kind: "open"; readonly given: Given }
  | { readonly kind: "fit"; readonly choice: Choice; readonly isDraft: boolean; readonly view: string }
  /** Of the last fit. */
  | { readonly kind: "picture"; readonly view: string }
  | { readonly kind: "trace"; readonly choice: Choice }
  | { readonly kind: "import"; readonly text: string };

export interface Answers {
  open: Opened;
  fit: Fitted;
  trace: Traced;
  import: Fitted;
  picture: PlotData | undefined;
}

export type ToWorker = { readonly id: number; readonly order: Order } | { readonly cancel: number };
export type FromWorker =
  | { readonly id: number; readonly answer: Answers[keyof Answers] }
  | { readonly id: number; readonly error: string }
  | { readonly id: number; readonly progress: Progress };
