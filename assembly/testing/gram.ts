import { addWeightedGram, narrow } from "../num/gram";
import { rowOf } from "../num/vec";

export function gram(d: i32, n: i32, stride: i32, weight: usize, Z: usize, H: usize, buffer: usize): void {
  addWeightedGram<f64>(d, n, stride, weight, Z, H, buffer);
}

/** The same in f32; weight and Z are floats afterwards. */
export function roughGram(d: i32, n: i32, stride: i32, weight: usize, Z: usize, H: usize, buffer: usize): void {
  narrow(n, weight);
  for (let j = 0; j < d; ++j) narrow(n, rowOf(Z, j, stride));
  addWeightedGram<f32>(d, n, stride, weight, Z, H, buffer);
}
