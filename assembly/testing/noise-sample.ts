import { About } from "../noise/column";
import { noiseColumn } from "../noise/registry";
import { at, put } from "../num/vec";

const ROOM: usize = memory.data(16, 8);

/** The noised entry at the quantile u of x~; NaN for a noise that does not exist. */
export function noiseSample(kind: i32, x: f64, strength: f64, u: f64): f64 {
  put(ROOM, 0, x);
  put(ROOM, 1, kind >= 0 && kind < 5 ? u : NaN);
  noiseColumn(kind, About.Sample, strength, 0.0, 1, ROOM, ROOM + 8, 1, 0);
  return at(ROOM, 1);
}
