# Poisson regression with the log link against R's glm().
#
#   Rscript test/golden/scripts/poisson.R        from the repository root; writes test/golden/poisson.json
#
# Compared: coefficients, fitted means, linear predictors, deviance, null deviance, log-likelihood with all its
# constants, AIC, residual degrees of freedom.
# Not compared: standard errors and residuals (the fixture is about the fit); iteration counts (another algorithm has
# others); rank-deficient models (R reports NA for aliased columns, a convention and not a number); quasi-Poisson
# dispersion (dispersion is 1 here). R's null deviance of a model without an intercept is that of mu = exp(offset).
#
# The known values are published ones or come from an independent computation, see `known` in common.R.

source("test/golden/scripts/common.R")

# Dobson (1990), An Introduction to Generalized Linear Models, p. 93: the example of ?glm.
dobson <- data.frame(
  counts = c(18, 17, 15, 20, 10, 20, 25, 13, 12),
  outcome = gl(3, 1, 9),
  treatment = gl(3, 3),
  weight = c(0.5, 1.25, 2, 0.75, 1, 1.5, 0.25, 3, 0.8))

# The example of the glmnet vignette on family functions: a Newton method without a line search diverges here.
set.seed(2020)
steep <- matrix(runif(100 * 4, min = 5, max = 10), 100)
steep <- data.frame(steep, y = rpois(100, exp(rowMeans(steep))))

cases <- list(
  golden_case("dobson",
    quote(glm(counts ~ outcome + treatment, family = poisson, data = dobson)),
    known = list(coefficients = "3.04452243772 -0.454255272278 -0.292987124681 0.00000000000 0.00000000000",
                 deviance = "5.1291410770011", nullDeviance = "10.581445863751",
                 logLikelihood = "-23.380659200979", aic = "56.761318401958")),

  golden_case("dobson, fractional weights",
    quote(glm(counts ~ outcome + treatment, family = poisson, data = dobson, weights = weight))),

  golden_case("insurance, offset",
    quote(glm(Claims ~ District + Group + Age + offset(log(Holders)), family = poisson, data = Insurance)),
    known = list(coefficients = paste("-1.8217399180940 0.0258681909110 0.0385239271039 0.2342053279773",
                                      "0.1613369799984 0.3928104908284 0.5634123411155",
                                      "-0.1910101063281 -0.3449506582539 -0.5366707063941"),
                 deviance = "51.420032749053")),

  golden_case("anorexia, offset",
    quote(glm(round(Postwt) ~ Prewt + Treat + offset(log(Prewt)), family = poisson, data = anorexia)),
    known = list(coefficients = "0.61587278 -0.00700535 -0.048518903 0.05331228",
                 deviance = "39.686114742427705")),

  golden_case("warpbreaks",
    quote(glm(breaks ~ wool + tension, family = poisson, data = warpbreaks))),

  golden_case("quine",
    quote(glm(Days ~ Eth + Sex + Age + Lrn, family = poisson, data = quine))),

  golden_case("steep, no intercept",
    quote(glm(y ~ . - 1, family = poisson, data = steep)),
    known = list(coefficients = "0.2498822911 0.2480408584 0.2517743509 0.2505485037")))

write_golden("test/golden/poisson.json",
             "Poisson regression, log link, by R's glm(). y is a count; fitted is the mean, link the linear predictor.",
             cases)
