/** Whether a model has one predictor, or one for every class (family "multinomial"). */
export type Predictors = "one" | "many";

/** A number per model, or one per class. */
export type PerModel<K extends Predictors> = K extends "one" ? number : Float64Array;

/** A vector per model, or one per class. */
export type VectorPerModel<K extends Predictors> = K extends "one" ? Float64Array : readonly Float64Array[];

declare const UNNAMED: unique symbol;

/** Stands for the family where none is named; no value has this type. Beside it editors offer every name, which a default of "gaussian" would hide. */
export interface Unnamed {
  readonly [UNNAMED]: never;
}

/**
 * What option `family` says of a model: one predictor per class for "multinomial", else one. Either where the family is in a variable that may
 * hold every name.
 */
export type PredictorsOf<F> = Unnamed extends F
  ? "one"
  : [F] extends ["multinomial"]
    ? "many"
    : "multinomial" extends F
      ? Predictors
      : "one";

/** Options with the family that the caller names, so that the type of the result follows from it. */
export type OfFamily<O extends { readonly family?: unknown }, F> = Omit<O, "family"> & {
  /** Distribution of y: a name, `negativeBinomial()`, `tweedie()` or `quasi()`. Two labels need "binomial", more "multinomial". */
  readonly family?: F | undefined;
};
