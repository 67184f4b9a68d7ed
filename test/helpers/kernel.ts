import type { Plan } from "../../src/base/flow.js";
import { REQUEST } from "../../src/base/ids.js";
import { type DesignInput, readDesign } from "../../src/input/design.js";
import { type ResponseInput, readResponse } from "../../src/input/response.js";
import { chooseFamily, makePlan } from "../../src/options/plan.js";
import type { FitOptions } from "../../src/options/types.js";
import { exchangeFor } from "../../src/shard/exchange.js";
import { upload } from "../../src/shard/upload.js";
import type { Uploaded } from "../../src/shard/uploaded.js";
import { takeKernel } from "../../src/wasm/load.js";
import { Scope, type Struct } from "../../src/wasm/scope.js";

/** Answers of a shard, copied out of its memory. */
export interface Answers {
  readonly value: number;
  readonly loss: number;
  readonly slopeSquares: number;
  readonly receding: number;
  readonly blocking: number;
  readonly unmoved: number;
  readonly shaken: number;
  readonly gradient: Float64Array;
  readonly product: Float64Array;
  readonly diagonal: Float64Array;
  readonly adaptive: Float64Array;
  readonly common: Float64Array;
  /** d rows of d, both triangles. */
  readonly hessian: number[][];
}

export interface TestShard {
  readonly uploaded: Uploaded;
  readonly plan: Plan;
  readonly dimension: number;
  readonly exchange: Struct<"Exchange">;
  ask(point: ArrayLike<number>, request: number, direction?: ArrayLike<number>, tolerance?: number): Answers;
}

/** One instance for all shards of a file: a browser allows about a hundred, and there are thousands of shards. */
let shared: ReturnType<typeof takeKernel> | undefined;

/** A shard, uploaded by the same code as a fit's. Points are in the solver's coordinates. */
export function shardOf(x: DesignInput, y: ResponseInput, options: FitOptions): TestShard {
  const family = chooseFamily(options);
  const design = readDesign(x);
  const response = readResponse(y, design.rows, family, options);
  const plan = makePlan(options, design, response, family);
  shared ??= takeKernel();
  const scope = new Scope(shared);
  const uploaded = upload(scope, design, response, plan, family);
  const d = uploaded.dimension;
  const exchange = exchangeFor(scope, uploaded.shard, d, { matrix: true });
  exchange.view("hessian", d * d).fill(0);
  const vector = (name: "gradient" | "product" | "diagonal" | "adaptive" | "common") =>
    scope.get(exchange.read(name), d);
  return {
    uploaded,
    plan,
    dimension: d,
    exchange,
    ask(point, request, direction, tolerance = 0) {
      scope.view(exchange.read("point"), d).set(point);
      if (direction !== undefined) scope.view(exchange.read("direction"), d).set(direction);
      exchange.set({ tolerance });
      scope.kernel.exports.evaluate(uploaded.shard.at, exchange.at, request);
      const lower = scope.get(exchange.read("hessian"), d * d);
      const entry = (j: number, k: number) => lower[Math.max(j, k) * d + Math.min(j, k)]!;
      return {
        value: exchange.read("value"),
        loss: exchange.read("loss"),
        slopeSquares: exchange.read("slopeSquares"),
        receding: exchange.read("receding"),
        blocking: exchange.read("blocking"),
        unmoved: exchange.read("unmoved"),
        shaken: exchange.read("shaken"),
        gradient: vector("gradient"),
        product: vector("product"),
        diagonal: vector("diagonal"),
        adaptive: vector("adaptive"),
        common: vector("common"),
        hessian: Array.from({ length: d }, (_, j) => Array.from({ length: d }, (_, k) => entry(j, k))),
      };
    },
  };
}

export { REQUEST };
