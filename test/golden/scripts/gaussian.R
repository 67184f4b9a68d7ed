# Linear regression against R's glm(family = gaussian), and against NIST and exact solutions where there are some.
#
#   Rscript test/golden/scripts/gaussian.R       from the repository root; writes test/golden/gaussian.json
#
# Compared: coefficients, fitted means, deviance (the weighted residual sum of squares), null deviance, dispersion
# (deviance / residual degrees of freedom), log-likelihood and AIC by R's convention: the variance at its
# maximum-likelihood value deviance / n, counted as one parameter in AIC, and half the sum of the logarithms of the
# weights added to the log-likelihood.
# Not compared: standard errors (the fixture is about the fit); rank-deficient models (R reports NA for aliased
# columns); the log-likelihood of data without residuals (infinite; R returns the logarithm of its rounding errors);
# NIST's Filip (degree 10 on raw powers: needs an orthogonal decomposition and no sums of squares).
#
# The known values are published ones or come from an independent computation, see `known` in common.R.

source("test/golden/scripts/common.R")

# NIST Statistical Reference Datasets. Wampler: y is the sum of the powers 0 to 5 of x, of x / 10 in Wampler2, of x
# plus a multiple of an error that is orthogonal to all six columns in Wampler3 and Wampler4.
powers <- outer(0:20, 1:5, "^")
colnames(powers) <- paste0("x", 1:5)
error <- c(759, -2048, 2048, -2048, 2523, -2048, 2048, -2048, 1838, -2048,
           2048, -2048, 1838, -2048, 2048, -2048, 2523, -2048, 2048, -2048, 759)
stopifnot(crossprod(cbind(1, powers), error) == 0)
tenths <- 10^-(0:5)
wampler <- data.frame(
  powers,
  y1 = 1 + rowSums(powers),
  y2 = round(drop(cbind(1, powers) %*% tenths), 5))
wampler$y3 <- wampler$y1 + error
wampler$y4 <- wampler$y1 + 100 * error

exact_fit <- function(y, coefficients) list(
  interceptValue = coefficients[1], coefficients = coefficients[-1],
  deviance = 0, dispersion = 0, fitted = y, link = y)
noisy_fit <- function(residual) list(
  interceptValue = 1, coefficients = rep(1, 5),
  deviance = sum(residual^2), dispersion = sum(residual^2) / 15, fitted = wampler$y1, link = wampler$y1)

wampler_note <- "Exact solution (NIST). Raw powers of 0..20 are nearly collinear: the tolerance is looser for that."
no_residuals <- "logLikelihood and aic: without residuals the likelihood has no maximum."

noint1 <- data.frame(x = 60:70, y = 130:140)
noint2 <- data.frame(x = 4:6, y = c(3, 4, 4))

# After Wilkinson's Statistics Quiz, as in the tests of GLM.jl: a column of tiny numbers.
nasty <- data.frame(y = 1:9, x = 1e-12 * (1:9))

cases <- list(
  golden_case("anorexia, offset",
    quote(glm(Postwt ~ Prewt + Treat + offset(Prewt), family = gaussian, data = anorexia)),
    known = list(coefficients = "49.771109014985 -0.565538849639 -4.097065528073 4.563062652919",
                 deviance = "3311.2626199196", dispersion = "48.6950385282")),

  golden_case("swiss",
    quote(glm(Fertility ~ Agriculture + Examination + Education + Catholic, family = gaussian, data = swiss)),
    known = list(coefficients = paste("91.05542390271397 -0.22064551045715 -0.26058239824328",
                                      "-0.96161238456030 0.12441843147162"))),

  # NIST's Longley, in R's units: millions of people, billions of dollars.
  golden_case("longley",
    quote(glm(Employed ~ ., family = gaussian, data = longley)),
    known = list(coefficients = paste("-3482.25863459582 0.0150618722713733 -0.0358191792925910",
                                      "-0.0202022980381683 -0.0103322686717369 -0.0511041056535807",
                                      "1.82915146461355"),
                 dispersion = sprintf("%.12f", 0.3048540735619638^2))),

  golden_case("NoInt1",
    quote(glm(y ~ x - 1, family = gaussian, data = noint1)),
    known = list(coefficients = "2.07438016528926", dispersion = sprintf("%.11f", 3.56753034006338^2))),

  golden_case("NoInt2",
    quote(glm(y ~ x - 1, family = gaussian, data = noint2)),
    known = list(coefficients = "0.727272727272727")),

  golden_case("Wampler1",
    quote(glm(y1 ~ x1 + x2 + x3 + x4 + x5, family = gaussian, data = wampler)),
    certified = exact_fit(wampler$y1, rep(1, 6)), omitted = c("logLikelihood", "aic"),
    tolerance = 1e-6, note = paste(wampler_note, no_residuals)),

  golden_case("Wampler2",
    quote(glm(y2 ~ x1 + x2 + x3 + x4 + x5, family = gaussian, data = wampler)),
    certified = exact_fit(wampler$y2, tenths), omitted = c("logLikelihood", "aic"),
    tolerance = 1e-6, note = paste(wampler_note, no_residuals)),

  golden_case("Wampler3",
    quote(glm(y3 ~ x1 + x2 + x3 + x4 + x5, family = gaussian, data = wampler)),
    certified = noisy_fit(error), tolerance = 1e-6, note = wampler_note),

  golden_case("Wampler4",
    quote(glm(y4 ~ x1 + x2 + x3 + x4 + x5, family = gaussian, data = wampler)),
    certified = noisy_fit(100 * error), tolerance = 1e-6, note = wampler_note),

  golden_case("NASTY",
    quote(glm(y ~ x, family = gaussian, data = nasty)),
    certified = exact_fit(1:9, c(0, 1e12)), omitted = c("logLikelihood", "aic"), note = no_residuals),

  golden_case("mtcars, weights",
    quote(glm(mpg ~ wt + hp + am, family = gaussian, data = mtcars, weights = carb / 2))))

write_golden("test/golden/gaussian.json",
             "Linear regression by R's glm(), NIST Statistical Reference Datasets and exact solutions.", cases)
