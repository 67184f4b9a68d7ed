// The coefficients of a stream: AdaGrad on features that are scaled as they come, with a ridge and a lasso.
//
//   scale      s_j = max |x_ij| so far;  when it grows, beta_j shrinks so that beta_j s_j stays
//   size       N = sum over rows and features of (x_ij / s_j)^2,   T = sum of the weights of rows
//   gradient   g = w dl/dbeta_j,   G_j = sum (g / s_j)^2
//   step       a_j = eta D sqrt(T / N) / (s_j^2 sqrt(G_j)),    beta_j -= a_j g
//   penalty    beta_j -> soft(beta_j, a_j l1) / (1 + a_j l2), per row: of the objective  mean loss + l1 |beta|_1 + l2 |beta|^2 / 2
//
// D is the standard deviation of y so far for the gaussian family, 1 for the others. A change of the unit of a feature changes its coefficient by the
// inverse factor and nothing else; so does a change of the unit of y.
//
// Rows without a feature still penalize it. They are made up for when it comes again, all at once: with the step a as it is now,
// T' steps beta -> (beta - a l1) / (1 + a l2) toward 0 have the closed form (beta + l1 / l2) q^T' - l1 / l2, q = 1 / (1 + a l2), until 0.
//
// Source: Duchi, Hazan & Singer (2011), section 1.3 and 5; Ross, Mineiro & Langford (2013), Normalized online learning, algorithm 2 (NAG).

/** Parts of the state that are numbers per feature, or per feature and class. */
export const VECTORS = ["scales", "last", "beta", "squares"] as const;

export class Weights {
  /** s_j; 0 for a feature that has not come. */
  readonly scales: Float64Array;
  /** T when the penalties of a feature were last made up for. */
  readonly last: Float64Array;
  /** beta and G, class after class for each feature. */
  readonly beta: Float64Array;
  readonly squares: Float64Array;
  /** T and N. */
  total = 0;
  size = 0;
  /** eta D sqrt(T / N), for the row that is learned. */
  rate = 0;

  /** The last feature is the intercept, which has no penalty. */
  constructor(
    readonly features: number,
    readonly classes: number,
    readonly l1: number,
    readonly l2: number,
  ) {
    this.scales = new Float64Array(features);
    this.last = new Float64Array(features);
    this.beta = new Float64Array(features * classes);
    this.squares = new Float64Array(features * classes);
  }

  /** Makes feature j ready for an entry x, which is not 0: its scale, its part of N, its penalties so far. */
  reach(j: number, x: number, weight: number): void {
    const { scales, beta, classes } = this;
    const size = Math.abs(x);
    const before = scales[j]!;
    if (this.l1 + this.l2 > 0 && before > 0 && j < this.features - 1) this.#settle(j);
    if (size > before) {
      if (before > 0) for (let c = j * classes; c < (j + 1) * classes; c++) beta[c]! *= before / size;
      scales[j] = size;
    }
    const part = x / scales[j]!;
    this.size += weight * part * part;
  }

  /** A step against g, the derivative of the row with respect to entry `at` of beta, which belongs to feature j. */
  move(at: number, j: number, g: number): void {
    const scale = this.scales[j]!;
    const own = g / scale;
    const square = this.squares[at]! + own * own;
    this.squares[at] = square;
    if (square > 0) this.beta[at]! -= (this.rate * own) / (scale * Math.sqrt(square));
  }

  #settle(j: number): void {
    for (let at = j * this.classes; at < (j + 1) * this.classes; at++) this.beta[at] = this.settled(at, j);
    this.last[j] = this.total;
  }

  /** Entry `at` of beta, feature j, with all its penalties up to now. */
  settled(at: number, j: number): number {
    const { l1, l2 } = this;
    const beta = this.beta[at]!;
    const steps = this.total - this.last[j]!;
    const square = this.squares[at]!;
    if (beta === 0 || steps === 0 || square === 0 || l1 + l2 === 0 || j === this.features - 1) return beta;
    const scale = this.scales[j]!;
    const step = this.rate / (scale * scale * Math.sqrt(square));
    const left = l2 > 0 ? damped(Math.abs(beta), step * l2, l1 / l2, steps) : Math.abs(beta) - steps * step * l1;
    return left > 0 ? Math.sign(beta) * left : 0;
  }
}

/** (size + ratio) q^steps - ratio with q = 1 / (1 + d), without loss of digits where d is small. */
function damped(size: number, d: number, ratio: number, steps: number): number {
  const fall = Math.expm1(-steps * Math.log1p(d)); // q^steps - 1
  return size + (size + ratio) * fall;
}
