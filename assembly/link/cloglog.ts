import { ProbabilityLink } from "./contract";

/**
 * Complementary log-log and its mirror image. With u = e^eta, r = u / (e^u - 1):
 *
 *   cloglog   F = 1 - exp(-e^eta)      down = u      up = -log(1 - e^-u)      up' = -r      up'' = r (r + u - 1)
 *   loglog    F = exp(-e^-eta)         up(eta) = down(-eta) and down(eta) = up(-eta) of the above
 *
 * Source: Fisher (1922); McCullagh & Nelder (1989), section 4.3.1.
 */
@final @unmanaged
export class CloglogLink extends ProbabilityLink {
  up(eta: f64): f64 { return hit(eta); }
  upSlope(eta: f64): f64 { return -hitRate(eta); }
  upCurvature(eta: f64): f64 { return hitBend(eta); }
  down(eta: f64): f64 { return Math.exp(eta); }
  downSlope(eta: f64): f64 { return Math.exp(eta); }
  downCurvature(eta: f64): f64 { return Math.exp(eta); }
  quantile(mu: f64): f64 { return Math.log(-Math.log1p(-mu)); }
  mean(eta: f64): f64 { return -Math.expm1(-Math.exp(eta)); }
  upRecedes(): i32 { return 1; }
  downRecedes(): i32 { return 1; }
  strip(): f64 { return 1.5; } // the zeros of 1 - e^-u: eta = log(2 pi k) +- i pi / 2
  growth(): f64 { return 1.0; }
}

@final @unmanaged
export class LoglogLink extends ProbabilityLink {
  up(eta: f64): f64 { return Math.exp(-eta); }
  upSlope(eta: f64): f64 { return -Math.exp(-eta); }
  upCurvature(eta: f64): f64 { return Math.exp(-eta); }
  down(eta: f64): f64 { return hit(-eta); }
  downSlope(eta: f64): f64 { return hitRate(-eta); }
  downCurvature(eta: f64): f64 { return hitBend(-eta); }
  quantile(mu: f64): f64 { return -Math.log(-Math.log(mu)); }
  mean(eta: f64): f64 { return Math.exp(-Math.exp(-eta)); }
  upRecedes(): i32 { return 1; }
  downRecedes(): i32 { return 1; }
  strip(): f64 { return 1.5; }
  growth(): f64 { return -1.0; }
}

const HALF: f64 = 0.6931471805599453; // log 2: e^-u = 1/2
const TINY: f64 = 1e-280; // below, 1 - e^-u is u and u itself may underflow

/** -log(1 - exp(-e^x)) */
function hit(x: f64): f64 {
  const u = Math.exp(x);
  return u < TINY ? -x : u < HALF ? -Math.log(-Math.expm1(-u)) : -Math.log1p(-Math.exp(-u)); // Maechler (2012), log1mexp
}

/** r = u / (e^u - 1) */
function hitRate(x: f64): f64 {
  const u = Math.exp(x);
  return u < TINY ? 1.0 : u > 700.0 ? 0.0 : u / Math.expm1(u);
}

/** r (r + u - 1), where r + u - 1 = u/2 + u^2/12 - u^4/720 + ... for small u */
function hitBend(x: f64): f64 {
  const u = Math.exp(x);
  const r = hitRate(x);
  if (r == 0.0) return 0.0;
  return r * (u < 0.05 ? u * (0.5 + u * (1.0 / 12.0 - u * u * (1.0 / 720.0 - u * u / 30240.0))) : r + u - 1.0);
}
