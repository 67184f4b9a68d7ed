import type { RawStep, TraceStep } from "../base/trace.js";

/** The steps of a trace with points like those of the model: one intercept and one vector, or (`isMany`) one per class. */
export function traceOf<I, C>(trace: readonly RawStep[], isMany: boolean): readonly TraceStep<I, C>[] {
  return Object.freeze(
    trace.map(({ intercepts, coefficients, ...step }) =>
      Object.freeze({
        ...step,
        intercept: (isMany ? intercepts : intercepts[0]) as I,
        coefficients: (isMany ? coefficients : coefficients[0]) as C,
      }),
    ),
  );
}
