/** Roundings of the terms of a predictor that it may be off by: of each addition, and of the change to the scale of x as given. */
export const ROUNDINGS = 64 * 2 ** -52;

/** The interval that a predictor has to lie in; infinite ends are none. */
export interface Ends {
  readonly low: number;
  readonly high: number;
}

/**
 * A predictor that lies outside of its domain by no more than its rounding lies on the border: a fit may end there, and a sum in
 * another order comes out at -1e-17. `size` is the sum of the absolute terms; farther outside it stays what it is.
 */
export function ontoBorder(eta: number, { low, high }: Ends, size: number): number {
  if (eta < low) return low - eta <= ROUNDINGS * size ? low : eta;
  return eta > high && eta - high <= ROUNDINGS * size ? high : eta;
}
