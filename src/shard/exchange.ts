import type { Scope, Struct } from "../wasm/scope.js";

/** The exchange with a shard (assembly/abi/exchange.ts): memory for theta, a direction, and every answer. */
export function exchangeFor(
  scope: Scope,
  dimension: number,
  { point = scope.filled(dimension, 0), matrix = false }: { point?: number; matrix?: boolean } = {},
): Struct<"Exchange"> {
  const zeros = (): number => scope.filled(dimension, 0);
  return scope.struct("Exchange", {
    dimension,
    point,
    direction: zeros(),
    gradient: zeros(),
    product: zeros(),
    diagonal: zeros(),
    adaptive: zeros(),
    common: zeros(),
    hessian: matrix ? scope.f64(dimension * dimension) : 0,
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
  const exchange = exchangeFor(scope, dimension, options);
  scope.kernel.exports.evaluate(shard.at, exchange.at, request);
  return exchange;
}
