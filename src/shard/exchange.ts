import type { Scope, Struct } from "../wasm/scope.js";
import { evaluate } from "./evaluate.js";

/**
 * The exchange with a shard (assembly/abi/exchange.ts): memory for theta, a direction, and every answer, with the matrix of one class if `block` is its order; and where the shard has several
 * partitions, for the sums of one and of a group of them.
 */
export function exchangeFor(
  scope: Scope,
  shard: Struct<"Shard">,
  dimension: number,
  {
    point = scope.filled(dimension, 0),
    matrix = false,
    block = 0,
  }: { point?: number; matrix?: boolean; block?: number } = {},
): Struct<"Exchange"> {
  const direction = scope.filled(dimension, 0);
  const whole = answersFor(scope, { dimension, point, direction, block }, matrix);
  const count = scope.kernel.exports.countParts(shard.at);
  if (count > 1) whole.set({ part: answersFor(scope, { dimension, point, direction, block }, matrix).at });
  if (count > scope.kernel.exports.GROUP.value)
    whole.set({ group: answersFor(scope, { dimension, point, direction, block }, matrix).at });
  return whole;
}

/** Memory for the answers at a point that is elsewhere. */
export function answersFor(
  scope: Scope,
  asked: { readonly dimension: number; readonly point: number; readonly direction: number; readonly block?: number },
  matrix: boolean,
): Struct<"Exchange"> {
  const { dimension, point, direction, block = 0 } = asked;
  const zeros = (): number => scope.filled(dimension, 0);
  return scope.struct("Exchange", {
    dimension,
    point,
    direction,
    gradient: zeros(),
    product: zeros(),
    diagonal: zeros(),
    adaptive: zeros(),
    common: zeros(),
    hessian: matrix ? scope.f64(dimension * dimension) : 0,
    square: block === 0 ? 0 : scope.f64(block * block),
    block,
  });
}

/** The answer of a shard to `request` at theta = `point`, f64[d] in wasm memory, or zeros without a point. */
export function askShard(
  scope: Scope,
  shard: Struct<"Shard">,
  dimension: number,
  request: number,
  options: { point?: number; matrix?: boolean } = {},
): Struct<"Exchange"> {
  const exchange = exchangeFor(scope, shard, dimension, options);
  evaluate(scope, shard, exchange, request);
  return exchange;
}
