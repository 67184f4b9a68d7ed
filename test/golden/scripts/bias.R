# Bias-reduced fits against brglm2, and profiles and tests of the penalized likelihood against a dense computation.
#
#   Rscript test/golden/scripts/bias.R           from the repository root; writes test/golden/bias.json; needs brglm2
#
# Estimates, standard errors and deviances are those of brglm2 with type = "AS_mean". Ends of intervals and likelihood ratios are those
# of l + log|X'WX| / 2, a function of all coefficients, maximized by optim over those that are not held; the roots are found by uniroot.
# The script stops unless the numbers that logistf prints for sex2 and endometrial come out.

source("test/golden/scripts/common.R")
library(brglm2)

sex2 <- read.csv("test/golden/data/sex2.csv") # urinary tract infection, Foxman et al. (1997), as distributed with logistf; counts of equal rows
data(endometrial); data(lizards)
insurance <- transform(Insurance, District = factor(District), Group = factor(Group, ordered = FALSE), Age = factor(Age, ordered = FALSE))
sparse <- data.frame(y = c(0, 0, 0, 0, 3, 5, 2, 7), g = rep(0:1, each = 4), t = c(1, 2, 3, 4, 1, 2, 3, 4)) # no event in one group

penalized <- function(fit) {
  X <- model.matrix(fit); y <- fit$y; w <- fit$prior.weights
  off <- if (is.null(fit$offset)) 0 else fit$offset
  isBinomial <- family(fit)$family == "binomial"
  function(b) {
    eta <- drop(X %*% b) + off
    mu <- if (isBinomial) plogis(eta) else exp(eta)
    v <- if (isBinomial) exp(-abs(eta)) / (1 + exp(-abs(eta)))^2 else mu
    l <- if (isBinomial) sum(w * (y * plogis(eta, log.p = TRUE) + (1 - y) * plogis(-eta, log.p = TRUE))) else sum(w * (y * eta - mu))
    l + as.numeric(determinant(crossprod(X, w * v * X))$modulus) / 2
  }
}

# Its maximum where the coefficients `held` have some values.
highest <- function(pl, b, held, values) {
  b[held] <- values
  free <- setdiff(seq_along(b), held)
  if (length(free) == 0) return(pl(b))
  f <- function(u) { b[free] <- u; -pl(b) }
  u <- b[free]
  for (k in 1:4) u <- optim(u, f, method = "BFGS", control = list(reltol = 1e-16, maxit = 500, ndeps = rep(1e-5, length(u))))$par
  -f(u)
}

bias_case <- function(name, call, drop, isProfiled = TRUE) {
  call$method <- "brglmFit"; call$type <- "AS_mean"; call$epsilon <- 1e-12; call$maxit <- 5000
  fit <- eval(call, globalenv())
  stopifnot(fit$converged)
  X <- model.matrix(fit); b <- coef(fit); se <- sqrt(diag(vcov(fit)))
  response <- model.response(model.frame(fit))
  counted <- is.matrix(response)
  expected <- list(coefficients = unname(b), standardErrors = unname(se), deviance = deviance(fit), logLikelihood = as.numeric(logLik(fit)))
  if (isProfiled) {
    pl <- penalized(fit); best <- pl(b)
    end <- function(j, direction) {
      gap <- function(v) 2 * (best - highest(pl, b, j, v)) - qchisq(0.95, 1)
      uniroot(gap, sort(b[j] + direction * c(0.7, 5) * se[j]), tol = 1e-11)$root
    }
    expected$profile <- t(sapply(seq_along(b), function(j) c(end(j, -1), end(j, 1))))
    expected$ratio <- 2 * (best - highest(pl, b, drop + 1, 0))
    expected$all <- 2 * (best - highest(pl, b, seq_along(b)[-1], 0))
    expected$each <- sapply(seq_along(b)[-1], function(j) 2 * (best - highest(pl, b, j, 0)))
  }
  cat(name, fit$iter, "iterations\n")
  list(name = name, family = family(fit)$family, link = family(fit)$link, names = colnames(X)[-1], x = unname(X[, -1, drop = FALSE]),
    y = unname(if (counted) response[, 1] else as.numeric(response)), trials = if (counted) unname(rowSums(response)),
    weights = model.weights(model.frame(fit)), offset = unname(fit$offset), drop = drop, expected = expected)
}

endo <- function(link) substitute(glm(HG ~ NV + PI + EH, binomial(l), endometrial), list(l = link))
cases <- list(
  bias_case("sex2", quote(glm(case ~ age + oc + vic + vicl + vis + dia, binomial, sex2, weights = count)), 3:5),
  bias_case("endometrial", endo("logit"), c(1, 3)),
  bias_case("endometrial, probit", endo("probit"), 1, FALSE),
  bias_case("endometrial, cloglog", endo("cloglog"), 1, FALSE),
  bias_case("lizards", quote(glm(cbind(grahami, opalinus) ~ height + diameter + light + time, binomial, lizards)), 4:5),
  bias_case("lizards, cauchit", quote(glm(cbind(grahami, opalinus) ~ height + diameter + light + time, binomial("cauchit"), lizards)), 4:5, FALSE),
  bias_case("lizards, loglog", quote(glm(cbind(opalinus, grahami) ~ height + diameter + light + time, binomial("cloglog"), lizards)), 4:5, FALSE),
  bias_case("Insurance", quote(glm(Claims ~ District + Group + Age + offset(log(Holders)), poisson, insurance)), 1:3),
  bias_case("no event in a group", quote(glm(y ~ g + t, poisson, sparse)), 1))

logistf <- c(0.12025404, -1.10598130, -0.06881673, 2.26887464, -2.11140816, -0.78831694)
stopifnot(abs(cases[[1]]$expected$coefficients[1:6] - logistf) < 5e-8, abs(cases[[1]]$expected$coefficients[7] - 3.096012) < 1e-6,
  abs(cases[[1]]$expected$all - 49.09064) < 1e-5)

cat(paste0("{\"about\": ", json_text("Bias-reduced fits: a number agrees to 1e-7 relative. Order: intercept, then columns."),
  ",\n\"versions\": {\"R\": ", json_text(as.character(getRversion())), ", \"brglm2\": ", json_text(packageDescription("brglm2")$Version), "},\n\"cases\": [",
  paste(sapply(cases, compact), collapse = ",\n"), "]}\n"), file = "test/golden/bias.json")
