import { Storage } from "../abi/ids";
import { Design } from "../abi/shard";
import { packPanels } from "../design/panels";
import { addWeightedGram } from "../num/gram";

/** H += Z D Z' of a plane f64[d][stride], through panels. */
export function gram(d: i32, n: i32, plane: usize, stride: i32, design: Design, panels: usize, weight: usize, H: usize, buffer: usize): void {
  packPanels<f64>(lay(design, plane, stride), 0, n, d, 0, 0, false, panels);
  addWeightedGram<f64>(d, n, panels, weight, H, buffer);
}

/** The same in f32. */
export function roughGram(d: i32, n: i32, plane: usize, stride: i32, design: Design, panels: usize, weight: usize, H: usize, buffer: usize): void {
  packPanels<f32>(lay(design, plane, stride), 0, n, d, 0, 0, false, panels);
  addWeightedGram<f32>(d, n, panels, weight, H, buffer);
}

function lay(design: Design, plane: usize, stride: i32): Design {
  design.storage = Storage.Dense64;
  design.data = plane;
  design.rowStride = 1;
  design.columnStride = stride;
  design.map = 0;
  return design;
}
