# Logistic regression against R's glm().
#
#   Rscript test/golden/scripts/binomial.R       from the repository root; writes test/golden/binomial.json
#
# Compared: coefficients, fitted probabilities, linear predictors, deviance, null deviance, log-likelihood with all its
# constants (the binomial coefficients, where there are trials), AIC, residual degrees of freedom.
# Not compared: standard errors and residuals (the fixture is about the fit); iteration counts; rank-deficient models
# (R reports NA for aliased columns); separated data (R stops where its tolerance lets it, there is no number to agree
# with); log-likelihood and AIC with fractional prior weights on 0/1 data: R takes the weights for trials and rounds
# them, so that a weight of 0.5 counts nothing. The deviance of that case has no such problem and is compared.
#
# The known values are published ones or come from an independent computation, see `known` in common.R.

source("test/golden/scripts/common.R")

# Graduate admissions, UCLA IDRE: test/golden/data/admit.csv.
admit <- read.csv("test/golden/data/admit.csv")
admit$rank <- factor(admit$rank)

# Venables & Ripley, Modern Applied Statistics with S, 4th ed., section 7.2: 20 moths a dose.
budworm <- data.frame(
  ldose = rep(0:5, 2),
  sex = factor(rep(c("M", "F"), each = 6)),
  dead = c(1, 4, 9, 13, 18, 20, 0, 2, 6, 10, 12, 16))

births <- transform(birthwt, race = factor(race), weight = 0.5 + (seq_along(low) %% 4) / 4)

cases <- list(
  golden_case("admit",
    quote(glm(admit ~ gre + gpa + rank, family = binomial, data = admit)),
    known = list(coefficients = paste("-3.98997907333103 0.00226442578618 0.80403754928022",
                                      "-0.67544292796356 -1.34020391646788 -1.55146367691807"),
                 deviance = "458.5174924759", nullDeviance = "499.97651755492", aic = "470.5174924759")),

  golden_case("birthwt",
    quote(glm(low ~ age + lwt + race + smoke + ptl + ht + ui, family = binomial, data = births)),
    known = list(coefficients = paste("0.4644032826509 -0.0270697792990 -0.0151825628626 1.2632193755484",
                                      "0.8616351075343 0.9233491572288 0.5417551194891 1.8336956099130",
                                      "0.7585965042112"),
                 deviance = "201.42695120381")),

  golden_case("birthwt, fractional weights",
    quote(glm(low ~ age + lwt + smoke + ht, family = binomial, data = births, weights = weight)),
    omitted = c("logLikelihood", "aic"),
    note = "logLikelihood and aic: R rounds fractional prior weights of 0/1 data to whole trials."),

  golden_case("birthwt, offset",
    quote(glm(low ~ age + lwt + smoke + offset(1.8 * ht), family = binomial, data = births))),

  golden_case("budworm, trials",
    quote(glm(cbind(dead, 20 - dead) ~ sex * ldose, family = binomial, data = budworm)),
    known = list(coefficients = "-2.993541755171 0.174986787856 0.906036435467 0.352912988736",
                 deviance = "4.9937273076203")),

  golden_case("menarche, trials",
    quote(glm(cbind(Menarche, Total - Menarche) ~ Age, family = binomial, data = menarche)),
    known = list(coefficients = "-21.22639490517 1.63196834823", deviance = "26.703451635765")),

  golden_case("menarche, trials and offset",
    quote(glm(cbind(Menarche, Total - Menarche) ~ Age + offset(0.05 * (Age - 13)^2), family = binomial,
              data = menarche))),

  golden_case("esoph, trials",
    quote(glm(cbind(ncases, ncontrols) ~ agegp + unclass(tobgp) + unclass(alcgp), family = binomial,
              data = esoph))),

  golden_case("infert",
    quote(glm(case ~ age + parity + education + spontaneous + induced, family = binomial, data = infert))),

  golden_case("mtcars",
    quote(glm(am ~ wt, family = binomial, data = mtcars))),

  golden_case("mtcars, no intercept",
    quote(glm(am ~ wt + qsec - 1, family = binomial, data = mtcars))))

write_golden("test/golden/binomial.json",
             paste("Logistic regression by R's glm(). y is 0 or 1, or the number of successes out of trials;",
                   "fitted is the probability of success in one trial, link the linear predictor."),
             cases)
