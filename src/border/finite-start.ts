import { OUTCOME } from "../base/ids.js";
import { solve } from "../minimize/fit-task.js";
import type { Fitting } from "../minimize/fitting.js";
import type { Watched } from "../shard/task.js";
import { shiftedPoint } from "./shift.js";
import { endsOf } from "./slack.js";

/** The ordinary search; once more from a start with a finite F, if the usual start has none. */
export function* solveFromFinite(fitting: Fitting): Watched<number | undefined> {
  const { task, plan } = fitting;
  const outcome = yield* solve(fitting);
  if (outcome !== OUTCOME.nonFinite || plan.start !== undefined) return outcome;
  const begun = task.state.copy("point", task.dimension);
  const shifted = yield* shiftedPoint(fitting, task, endsOf(fitting), begun);
  return shifted === undefined ? outcome : yield* solve(fitting);
}
