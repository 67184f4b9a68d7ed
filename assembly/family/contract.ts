/**
 * What a family with its link answers about one row. eta is the linear predictor, t = pivot(eta).
 * Signs: loss is minimized, so slope > 0 means "eta is too large". If eta lies outside the link's domain the loss is
 * NaN or infinite, and no step is accepted there.
 * Implementations are @final, so calls through F are direct and inlined, never virtual.
 */
@unmanaged
export abstract class RowFamily {
  /** The row's only transcendental function, shared by all methods below. */
  abstract pivot(eta: f64): f64;
  /** l(y, eta): -log-likelihood per unit weight and dispersion, terms in y alone dropped. */
  abstract loss(y: f64, eta: f64, t: f64): f64;
  /** dl/deta. */
  abstract slope(y: f64, eta: f64, t: f64): f64;
  /** d2l/deta2 at the observed y. May be negative for a non-canonical link. */
  abstract curvature(y: f64, eta: f64, t: f64): f64;
  /** d3l/deta3 at the observed y. */
  abstract third(y: f64, eta: f64, t: f64): f64;
  /** d4l/deta4 at the observed y. */
  abstract fourth(y: f64, eta: f64, t: f64): f64;
  /** E[d2l/deta2]: the IRLS weight. Never negative. */
  abstract fisher(eta: f64, t: f64): f64;
  /** mu = inverse link of eta. */
  abstract mean(eta: f64, t: f64): f64;
  /** mu'' / mu', derivatives by eta. */
  abstract meanBend(eta: f64, t: f64): f64;
  /** eta = link of mu. */
  abstract link(mu: f64): f64;
  /** V(mu), so that Var(Y) = phi V(mu) / w. */
  abstract variance(mu: f64): f64;
  /** l at mu = y. */
  abstract bestLoss(y: f64): f64;
  /**
   * The unit deviance 2 (loss - bestLoss) >= 0, by a formula that does not cancel when mu is close to y, and is not 0/0 when
   * mu rounds to the border of its domain. The same holds for the two residuals below.
   */
  abstract deviance(y: f64, eta: f64, t: f64): f64;
  /** (y - mu) / mu', mu' = dmu/deta. */
  abstract working(y: f64, eta: f64, t: f64): f64;
  /** (y - mu) / sqrt V(mu). */
  abstract pearson(y: f64, eta: f64, t: f64): f64;
  /** The log-likelihood at mu = y of a row of m trials; with a dispersion, the part that does not depend on it. */
  abstract saturated(y: f64, m: f64): f64;
  /** The direction in which eta can go for ever without the loss rising: +1 up, -1 down, 0 neither. */
  abstract recedes(y: f64, eta: f64): i32;
  /**
   * Under Gaussian noise, eta~ ~ N(eta, s): out[0] = E l(y, eta~) - l(y, eta), out[k] = E d^k l/deta^k for k = 1 .. 4.
   * out is f64[5]. Only for losses that are defined on the whole line.
   */
  abstract expectation(y: f64, eta: f64, s: f64, out: usize): void;
  /** A loss factor(y) e^(rate eta) + lean(y) eta has an exact expectation under any noise; these three give its terms. */
  abstract rate(): f64;
  abstract factor(y: f64): f64;
  abstract lean(y: f64): f64;
  /** The open interval that eta has to lie in; it may be at an end if the loss is finite there. */
  abstract low(): f64;
  abstract high(): f64;
  /** t of the barrier -t log(eta - low) - t log(high - eta) that is added to l while a search follows a border; 0: no barrier. */
  abstract barrier(): f64;
}
