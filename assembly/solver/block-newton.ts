import { at, dot, fill, index, indexSlot, put, rowOf } from "../num/vec";
import { kinkNorm, kinkNormChange, sizeOf } from "../penalty/groups";
import { Model } from "./model";
import { FALL, ROUNDING, SMALLEST_STEP } from "./shared";

/**
 * Newton's step over groups of entries that share a kink, where they are not 0. There |K x| is smooth:
 *
 *   slope K^2 x / |K x|,   curvature K^2 / |K x| - K^2 x x' K^2 / |K x|^3
 *
 * `free` of the model lists the entries, those of a group next to each other.
 */

/** What the groups add: their slopes, to model.move, minus the slope of the model; their curvatures, to model.L, the free part of H. */
export function addGroupDerivatives(model: Model, count: i32): void {
  for (let a = 0; a < count;) {
    const size = sizeOf(model.groups, index(model.free, a));
    const entries = indexSlot(model.free, a);
    const norm = size > 1 ? kinkNorm(size, entries, model.kinks, model.x) : 0.0;
    for (let i = 0; size > 1 && i < size; ++i) {
      const row = rowOf(model.L, a + i, count);
      const k = at(model.kinks, index(entries, i));
      const u = k * at(model.x, index(entries, i)) / norm;
      put(model.move, a + i, at(model.move, a + i) - k * u);
      for (let l = 0; l < size; ++l) {
        const c = at(model.kinks, index(entries, l));
        const v = c * at(model.x, index(entries, l)) / norm;
        put(row, a + l, at(row, a + l) + k * ((i == l ? 1.0 : 0.0) - u * v) * (c / norm));
      }
    }
    a += size;
  }
}

/**
 * The part of the step model.move, `most` at most, after which the model has fallen enough; 0 where there is none. `pull` is minus the
 * slope of the model.
 */
export function fallingPart(d: i32, model: Model, count: i32, most: f64): f64 {
  const u = model.work;
  fill(d, u, 0.0);
  for (let a = 0; a < count; ++a) put(u, index(model.free, a), at(model.move, a));
  const promise = -dot(count, model.pull, model.move);
  let bend = 0.0, bySlope = promise, size = Math.abs(promise);
  for (let a = 0; a < count; ++a) {
    const j = index(model.free, a);
    bend += at(u, j) * dot(d, rowOf(model.H, j, d), u);
  }
  for (let a = 0; a < count;) {
    const many = sizeOf(model.groups, index(model.free, a));
    const entries = indexSlot(model.free, a);
    const norm = many > 1 ? kinkNorm(many, entries, model.kinks, model.x) : 0.0;
    for (let i = 0; many > 1 && i < many; ++i) {
      const j = index(entries, i);
      const k = at(model.kinks, j);
      const part = k * (k * at(model.x, j) / norm) * at(u, j);
      bySlope -= part;
      size += Math.abs(part);
    }
    a += many;
  }
  for (let t = most; t > SMALLEST_STEP; t *= 0.5) {
    let change = t * bySlope + 0.5 * t * t * bend;
    for (let a = 0; a < count;) {
      const many = sizeOf(model.groups, index(model.free, a));
      if (many > 1) change += kinkNormChange(many, indexSlot(model.free, a), model.kinks, model.x, t, u);
      a += many;
    }
    if (change <= FALL * t * promise + ROUNDING * t * size) return t;
  }
  return 0.0;
}
