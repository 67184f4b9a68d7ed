/** Whether a model has one predictor, or one for every class (family "multinomial"). */
export type Predictors = "one" | "many";

/** A number per model, or one per class. */
export type PerModel<K extends Predictors> = K extends "one" ? number : Float64Array;

/** A vector per model, or one per class. */
export type VectorPerModel<K extends Predictors> = K extends "one" ? Float64Array : readonly Float64Array[];
