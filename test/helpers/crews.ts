// Fits whose rows threads hold in memories of their own.
import type { Solution } from "../../src/base/flow.js";
import { session } from "../../src/fitting/session.js";
import type { DesignInput, FitOptions } from "../../src/index.js";
import { readDesign } from "../../src/input/design.js";
import { type ResponseInput, readResponse } from "../../src/input/response.js";
import { chooseFamily, makePlan } from "../../src/options/plan.js";
import { HeldRows } from "../../src/shard/held-rows.js";
import { openScope } from "../../src/wasm/scope.js";
import { hireThreads } from "../../src/workers/crew.js";
import type { Answer, Order } from "../../src/workers/orders.js";
import type { Spawn } from "../../src/workers/spawn.js";
import { withSmallPartitions } from "./partitions.js";

/** What dist/worker.mjs does with rows, in this thread: hundreds of fits start faster so. */
export const spawnHere: Spawn = ({ answer }) => {
  const { scope, end } = openScope();
  let held: HeldRows;
  const post = (message: unknown): void => {
    const { module: _, ...plain } = message as { module?: unknown };
    const order = structuredClone(plain) as Order;
    if ("hold" in order) held = new HeldRows(scope, order.hold);
    if (!("ask" in order)) return;
    const said = (held[order.ask] as (...given: unknown[]) => unknown).apply(held, [...order.given]);
    queueMicrotask(() => answer(structuredClone({ said }) satisfies Answer));
  };
  return { post, end };
};

/** A fit in partitions of 64 rows, by so many threads, or by this one alone. */
export async function fitApart(
  count: number | undefined,
  x: DesignInput,
  y: ResponseInput,
  options: FitOptions,
  spawn = spawnHere,
  /** Gets the bytes of the leader's memory in use after every step. */
  onStep: (bytes: number) => void = () => {},
): Promise<Solution> {
  const family = chooseFamily(options);
  const design = readDesign(x);
  const response = readResponse(y, design.rows, family, options);
  const plan = makePlan(options, design, response, family);
  const { scope, end } = openScope();
  const crew = count === undefined ? undefined : hireThreads(count, spawn);
  try {
    const work = session({ scope, design, response, plan, family, watched: false, hire: crew?.hire });
    const before = scope.kernel.exports.mark() >>> 0;
    let step = withSmallPartitions(() => work.next());
    while (!step.done) {
      onStep((scope.kernel.exports.mark() >>> 0) - before);
      await step.value.waiting;
      step = work.next();
    }
    return step.value;
  } finally {
    crew?.end();
    end();
  }
}
