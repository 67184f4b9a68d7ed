import { toTheta } from "../shard/triangle.js";
import type { Basis, Uploaded } from "../shard/uploaded.js";

/** A point, or a direction, in the coordinates of the whole, 0 at dependent columns. */
export function wholeEntries(
  { triangle, whole }: Basis,
  gamma: Float64Array,
  { block, classes }: Pick<Uploaded, "block" | "classes">,
): Float64Array {
  const theta = new Float64Array(whole.dimension);
  for (let k = 0; k < classes; k++) {
    theta.set(toTheta(triangle, gamma.subarray(k * block, (k + 1) * block)), k * whole.block);
  }
  return theta;
}
