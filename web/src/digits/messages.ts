// What the digits view and its worker say to each other.

export type SetName = "small" | "mnist";

export interface Strengths {
  /** Of dropout, from 0 to below 1. */
  readonly rate: number;
  /** Of the ridge. */
  readonly lambda: number;
}

export type DigitsOrder =
  | { readonly kind: "open"; readonly set: SetName; readonly address: string }
  | { readonly kind: "fit"; readonly strengths: Strengths; readonly isDraft: boolean }
  /** One picture, pixels from 0 to 1. */
  | { readonly kind: "classify"; readonly pixels: Float32Array }
  /** The next held-out digit after one, or the next that the two models name differently. */
  | { readonly kind: "digit"; readonly after: number; readonly isDisputed: boolean };

export interface OpenedDigits {
  readonly set: SetName;
  /** Pixels along one side of a picture. */
  readonly side: number;
  readonly rows: number;
  readonly held: number;
  readonly classes: readonly string[];
}

/** One of the two models. */
export interface SideOfFit {
  /** By class, then by pixel. */
  readonly weights: readonly ArrayLike<number>[];
  /** The strength of the ridge that holds each weight, by class, then by pixel. */
  readonly penalty: readonly ArrayLike<number>[];
  /** Share of the held-out digits that are named rightly, and its standard error. */
  readonly accuracy: number;
  readonly error: number;
  /** Why this is not the fit itself: a draft between two fits, or a fit that has not converged. */
  readonly note: string | undefined;
}

export interface FittedDigits {
  readonly strengths: Strengths;
  readonly isDraft: boolean;
  readonly ridge: SideOfFit;
  readonly dropout: SideOfFit;
  readonly ms: number;
}

/** Probabilities by class. */
export interface Verdict {
  readonly ridge: readonly number[];
  readonly dropout: readonly number[];
}

export interface HeldDigit {
  readonly index: number;
  readonly pixels: Float32Array;
  readonly label: string;
}

export interface DigitsAnswers {
  open: OpenedDigits;
  fit: FittedDigits;
  classify: Verdict;
  /** Undefined if the models agree on all. */
  digit: HeldDigit | undefined;
}

export interface ToDigits {
  readonly id: number;
  readonly order: DigitsOrder;
}

export type FromDigits =
  | { readonly id: number; readonly answer: DigitsAnswers[keyof DigitsAnswers] }
  | { readonly id: number; readonly error: string };
