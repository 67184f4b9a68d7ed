import { erfcx, normalCdf } from "../num/normal";
import { normalQuantile } from "../num/normal-quantile";
import { ProbabilityLink } from "./contract";

/**
 * probit: F = Phi, the normal distribution function. Symmetric: down(eta) = up(-eta). With m = phi / Phi,
 *   up = -log Phi(eta) = eta^2 / 2 - log( erfcx(-eta / sqrt 2) / 2 )  for eta <= 0      up' = -m      up'' = m (m + eta)
 *
 * m = sqrt(2 / pi) / erfcx(-eta / sqrt 2) keeps its digits in the lower tail, where m + eta = 1 / |eta| - 2 / |eta|^3 + ...
 * Source: Bliss (1934); McCullagh & Nelder (1989), section 4.3.
 */
@final @unmanaged
export class ProbitLink extends ProbabilityLink {
  up(eta: f64): f64 { return minusLog(eta); }
  upSlope(eta: f64): f64 { return -ratio(eta); }
  upCurvature(eta: f64): f64 { return bend(eta); }
  down(eta: f64): f64 { return minusLog(-eta); }
  downSlope(eta: f64): f64 { return ratio(-eta); }
  downCurvature(eta: f64): f64 { return bend(-eta); }
  quantile(mu: f64): f64 { return normalQuantile(mu); }
  mean(eta: f64): f64 { return normalCdf(eta); }
  upRecedes(): i32 { return 1; }
  downRecedes(): i32 { return 1; }
  strip(): f64 { return 2.8; } // the zeros of Phi nearest to the real line: 1.916 +- 2.816 i
  growth(): f64 { return 0.0; }
}

const INV_SQRT_2: f64 = 0.70710678118654752440;
const SQRT_2_OVER_PI: f64 = 0.79788456080286535588;
const FAR: f64 = -30.0; // beyond, m + eta is taken from its series

function minusLog(x: f64): f64 {
  return x <= 0.0 ? 0.5 * x * x - Math.log(0.5 * erfcx(-x * INV_SQRT_2)) : -Math.log1p(-normalCdf(-x));
}

/** phi(x) / Phi(x), the inverse Mills ratio */
function ratio(x: f64): f64 {
  if (x <= 0.0) return SQRT_2_OVER_PI / erfcx(-x * INV_SQRT_2);
  const tail = normalCdf(-x);
  return SQRT_2_OVER_PI / erfcx(x * INV_SQRT_2) * (tail / (1.0 - tail)); // phi = (phi / Phi(-x)) Phi(-x)
}

function bend(x: f64): f64 {
  const m = ratio(x);
  if (x > FAR) return m * (m + x);
  const r = 1.0 / (x * x);
  return 1.0 - r * (1.0 - r * (6.0 - 50.0 * r)); // m (m + x) for x -> -infinity
}
