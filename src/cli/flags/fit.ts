import type { BiasReduction, FitOptions, SolverName } from "../../index.js";
import type { DataFlags } from "./data.js";
import { familyOptions } from "./family.js";
import { type NoiseFlags, noiseOptions } from "./noise.js";
import { type PenaltyFlags, penaltyOptions } from "./penalty.js";
import type { UnlabeledFlags } from "./unlabeled.js";

/** The command line of `fit` as commander returns it. */
export interface FitFlags extends DataFlags, NoiseFlags, PenaltyFlags, UnlabeledFlags {
  readonly standardize?: true;
  readonly intercept: boolean;
  readonly solver?: "auto" | SolverName;
  readonly tolerance?: number;
  readonly maxIterations?: number;
  readonly biasReduction?: BiasReduction;
  readonly save?: string;
  readonly plot?: string;
  readonly json?: true;
}

/** Flags in the library's words. An option that was not given is left out, so that the library's default applies. */
export function toFitOptions(flags: FitFlags): FitOptions {
  const { standardize, solver, tolerance, maxIterations, biasReduction } = flags;
  const intercept = flags.formula === undefined ? flags.intercept : undefined; // a formula says it
  const given = { intercept, standardize, solver, tolerance, maxIterations, biasReduction };
  return {
    ...familyOptions(flags),
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    ...noiseOptions(flags),
    ...penaltyOptions(flags),
  };
}
