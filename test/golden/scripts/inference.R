# Standard errors, intervals and tests against R: summary(glm), vcov, sandwich's vcovHC and vcovCL, predict(se.fit), anova,
# profile likelihood.
#
#   Rscript test/golden/scripts/inference.R      from the repository root; writes test/golden/inference.json; needs sandwich
#
# Profile intervals: confint() interpolates a table of fits by a spline, good to three or four digits. Compared are roots of
# the profile deviance itself, found by uniroot to 1e-12; the script stops unless confint() is within 1e-3 standard errors.
# Dummy columns and interactions are made by R's model.matrix.

source("test/golden/scripts/common.R")
library(sandwich)

admit <- read.csv("test/golden/data/admit.csv")
admit$rank <- factor(admit$rank)
births <- transform(birthwt, race = factor(race), group = age %/% 3)
clotting <- data.frame(u = rep(c(5, 10, 15, 20, 30, 40, 60, 80, 100), 2), lot = rep(0:1, each = 9),
  time = c(118, 58, 42, 35, 27, 25, 21, 19, 18, 69, 35, 26, 21, 18, 16, 13, 12, 12))
insurance <- transform(Insurance, District = factor(District), Group = factor(Group, ordered = FALSE), Age = factor(Age, ordered = FALSE))

root <- function(fit, frame, j, direction) {
  X <- model.matrix(fit); b <- coef(fit)[j]; se <- sqrt(diag(vcov(fit)))[j]; phi <- summary(fit)$dispersion
  off <- if (is.null(fit$offset)) 0 else fit$offset
  gap <- function(v) {
    part <- suppressWarnings(glm.fit(X[, -j, drop = FALSE], fit$y, fit$prior.weights, offset = off + v * X[, j], family = family(fit),
                    control = golden_control))
    (part$deviance - deviance(fit)) / phi - qchisq(0.95, 1)
  }
  uniroot(gap, sort(b + direction * c(1, 3.5) * se), tol = 1e-13)$root
}

table_case <- function(name, call, drop, clusters) {
  fit <- fit_quietly(call)
  for (k in 1:20) { # Fisher scoring with a link that is not canonical gains a digit or two a step
    call$start <- coef(fit)
    fit <- fit_quietly(call)
  }
  stopifnot(fit$converged, fit$rank == length(coef(fit)))
  frame <- model.frame(fit)
  response <- model.response(frame)
  X <- model.matrix(fit)
  isFree <- !(family(fit)$family %in% c("binomial", "poisson"))
  s <- summary(fit)
  p <- length(coef(fit))
  exact <- t(sapply(seq_len(p), function(j) c(root(fit, frame, j, -1), root(fit, frame, j, 1))))
  interpolated <- suppressWarnings(suppressMessages(MASS:::confint.glm(fit)))
  gap <- max(abs(exact - interpolated) / sqrt(diag(vcov(fit))))
  cat(name, "confint is within", gap, "standard errors\n")
  stopifnot(gap < 1e-3)
  # anova() wants formulas: the same model from its matrix
  data <- list(y = fit$y, w = fit$prior.weights, o = if (is.null(fit$offset)) 0 * fit$y else fit$offset, A = X[, -(drop + 1), drop = FALSE], B = X)
  without <- suppressWarnings(glm(y ~ A - 1 + offset(o), family = family(fit), weights = w, data = data, control = golden_control))
  with <- suppressWarnings(glm(y ~ B - 1 + offset(o), family = family(fit), weights = w, data = data, control = golden_control))
  kind <- if (isFree) "F" else "Chisq"
  test <- anova(without, with, test = kind)
  rao <- anova(without, with, test = "Rao")
  rows <- c(1, 2, 7, 11, 16)
  link <- predict(fit, se.fit = TRUE); mean <- predict(fit, type = "response", se.fit = TRUE)
  d <- coef(fit)[drop + 1]
  counted <- is.matrix(response)
  list(name = name, family = sub("Gamma", "gamma", family(fit)$family), link = family(fit)$link, names = colnames(X)[-1],
    x = unname(X[, -1]), y = unname(if (counted) response[, 1] else as.numeric(response)),
    trials = if (counted) unname(rowSums(response)), weights = model.weights(frame), offset = unname(fit$offset),
    clusters = clusters, drop = drop,
    expected = list(
      coefficients = unname(coef(fit)), table = unname(s$coefficients), covariance = unname(vcov(fit)), dispersion = s$dispersion,
      HC0 = unname(sqrt(diag(vcovHC(fit, "HC0")))), HC1 = unname(sqrt(diag(vcovHC(fit, "HC1")))),
      HC2 = unname(sqrt(diag(vcovHC(fit, "HC2")))), HC3 = unname(vcovHC(fit, "HC3")),
      cluster = unname(vcovCL(fit, clusters)), profile = exact,
      rows = rows - 1, linkError = unname(link$se.fit[rows]), meanError = unname(mean$se.fit[rows]),
      ratio = c(test$Deviance[2], if (isFree) test$F[2] else NaN, test[2, ncol(test)]),
      score = c(rao$Rao[2], rao[2, ncol(rao)]),
      wald = as.numeric(d %*% solve(vcov(fit)[drop + 1, drop + 1], d))))
}

compact <- function(v) {
  if (is.null(v)) return("null")
  if (is.list(v)) { v <- Filter(Negate(is.null), v); return(paste0("{", paste0(json_text(names(v)), ": ", sapply(v, compact), collapse = ",\n"), "}")) }
  if (is.matrix(v)) return(paste0("[", paste(apply(v, 1, compact), collapse = ","), "]"))
  if (is.character(v)) return(if (length(v) == 1) json_text(v) else paste0("[", paste(json_text(v), collapse = ","), "]"))
  text <- sapply(v, function(u) if (is.nan(u)) "null" else json_number(u))
  if (length(v) == 1) text else paste0("[", paste(text, collapse = ","), "]")
}

cases <- list(
  table_case("birthwt", quote(glm(low ~ age + lwt + race + smoke + ptl + ht + ui, binomial, births)), c(1, 6), births$group),
  table_case("birthwt, probit", quote(glm(low ~ age + lwt + race + smoke, binomial("probit"), births)), c(3, 4), births$group),
  table_case("birthwt, cloglog", quote(glm(low ~ age + lwt + race + smoke, binomial("cloglog"), births)), c(3, 4), births$group),
  table_case("admit", quote(glm(admit ~ gre + gpa + rank, binomial, admit)), 3:5, admit$gre %/% 40),
  table_case("quine", quote(glm(Days ~ Eth + Sex + Age + Lrn - 0, poisson, quine)), c(2, 6), as.integer(quine$Age) * 2 + as.integer(quine$Sex)),
  table_case("quine, quasi", quote(glm(Days ~ Eth + Sex + Age + Lrn, quasipoisson, quine)), c(2, 6), as.integer(quine$Age) * 2 + as.integer(quine$Sex)),
  table_case("clotting", quote(glm(time ~ lot * log(u), Gamma, clotting)), c(3), rep(1:9, 2)),
  table_case("clotting, log", quote(glm(time ~ lot + log(u), Gamma("log"), clotting)), c(1), rep(1:9, 2)),
  table_case("Insurance", quote(glm(Claims ~ District + Group + Age + offset(log(Holders)), poisson, insurance)), 1:3, as.integer(insurance$District)),
  table_case("anorexia", quote(glm(Postwt ~ Prewt + Treat, gaussian, anorexia)), 2:3, anorexia$Prewt %/% 2),
  table_case("anorexia, weights", quote(glm(Postwt ~ Prewt + Treat, gaussian, anorexia, weights = 1 + seq_along(Prewt) %% 3)), 2:3, anorexia$Prewt %/% 2))

cat(paste0("{\"about\": ", json_text("Inference by R: a number agrees to 1e-7 relative. Order: intercept, then columns."),
  ",\n\"versions\": {\"R\": ", json_text(as.character(getRversion())), ", \"sandwich\": ", json_text(packageDescription("sandwich")$Version), "},\n\"cases\": [",
  paste(sapply(cases, compact), collapse = ",\n"), "]}\n"), file = "test/golden/inference.json")
