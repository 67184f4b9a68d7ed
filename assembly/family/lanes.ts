import { RowFamily } from "./contract";

/**
 * A family with a fused form: its answers about two rows at a time, as RowFamily has them for one. Its answers about one
 * row are lane 0 of these, so each formula is written once.
 */
@unmanaged
export abstract class LaneFamily extends RowFamily {
  abstract pivots(eta: v128): v128;
  abstract losses(y: v128, eta: v128, t: v128): v128;
  abstract slopes(y: v128, eta: v128, t: v128): v128;
  abstract curvatures(y: v128, eta: v128, t: v128): v128;
  abstract thirds(y: v128, eta: v128, t: v128): v128;
  abstract fourths(y: v128, eta: v128, t: v128): v128;
  /** The expectations of two rows, into out and other; of one row where these are the same. */
  abstract expectations(y: v128, eta: v128, s: v128, out: usize, other: usize): void;
  low(): f64 { return -Infinity; }
  high(): f64 { return Infinity; }
  barrier(): f64 { return 0.0; }
}
