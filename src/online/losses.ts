import { logistic, logisticMeans } from "./normal-means.js";

// One row of a family with one predictor, canonical link: l is half the unit deviance, as in docs/objective.md.
//
//   family     l                              l'          l''          l'''
//   gaussian   (y - eta)^2 / 2                eta - y     1            0
//   binomial   log(1 + e^eta) - y eta + c     s - y       s (1 - s)    s (1 - s) (1 - 2 s)
//   poisson    e^eta - y eta + c              e^eta - y   e^eta        e^eta
//
// s = 1 / (1 + e^-eta). Under noise on the features eta has a variance v, and by Stein's lemma
//
//   gaussian approximation    m1 = E l'(N(eta, v)),     m2 = E l''(N(eta, v))
//   quadratic approximation   m1 = l' + l''' v / 2,     m2 = l''
//
// are the derivatives of the expected loss with respect to eta, and twice that to v: the gradient of the row is m1 x_j + m2 dv/dbeta_j / 2.
//
// Source: Wager, Wang & Liang (2013), sections 2 and 5.

/** A family for which one row is learned at a time. */
export interface Loss {
  /** Half the unit deviance of y at this predictor. */
  readonly loss: (y: number, eta: number) => number;
  readonly mean: (eta: number) => number;
  /** Writes m1 and m2. */
  readonly slopes: (y: number, eta: number, variance: number, to: Float64Array) => void;
  /** A first guess of the predictor, from the first y. */
  readonly first: (y: number) => number;
}

/** Predictors of counts that are learned from are at most this: e^100 squared is still a number. */
const MOST = 100;
/** Those whose loss is told: e^700 is the largest number there is, nearly. */
const LARGEST = 700;

const countMean = (eta: number): number => Math.exp(Math.min(eta, LARGEST));

/** y log(y / mu), 0 at y = 0. */
const surprise = (y: number, logMu: number): number => (y === 0 ? 0 : y * (Math.log(y) - logMu));

const gaussian: Loss = {
  loss: (y, eta) => 0.5 * (y - eta) * (y - eta),
  mean: (eta) => eta,
  slopes: (y, eta, _, to) => {
    to[0] = eta - y;
    to[1] = 1;
  },
  first: (y) => y,
};

const binomial = (isQuadratic: boolean): Loss => ({
  // at a proportion y the least value is the entropy
  loss: (y, eta) => (1 - y) * softplus(eta) + y * softplus(-eta) + surprise(y, 0) + surprise(1 - y, 0),
  mean: logistic,
  slopes: (y, eta, variance, to) => {
    if (variance > 0 && !isQuadratic) logisticMeans(eta, variance, to);
    else {
      const s = logistic(eta);
      to[1] = s * (1 - s);
      to[0] = s + 0.5 * variance * (1 - 2 * s) * to[1]!;
    }
    to[0]! -= y;
  },
  first: () => 0,
});

const poisson = (isQuadratic: boolean): Loss => ({
  loss: (y, eta) => surprise(y, Math.min(eta, LARGEST)) - y + countMean(eta),
  mean: countMean,
  slopes: (y, eta, variance, to) => {
    if (isQuadratic) {
      to[1] = Math.exp(Math.min(eta, MOST));
      to[0] = to[1]! * (1 + 0.5 * variance) - y;
    } else {
      to[1] = Math.exp(Math.min(eta + 0.5 * variance, MOST)); // the mean of a lognormal
      to[0] = to[1]! - y;
    }
  },
  first: (y) => Math.log(y + 0.5),
});

/** Families with one predictor. */
export const LOSSES: Readonly<Record<string, (isQuadratic: boolean) => Loss>> = {
  gaussian: () => gaussian,
  binomial,
  poisson,
};

function softplus(eta: number): number {
  return Math.max(eta, 0) + Math.log1p(Math.exp(-Math.abs(eta)));
}
