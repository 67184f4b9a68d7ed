// A choice as the options of the library.
import { additive, dropout, type FitOptions, lasso, multiplicative, type Noise, ridge } from "dropglm";
import type { Choice } from "./choice.js";

export function noiseOf({ noise, rate, approximation, family }: Choice): Noise | undefined {
  const options = family === "gaussian" ? {} : { approximation };
  if (noise === "dropout") return dropout(rate, options);
  if (noise === "additive") return additive(rate, options);
  return noise === "multiplicative" ? multiplicative(rate, options) : undefined;
}

export function optionsOf(choice: Choice): FitOptions {
  const { family, penalty, lambda, standardize } = choice;
  const noise = noiseOf(choice);
  return {
    family,
    ...(noise === undefined ? {} : { noise }),
    ...(penalty === "none" ? {} : { penalty: (penalty === "ridge" ? ridge : lasso)(lambda) }),
    ...(standardize ? { standardize } : {}),
  };
}
