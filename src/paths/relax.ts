import type { Design, Plan, Solution } from "../base/flow.js";
import { complete } from "../fitting/complete.js";
import { prepareFit } from "../minimize/fit-task.js";
import type { Opened } from "../minimize/fitting.js";
import { subShard } from "../shard/sub-shard.js";
import type { Watched } from "../shard/task.js";
import type { Uploaded } from "../shard/uploaded.js";
import { viewWithin } from "../shard/view.js";

/**
 * The fit of some columns, by a plan for all of them, starting at a fit of all. The other columns have
 * the coefficient 0. X is not copied.
 *
 * Source: Meinshausen (2007), Relaxed lasso.
 */
export function* fitColumns(
  opened: Opened,
  design: Design,
  plan: Plan,
  kept: readonly number[],
  from: Pick<Solution, "intercepts" | "coefficients">,
): Watched<Solution> {
  const pick = (all: Float64Array): Float64Array => Float64Array.from(kept, (j) => all[j]!);
  const part = someOf(opened.uploaded, kept, pick);
  const { penalty, bounds, noises, ties } = plan;
  const some: Plan = {
    ...plan,
    penalty: {
      ...penalty,
      square: pick(penalty.square),
      absolute: pick(penalty.absolute),
      excluded: new Uint8Array(kept.length),
    },
    bounds: bounds && { lower: pick(bounds.lower), upper: pick(bounds.upper) },
    noises: noises.map((noise) => ({ ...noise, strengths: pick(noise.strengths) })),
    ties: ties && Int32Array.from(kept, (j) => ties[j]!),
    start: { intercepts: from.intercepts, coefficients: from.coefficients.map(pick) },
  };
  const names = kept.map((j) => design.names[j]!);
  const fitting = yield* prepareFit({ ...opened, uploaded: part, plan: some });
  const { solution } = yield* complete(fitting, { ...design, columns: kept.length, names });
  const coefficients = solution.coefficients.map((own) => {
    const all = new Float64Array(design.columns);
    kept.forEach((j, k) => {
      all[j] = own[k]!;
    });
    return all;
  });
  return { ...solution, coefficients };
}

function someOf(whole: Uploaded, kept: readonly number[], pick: (all: Float64Array) => Float64Array): Uploaded {
  const columns = kept.length;
  const block = columns + whole.block - whole.columns;
  return {
    ...whole,
    view: viewWithin(whole.view, { columns: kept }),
    partner: undefined,
    shard: subShard(whole.scope, whole.shard, kept),
    columns,
    block,
    dimension: whole.classes * block,
    center: pick(whole.center),
    scale: pick(whole.scale),
    sd: pick(whole.sd),
    mean: pick(whole.mean),
  };
}
