import { GlmError } from "../base/errors.js";
import type { Solution } from "../base/flow.js";
import type { ModelData } from "./data.js";

// Covariance and effective degrees of freedom that are computed when they are first asked for, from the rows of the fit.

type Precision = Pick<Solution, "covariance" | "degreesOfFreedom">;

/** Reads the rows of the fit of a model again. @throws GlmError where they are not there any more. */
export type Later = (model: ModelData) => Precision;

/** Why the precision of a model could not be computed. */
const LACKS = new WeakMap<ModelData, string>();

/** The content of a model whose covariance is computed at the first look at it; the rows are let go then. */
export function withLater(
  data: ModelData,
  later: Later,
  read: (found: Precision) => Pick<ModelData, "covariance" | "degreesOfFreedom">,
): ModelData {
  const given = { ...data }; // without the look at itself
  let open: Later | undefined = later;
  let found: Pick<ModelData, "covariance" | "degreesOfFreedom"> = given;
  const look = (): typeof found => {
    if (open === undefined) return found;
    const compute = open;
    open = undefined;
    try {
      found = read(compute(given));
    } catch (cause) {
      if (!(cause instanceof GlmError)) throw cause;
      const why = cause.code === "BAD_VALUE" ? "x has changed since the fit" : cause.message;
      LACKS.set(data, `${why}; fit with standardErrors: true, or give the rows to infer()`);
    }
    return found;
  };
  const property = (get: () => unknown): PropertyDescriptor => ({ get, enumerable: true, configurable: true });
  Object.defineProperty(
    data,
    "covariance",
    property(() => look().covariance),
  );
  if (data.isPenalized)
    Object.defineProperty(
      data,
      "degreesOfFreedom",
      property(() => look().degreesOfFreedom),
    );
  return data;
}

/** The property of a model that is computed with the covariance, or known. */
export function degreesOf(data: ModelData): PropertyDescriptor {
  return Object.getOwnPropertyDescriptor(data, "degreesOfFreedom") ?? { value: undefined, enumerable: true };
}

/** Why a model has no covariance although its fit could have one; undefined if there is another reason. */
export function lackOf(model: ModelData): string | undefined {
  return LACKS.get(model);
}
