import { createHash } from "node:crypto";
import type { CrossValidation } from "../../src/index.js";

/** All that a cross-validation gives, in a few characters; `isHeld`: with the predictions of every point, which show the bits of each fold. */
export function hashOf(judged: CrossValidation, isHeld = false): object {
  const text = JSON.stringify(judged);
  const model = (choice: "best" | "oneStandardError") => judged[choice] && JSON.stringify(judged.refit(choice));
  const held = isHeld ? [...judged.mean.keys()].map((index) => JSON.stringify(judged.heldOut(index))) : [];
  const hash = createHash("sha256")
    .update([text, model("best"), model("oneStandardError"), ...held].join())
    .digest("hex");
  return { mean: judged.mean, warnings: judged.warnings, best: judged.best, folds: judged.folds, hash };
}
