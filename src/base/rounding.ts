/** How many roundings of its terms a predictor may be off by: for each addition, and for the change to the scale of x as given. */
export const ROUNDINGS = 64 * 2 ** -52;

/** The interval that must contain a predictor; infinite ends are no limit. */
export interface Ends {
  readonly low: number;
  readonly high: number;
}

/**
 * A predictor outside its domain by no more than its rounding is moved to the border: a fit may end there, and a sum in
 * another order may be -1e-17. `size` is the sum of the absolute terms. A predictor farther outside is not changed.
 */
export function ontoBorder(eta: number, { low, high }: Ends, size: number): number {
  if (eta < low) return low - eta <= ROUNDINGS * size ? low : eta;
  return eta > high && eta - high <= ROUNDINGS * size ? high : eta;
}
