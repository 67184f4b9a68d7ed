import type { Plan, Response } from "../base/flow.js";
import { OUTCOME } from "../base/ids.js";
import { prepareFit } from "../minimize/fit-task.js";
import type { NullModel } from "../minimize/null-model.js";
import { finish, minimize } from "../shard/task.js";
import { upload } from "../shard/upload.js";
import type { Scope } from "../wasm/scope.js";
import type { RevisitInput } from "./revisit.js";

/** Intercept and coefficients with one of them moved; the others are a start. */
export type Start = NonNullable<Plan["start"]>;

/**
 * sum w l minimized with one coefficient held: the profile of the loss, as a function of where to start. `column` is the
 * column's number, or undefined for the intercept, which is then part of the offset. NaN where no minimum was found.
 */
export function lossProfile(
  scope: Scope,
  given: RevisitInput,
  nullModel: NullModel,
  column: number | undefined,
  dependent: readonly number[],
): (start: Start) => number {
  const { design, family } = given;
  const isIntercept = column === undefined;
  const plan: Plan = { ...given.plan, intercept: given.plan.intercept && !isIntercept };
  const offset = scope.f64(design.rows);
  const moved = new Float64Array(design.rows);
  const response: Response = isIntercept ? { ...given.response, offset: moved } : given.response;
  const uploaded = upload(scope, design, response, plan, family);
  if (isIntercept) uploaded.shard.set({ offset });
  const hold = isIntercept ? dependent : [column, ...dependent];
  return (start) => {
    const kernel = scope.kernel.exports;
    const position = kernel.mark();
    const b = start.intercepts[0]!;
    if (isIntercept) {
      const before = given.response.offset;
      scope.view(offset, moved.length).set(before === undefined ? moved.map(() => b) : before.map((o) => o + b));
    }
    const at = isIntercept ? { ...start, intercepts: Float64Array.of(0) } : start;
    const fitting = { uploaded, plan: { ...plan, start: at }, family, response, nullModel, watched: false };
    const { task } = finish(prepareFit(fitting, hold));
    const outcome = finish(minimize(task, false));
    const loss = task.state.read("loss");
    kernel.release(position);
    return outcome === OUTCOME.converged || outcome === OUTCOME.precision ? loss : Number.NaN;
  };
}
