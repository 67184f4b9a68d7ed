/**
 * What a link for probabilities answers: mu = F(eta), through the two logarithms of a likelihood,
 *
 *   up(eta) = -log F(eta)        down(eta) = -log(1 - F(eta))
 *
 * and their first two derivatives. In this form neither tail loses a digit where mu or 1 - mu underflows.
 */
@unmanaged
export abstract class ProbabilityLink {
  abstract up(eta: f64): f64;
  abstract upSlope(eta: f64): f64;
  abstract upCurvature(eta: f64): f64;
  abstract down(eta: f64): f64;
  abstract downSlope(eta: f64): f64;
  abstract downCurvature(eta: f64): f64;
  /** F^-1(mu) */
  abstract quantile(mu: f64): f64;
  /** F(eta) */
  abstract mean(eta: f64): f64;
  /** Whether `up` falls for ever as eta rises (1), and `down` as eta falls. 0 if a boundary comes first. */
  abstract upRecedes(): i32;
  abstract downRecedes(): i32;
  /**
   * Distance from the real line to the nearest singularity of `up` and `down`, which sets the step of the quadrature.
   * 0 if eta cannot take every value, so that no expectation exists.
   */
  abstract strip(): f64;
  /** +1 when `down` grows like e^eta, -1 when `up` grows like e^-eta, 0 when both grow like a polynomial. */
  abstract growth(): f64;
}
