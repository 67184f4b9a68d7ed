# Covariances of dependent rows against sandwich and clubSandwich: Newey & West, clusters of two ways, CR2; and a known dispersion.
#
#   Rscript test/golden/scripts/robust.R         from the repository root; writes test/golden/robust.json; needs sandwich, clubSandwich
#
# NeweyWest(prewhite = FALSE, adjust = FALSE) has Bartlett's kernel with a given lag. vcovCL of two ways has its defaults: cadjust, no multi0, and
# type HC0, which is the default of a glm. clubSandwich's CR2 of a glm has the working weights.

source("test/golden/scripts/common.R")
suppressPackageStartupMessages({ library(sandwich); library(clubSandwich) })

births <- transform(birthwt, race = factor(race))
insurance <- transform(Insurance, District = factor(District), Group = factor(Group, ordered = FALSE), Age = factor(Age, ordered = FALSE))

robust_case <- function(name, call, a, b) {
  fit <- fit_quietly(call)
  call$start <- coef(fit)
  fit <- fit_quietly(call)
  X <- model.matrix(fit)
  frame <- model.frame(fit)
  n <- nrow(X)
  times <- (seq_len(n) * 37) %% 1009 # an order that is not that of the rows
  stopifnot(!anyDuplicated(times))
  newey <- function(lag, ...) unname(NeweyWest(fit, lag = lag, prewhite = FALSE, adjust = FALSE, ...))
  two <- vcovCL(fit, cluster = data.frame(a = a, b = b), type = "HC0")
  isMended <- any(diag(two) <= 0)
  if (isMended) { # as vcovCL(fix = TRUE), in units of the model's standard errors
    unit <- sqrt(diag(vcov(fit)) / summary(fit)$dispersion)
    e <- eigen(two / outer(unit, unit), symmetric = TRUE)
    two <- (e$vectors %*% (pmax(e$values, 0) * t(e$vectors))) * outer(unit, unit)
  }
  ordered <- NeweyWest(fit, lag = 2, prewhite = FALSE, adjust = FALSE, order.by = times)
  cat(name, "least eigenvalue of two ways", min(eigen(two)$values), if (isMended) "mended", "\n")
  list(name = name, family = sub("Gamma", "gamma", family(fit)$family), link = family(fit)$link, names = colnames(X)[-1], x = unname(X[, -1]),
    y = unname(as.numeric(model.response(frame))), weights = model.weights(frame), offset = unname(fit$offset),
    times = times, a = a, b = b, isMended = as.numeric(isMended),
    expected = list(lag0 = newey(0), lag3 = newey(3), times = unname(ordered), two = unname(two),
      CR2 = unname(as.matrix(vcovCR(fit, cluster = a, type = "CR2"))), CR2b = unname(as.matrix(vcovCR(fit, cluster = b, type = "CR2"))),
      dispersion = unname(summary(fit, dispersion = 2.5)$coefficients)))
}

cases <- list(
  robust_case("anorexia", quote(glm(Postwt ~ Prewt + Treat, gaussian, anorexia)), as.character(anorexia$Prewt %/% 4), seq_len(72) %% 7),
  robust_case("anorexia, weights", quote(glm(Postwt ~ Prewt + Treat, gaussian, anorexia, weights = 1 + seq_along(Prewt) %% 3)), as.character(anorexia$Prewt %/% 4), seq_len(72) %% 7),
  robust_case("birthwt", quote(glm(low ~ age + lwt + race + smoke + ht, binomial, births)), as.character(births$age), births$lwt %/% 10),
  robust_case("birthwt, probit", quote(glm(low ~ age + lwt + smoke, binomial("probit"), births)), as.character(births$age), births$lwt %/% 10),
  robust_case("quine", quote(glm(Days ~ Eth + Sex + Age + Lrn, poisson, quine)), as.character(seq_len(146) %% 11), as.integer(quine$Age) * 4 + seq_len(146) %% 4),
  robust_case("quine, a column of one cluster", quote(glm(Days ~ Eth + Sex + Lrn + I(seq_len(146) %% 11 == 3), poisson, quine)), as.character(seq_len(146) %% 11), seq_len(146) %% 12),
  robust_case("Insurance", quote(glm(Claims ~ Group + Age + offset(log(Holders)), poisson, insurance)), as.character(insurance$District), seq_len(64) %% 9),
  robust_case("Insurance, a negative variance", quote(glm(Claims ~ Group + Age + offset(log(Holders)), poisson, insurance)), as.character(insurance$District), as.integer(insurance$Group) * 5 + as.integer(insurance$Age) + seq_len(64) %% 2))

cat(paste0("{\"about\": ", json_text("Covariances of dependent rows: a number agrees to 1e-7 relative to its variances. Order: intercept, then columns."),
  ",\n\"versions\": {\"R\": ", json_text(as.character(getRversion())), ", \"sandwich\": ", json_text(packageDescription("sandwich")$Version),
  ", \"clubSandwich\": ", json_text(packageDescription("clubSandwich")$Version), "},\n\"cases\": [",
  paste(sapply(cases, compact), collapse = ",\n"), "]}\n"), file = "test/golden/robust.json")
