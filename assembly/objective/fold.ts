import { Exchange } from "../abi/exchange";
import { Request } from "../abi/ids";
import { at, fill, put } from "../num/vec";

/**
 * Sums over partitions. The bits of a sum depend on its order, so the order is that of the partitions, whoever answered for them and when:
 *
 *   group g = ((s_16g + s_16g+1) + s_16g+2) + ...      sum = ((group 0 + group 1) + group 2) + ...
 *
 * A group of partitions that follow each other can so be summed apart from the others. With up to 16 partitions the sum is its only group.
 */
export const GROUP: i32 = 16;

/** Requests that fill the matrix. */
export const MATRIX: i32 = Request.Hessian | Request.Gram | Request.UnmovedGram;

/** Requests that fill value, loss and range. */
export const DERIVATIVES: i32 = Request.Value | Request.Gradient | Request.Hessian | Request.HessianVector | Request.Diagonal;

/** Zeros wherever the request adds. */
export function clear(exchange: Exchange, request: i32): void {
  const d = exchange.dimension;
  if (request & DERIVATIVES) {
    exchange.value = 0.0;
    exchange.loss = 0.0;
    exchange.slopeSquares = 0.0;
    exchange.lowest = Infinity;
    exchange.highest = -Infinity;
  }
  if (request & Request.Gradient) fill(d, exchange.gradient, 0.0);
  if (request & MATRIX && exchange.hessian != 0) memory.fill(exchange.hessian, 0, (<usize>d * <usize>d) << 3);
  if (request & Request.ClassGram) memory.fill(exchange.square, 0, (<usize>exchange.block * <usize>exchange.block) << 3);
  if (request & Request.HessianVector) fill(d, exchange.product, 0.0);
  if (request & Request.Diagonal) fill(d, exchange.diagonal, 0.0);
  if (request & Request.Common) {
    fill(d, exchange.common, 0.0);
    exchange.commonWeight = 0.0;
  }
  if (request & (Request.Adaptive | Request.UnmovedGram)) fill(d, exchange.adaptive, 0.0);
  if (request & Request.Recession) {
    exchange.receding = 0.0;
    exchange.blocking = 0.0;
    exchange.unmoved = 0.0;
    exchange.shaken = 0.0;
  }
}

/** Adds the answer of partition k of `count`, which must come in their order, to the sum. */
export function foldPart(exchange: Exchange, part: Exchange, k: i32, count: i32, request: i32): void {
  if (count <= GROUP) {
    add(exchange, part, request);
    return;
  }
  const group = changetype<Exchange>(exchange.group);
  if (k % GROUP == 0) clear(group, request);
  add(group, part, request);
  if (k % GROUP == GROUP - 1 || k == count - 1) add(exchange, group, request);
}

function add(to: Exchange, from: Exchange, request: i32): void {
  const d = to.dimension;
  if (request & DERIVATIVES) {
    to.value += from.value;
    to.loss += from.loss;
    to.slopeSquares += from.slopeSquares;
    to.lowest = Math.min(to.lowest, from.lowest);
    to.highest = Math.max(to.highest, from.highest);
  }
  if (request & Request.Gradient) addVector(d, from.gradient, to.gradient);
  if (request & MATRIX && to.hessian != 0) addTriangle(d, from.hessian, to.hessian);
  if (request & Request.ClassGram) addTriangle(to.block, from.square, to.square);
  if (request & Request.HessianVector) addVector(d, from.product, to.product);
  if (request & Request.Diagonal) addVector(d, from.diagonal, to.diagonal);
  if (request & Request.Common) {
    addVector(d, from.common, to.common);
    to.commonWeight += from.commonWeight;
  }
  if (request & (Request.Adaptive | Request.UnmovedGram)) addVector(d, from.adaptive, to.adaptive);
  if (request & Request.Recession) {
    to.receding += from.receding;
    to.blocking += from.blocking;
    to.unmoved += from.unmoved;
    to.shaken += from.shaken;
  }
}

/** out_i += v_i */
function addVector(n: i32, v: usize, out: usize): void {
  let i = 0;
  for (; i + 2 <= n; i += 2) {
    const to = out + (<usize>i << 3);
    v128.store(to, f64x2.add(v128.load(to), v128.load(v + (<usize>i << 3))));
  }
  if (i < n) put(out, i, at(out, i) + at(v, i));
}

/** The lower triangle, by rows of length d. */
function addTriangle(d: i32, v: usize, out: usize): void {
  for (let j = 0; j < d; ++j) {
    const row = (<usize>j * <usize>d) << 3;
    addVector(j + 1, v + row, out + row);
  }
}
