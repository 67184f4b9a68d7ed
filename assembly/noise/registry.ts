import { Noise } from "../abi/ids";
import { Additive } from "./additive";
import { Dropout } from "./dropout";
import { EntryBlock, momentEntries, reachEntries, varianceEntries, varianceSums } from "./entries";
import { Laplace } from "./laplace";
import { Multiplicative } from "./multiplicative";

// The only file of assembly/ that knows every noise. A switch runs once per chunk of rows.

export function noiseVariances(kind: i32, strengths: usize, e: EntryBlock): void {
  switch (kind) {
    case Noise.Dropout: varianceEntries<Dropout>(strengths, e); break;
    case Noise.Additive: varianceEntries<Additive>(strengths, e); break;
    case Noise.Multiplicative: varianceEntries<Multiplicative>(strengths, e); break;
    case Noise.Laplace: varianceEntries<Laplace>(strengths, e); break;
  }
}

export function noiseMoments(kind: i32, strengths: usize, e: EntryBlock): void {
  switch (kind) {
    case Noise.Dropout: momentEntries<Dropout>(strengths, e); break;
    case Noise.Additive: momentEntries<Additive>(strengths, e); break;
    case Noise.Multiplicative: momentEntries<Multiplicative>(strengths, e); break;
    case Noise.Laplace: momentEntries<Laplace>(strengths, e); break;
  }
}

export function noiseReaches(kind: i32, strengths: usize, e: EntryBlock, out: usize): void {
  switch (kind) {
    case Noise.Dropout: reachEntries<Dropout>(strengths, e, out); break;
    case Noise.Additive: reachEntries<Additive>(strengths, e, out); break;
    case Noise.Multiplicative: reachEntries<Multiplicative>(strengths, e, out); break;
    case Noise.Laplace: reachEntries<Laplace>(strengths, e, out); break;
  }
}

export function noiseVarianceSums(kind: i32, strengths: usize, e: EntryBlock, weight: usize, out: usize): void {
  switch (kind) {
    case Noise.Dropout: varianceSums<Dropout>(strengths, e, weight, out); break;
    case Noise.Additive: varianceSums<Additive>(strengths, e, weight, out); break;
    case Noise.Multiplicative: varianceSums<Multiplicative>(strengths, e, weight, out); break;
    case Noise.Laplace: varianceSums<Laplace>(strengths, e, weight, out); break;
  }
}
