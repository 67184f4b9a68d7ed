import { Noise } from "../abi/ids";
import { Additive } from "./additive";
import { Dropout } from "./dropout";
import { EntryBlock, momentEntries, reachEntries, varianceEntries, varianceSums } from "./entries";

// The only file of assembly/ that knows every noise. A switch runs once per chunk of rows.

export function noiseVariances(kind: i32, params: usize, e: EntryBlock): void {
  switch (kind) {
    case Noise.Dropout: varianceEntries<Dropout>(params, e); break;
    case Noise.Additive: varianceEntries<Additive>(params, e); break;
  }
}

export function noiseMoments(kind: i32, params: usize, e: EntryBlock): void {
  switch (kind) {
    case Noise.Dropout: momentEntries<Dropout>(params, e); break;
    case Noise.Additive: momentEntries<Additive>(params, e); break;
  }
}

export function noiseReaches(kind: i32, params: usize, e: EntryBlock, out: usize): void {
  switch (kind) {
    case Noise.Dropout: reachEntries<Dropout>(params, e, out); break;
    case Noise.Additive: reachEntries<Additive>(params, e, out); break;
  }
}

export function noiseVarianceSums(kind: i32, params: usize, e: EntryBlock, weight: usize, out: usize): void {
  switch (kind) {
    case Noise.Dropout: varianceSums<Dropout>(params, e, weight, out); break;
    case Noise.Additive: varianceSums<Additive>(params, e, weight, out); break;
  }
}
