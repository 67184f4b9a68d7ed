import type { Design, Plan, Response } from "../base/flow.js";
import type { Family } from "../families/index.js";
import { REQUEST } from "../wasm/kernel.js";
import type { Scope } from "../wasm/scope.js";
import { type Fitting, prepareFit } from "./fit-task.js";
import { fitNullModel } from "./null-model.js";
import { askAtPoint } from "./task.js";
import { upload } from "./upload.js";

/** What a fit was given, with a plan that starts at its coefficients. */
export interface RevisitInput {
  readonly design: Design;
  readonly response: Response;
  readonly plan: Plan;
  readonly family: Family;
}

/**
 * The rows of a fit in wasm memory again, with the task at the plan's start: the model's coefficients. Nothing is minimized;
 * `askAtPoint(fitting.task, request)` and `fitting.uploaded.shard` answer about the objective there. The exchange holds value,
 * loss and gradient.
 */
export function revisit(scope: Scope, given: RevisitInput): Fitting {
  const { design, response, plan, family } = given;
  const uploaded = upload(scope, design, response, plan, family);
  const nullModel = fitNullModel(uploaded, response, plan, family);
  const fitting = prepareFit({ uploaded, plan, family, response, nullModel, watched: false });
  askAtPoint(fitting.task, REQUEST.value | REQUEST.gradient);
  return fitting;
}
