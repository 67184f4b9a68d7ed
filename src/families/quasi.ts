/** Quasi-likelihood as option `family`: made by `quasi()`. */
export interface QuasiOption {
  readonly quasi: unknown;
}

/**
 * Quasi-likelihood: mean and variance of a family, and a dispersion that is estimated by Pearson's statistic over its
 * degrees of freedom. Coefficients are those of the family; `dispersion` shows how much more the data vary than the family says.
 * There is no likelihood, so logLikelihood is NaN, aic and bic are undefined.
 *
 * @param family  "poisson", "binomial" or any other; R's quasipoisson is quasi("poisson").
 *
 * Source: Wedderburn (1974), Quasi-likelihood functions; McCullagh & Nelder (1989), chapter 9.
 *
 * @example
 * const model = await fit(x, y, { family: quasi("poisson") });
 * model.dispersion;
 */
export function quasi<F>(family: F): { readonly quasi: F } {
  return { quasi: family };
}
