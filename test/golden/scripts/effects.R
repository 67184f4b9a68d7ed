# Marginal effects and estimated marginal means.
#
#   LC_ALL=C Rscript test/golden/scripts/effects.R      from the repository root; writes test/golden/effects.json
#
# Means and their differences by emmeans (Debian: r-cran-emmeans). Marginal effects are written out here, from model.matrix and the definition:
# the derivative of the average mean by a column, or the difference of averages at two levels, with derivatives by Richardson's
# extrapolation, and standard errors by the delta method. Parts of terms and intervals for new observations by predict(). Needs jsonlite.

suppressPackageStartupMessages({
  library(emmeans)
  library(jsonlite)
})
options(warn = 1)
tight <- glm.control(epsilon = 1e-15, maxit = 100)

richardson <- function(f, h) {
  d <- function(h) (f(h) - f(-h)) / (2 * h)
  a <- c(d(h), d(h / 2), d(h / 4), d(h / 8))
  for (k in 1:3) a <- (4^k * a[-1] - a[-length(a)]) / (4^k - 1)
  a
}

# g(beta) with its standard error
delta <- function(fit, g) {
  b <- coef(fit)
  slopes <- vapply(seq_along(b), function(k) {
    richardson(function(e) g(replace(b, k, b[k] + e)), 0.02 * max(sqrt(vcov(fit)[k, k]), 1e-3 * abs(b[k])))
  }, 0)
  list(estimate = g(b), se = sqrt(drop(slopes %*% vcov(fit) %*% slopes)))
}

mean_of <- function(fit, data, b, offset = TRUE) {
  frame <- model.frame(delete.response(terms(fit)), data, xlev = fit$xlevels)
  eta <- drop(model.matrix(delete.response(terms(fit)), frame, contrasts.arg = fit$contrasts) %*% b)
  o <- if (offset) model.offset(frame) else NULL
  if (!is.null(o)) eta <- eta + o
  fit$family$linkinv(eta)
}

effects_of <- function(fit, data, weights, variables, at = list(), offset = TRUE) {
  for (v in names(at)) data[[v]] <- if (is.factor(data[[v]])) factor(at[[v]], levels(data[[v]])) else at[[v]]
  average <- function(d, b) weighted.mean(mean_of(fit, d, b, offset), weights)
  set <- function(v, value) { d <- data; d[[v]] <- value; d }
  unlist(lapply(variables, function(v) {
    x <- data[[v]]
    if (is.factor(x)) {
      lapply(levels(x)[-1], function(l) {
        g <- function(b) average(set(v, factor(l, levels(x))), b) - average(set(v, factor(levels(x)[1], levels(x))), b)
        c(list(variable = v, contrast = paste(l, "-", levels(x)[1])), delta(fit, g))
      })
    } else {
      h <- 0.01 * diff(range(x)) / 4
      if (h == 0) h <- 0.01 * max(1, abs(x[1]))
      if (all(x > 0)) h <- pmin(h, 0.01 * x)
      g <- function(b) richardson(function(e) weighted.mean(mean_of(fit, set(v, x + e * h), b, offset) / h, weights), 1)
      list(c(list(variable = v, contrast = "slope"), delta(fit, g)))
    }
  }), recursive = FALSE)
}

means_of <- function(fit, used, of, average) {
  means <- emmeans(fit, of, weights = average, data = used)
  response <- summary(means, type = "response", infer = c(TRUE, FALSE))
  n <- length(of)
  rows <- function(s, estimate) lapply(seq_len(nrow(s)), function(k) {
    named <- s[k, ]
    low <- intersect(c("asymp.LCL", "lower.CL"), names(s)); high <- intersect(c("asymp.UCL", "upper.CL"), names(s))
    list(name = paste(vapply(named[seq_len(n)], as.character, ""), collapse = ", "), estimate = named[[estimate]], se = named$SE,
         lower = named[[low]], upper = named[[high]])
  })
  pairs_of <- function(adjust) {
    s <- summary(pairs(means, reverse = TRUE, adjust = adjust), type = "response", infer = TRUE)
    low <- intersect(c("asymp.LCL", "lower.CL"), names(s)); high <- intersect(c("asymp.UCL", "upper.CL"), names(s))
    lapply(seq_len(nrow(s)), function(k) list(name = as.character(s$contrast[k]), estimate = s[k, 2], se = s$SE[k], p = s$p.value[k],
      lower = s[k, low], upper = s[k, high]))
  }
  list(of = of, average = average, rows = rows(response, names(response)[n + 1]),
    tukey = pairs_of("tukey"), holm = pairs_of("holm"), bonferroni = pairs_of("bonferroni"))
}

# The parts of the terms in the first rows.
terms_of <- function(fit, used) {
  found <- predict(fit, used[1:6, ], type = "terms", se.fit = TRUE)
  list(labels = colnames(found$fit), constant = attr(found$fit, "constant"), values = unname(t(found$fit)), errors = unname(t(found$se.fit)))
}

prediction_of <- function(fit, used) unname(predict(lm(formula(fit), used), used[1:6, ], interval = "prediction", level = 0.9))

case <- function(data, formula, family, read, weights = NULL, exposure = NULL, effects = list(), means = list()) {
  table <- read
  used <- table[complete.cases(table[all.vars(formula)]), ]
  w <- used$w <- if (is.null(weights)) rep(1, nrow(used)) else used[[weights]]
  whole <- if (is.null(exposure)) formula else update(formula, as.formula(sprintf(". ~ . + offset(log(%s))", exposure)))
  fit <- eval(bquote(glm(.(whole), family = family, data = used, weights = w, control = tight)))
  list(
    data = data, formula = paste(deparse(formula, width.cutoff = 500L), collapse = " "), family = fit$family$family, link = fit$family$link,
    weights = weights, exposure = exposure,
    effects = lapply(effects, function(e) c(e, list(rows = do.call(effects_of, c(list(fit, used, w), e))))),
    means = lapply(means, function(m) do.call(means_of, c(list(fit, used), m))),
    terms = terms_of(fit, used), prediction = if (family$family == "gaussian") prediction_of(fit, used))
}

birthwt <- read.csv("examples/data/birthwt.csv", stringsAsFactors = TRUE)
titanic <- read.csv("examples/data/titanic.csv", stringsAsFactors = TRUE)
insurance <- read.csv("examples/data/insurance.csv", stringsAsFactors = TRUE)

cases <- list(
  case("birthwt.csv", low ~ age + log(lwt) + race * smoke, binomial(), birthwt,
    effects = list(list(variables = c("age", "lwt", "race", "smoke")), list(variables = c("lwt", "race"), at = list(age = 30))),
    means = list(list(of = "race", average = "equal"), list(of = "race", average = "proportional"), list(of = c("race", "smoke"), average = "equal"))),
  case("birthwt.csv", low ~ poly(age, 2) + race, binomial("probit"), birthwt,
    effects = list(list(variables = c("age", "race"))), means = list(list(of = "race", average = "equal"))),
  case("birthwt.csv", bwt ~ race + smoke * age, gaussian(), birthwt,
    effects = list(list(variables = c("race", "age"))), means = list(list(of = "race", average = "equal"))),
  case("titanic.csv", survived ~ age + I(age^2) + sex * passengerClass, binomial(), titanic,
    effects = list(list(variables = c("age", "sex", "passengerClass"))),
    means = list(list(of = "passengerClass", average = "equal"), list(of = "sex", average = "proportional"))),
  case("insurance.csv", Claims ~ District + Age + Group, poisson(), transform(insurance, District = factor(District)), exposure = "Holders",
    effects = list(list(variables = c("District", "Age")), list(variables = "Group", offset = FALSE)),
    means = list(list(of = "Group", average = "equal"), list(of = "Age", average = "proportional"))))

write_json(list(about = "estimates and standard errors agree to 1e-6 of their size", cases = cases), "test/golden/effects.json",
  digits = I(12), auto_unbox = TRUE, null = "null", pretty = FALSE)
