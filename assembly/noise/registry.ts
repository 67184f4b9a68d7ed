import { Noise } from "../abi/ids";
import { Additive } from "./additive";
import { About, aboutColumn } from "./column";
import { Dropout } from "./dropout";
import { Laplace } from "./laplace";
import { Multiplicative } from "./multiplicative";
import { PoissonNoise } from "./poisson";

// The only file of assembly/ that knows every noise. A switch runs once per column of a chunk, never once per entry.

/** noise/column.ts for the noise `kind`. */
export function noiseColumn(
  kind: i32, what: About, strength: f64, b: f64, m: i32, x: usize, out: usize, stride: i32, order: i32,
): void {
  switch (kind) {
    case Noise.Dropout: aboutColumn<Dropout>(what, strength, b, m, x, out, stride, order); break;
    case Noise.Additive: aboutColumn<Additive>(what, strength, b, m, x, out, stride, order); break;
    case Noise.Multiplicative: aboutColumn<Multiplicative>(what, strength, b, m, x, out, stride, order); break;
    case Noise.Laplace: aboutColumn<Laplace>(what, strength, b, m, x, out, stride, order); break;
    case Noise.Poisson: aboutColumn<PoissonNoise>(what, strength, b, m, x, out, stride, order); break;
  }
}
