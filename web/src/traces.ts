// Paths and cross-validations, with progress.
import { additive, crossValidate, dropout, lasso, multiplicative, path, ridge } from "dropglm";
import { plots } from "dropglm/plot";
import type { Choice } from "./choice.js";
import type { Problem } from "./data.js";
import type { Traced } from "./messages.js";
import { optionsOf } from "./options.js";

const FOLDS = 5;
const COUNT = 40;
const RATES = [0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7];

/** Over lambda if there is a penalty, else over the rate of the noise. */
export async function traced(
  { x, y }: Problem,
  choice: Choice,
  tell: (text: string, part?: number) => void,
  signal: AbortSignal,
): Promise<Traced> {
  const { penalty, noise, approximation, family } = choice;
  if (penalty === "none" && noise === "none")
    throw new Error("a path needs something to vary: choose a noise or a penalty");
  const { penalty: _, ...options } = optionsOf(choice);
  const kinds = { dropout, additive, multiplicative } as const;
  const along =
    penalty === "none"
      ? {
          ...options,
          over: "rate" as const,
          rates: RATES,
          noise: kinds[noise as keyof typeof kinds](choice.rate, family === "gaussian" ? {} : { approximation }),
        }
      : { ...options, penalty: penalty === "ridge" ? ridge() : lasso(), count: COUNT };
  tell("following the path");
  const fits = await path(x, y as never, { ...along, signal } as never);
  const steps = { chosen: penalty === "none" ? choice.rate : choice.lambda };
  const drawn = (chosen: object) => plots.path(fits as never, chosen as never);
  let picture: ReturnType<typeof drawn>;
  try {
    picture = drawn(steps);
  } catch {
    picture = drawn({}); // the chosen value may be outside the path
  }
  if (signal.aborted) return { path: picture, validation: undefined, best: undefined, end: "stopped" };
  const judged = await crossValidate(
    x,
    y as never,
    {
      ...along,
      folds: FOLDS,
      signal,
      onProgress: ({ path: done, paths: of }: { path: number; paths: number }) =>
        tell(`path ${Math.min(done + 1, of)} of ${of}`, done / of),
    } as never,
  );
  const { best, end } = judged;
  return {
    path: picture,
    validation: best === undefined ? undefined : plots.crossValidation(judged as never),
    best: best && { lambda: best.lambda, rate: best.rate, mean: best.mean },
    end,
  };
}
