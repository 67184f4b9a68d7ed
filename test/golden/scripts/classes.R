# Multinomial logistic regression without a penalty, compared with nnet::multinom().
#
#   Rscript test/golden/scripts/classes.R    from the repository root; writes test/golden/classes.json
#
# Adding a number to the coefficients of one column in all classes changes nothing: the numbers here have mean 0 over the
# classes, for every column and for the intercepts. multinom() takes its first class as 0 and is within 1e-6.
#
# Compared: intercepts, coefficients, deviance (-2 times the log-likelihood of whole rows), null deviance, log-likelihood,
# AIC with (K - 1) (p + 1) parameters. Not compared: standard errors. Penalized: penalized.R.

source("test/golden/scripts/models.R")
source("test/golden/scripts/minimize.R")
suppressPackageStartupMessages(library(nnet))

# labels: numbers or strings; classes come in sorted order.
model <- function(name, bag, x, labels, weights = NULL, note = NULL) {
  n <- nrow(x)
  p <- ncol(x)
  classes <- sort(unique(labels), method = "radix")
  k <- length(classes)
  w <- if (is.null(weights)) rep(1, n) else weights
  middle <- colSums(w * x) / sum(w)
  z <- sweep(x, 2, middle)
  size <- sqrt(colSums(w * z^2) / sum(w))
  problem <- multinomial_problem(cbind(1, sweep(z, 2, size, "/")), match(labels, classes), k, w)
  nothing <- rep(0, k * (p + 1))
  best <- minimize(problem, nothing, nothing, nothing - Inf, nothing + Inf, nothing)
  violation <- max(abs(problem$gradient(best)))
  best <- matrix(best, p + 1)
  best <- best - rowMeans(best)
  b <- best[-1, , drop = FALSE] / size
  beta0 <- best[1, ] - colSums(middle * b)

  target <- factor(labels, classes)
  fit <- multinom(target ~ x, weights = w, trace = FALSE, maxit = 10000, reltol = 1e-15, abstol = 0)
  theirs <- rbind(0, coef(fit))
  theirs <- sweep(theirs, 2, colMeans(theirs))
  gap <- max(abs(theirs - cbind(beta0, t(b))) * rep(c(1, size), each = k))
  cat(sprintf("%-40s violation %.0e, multinom %.0e away\n", name, violation, gap))
  stopifnot(violation < 1e-14, gap < 2e-5)

  counts <- tapply(w, match(labels, classes), sum)
  deviance <- 2 * sum(w) * problem$loss(c(best))
  parameters <- (k - 1) * (p + 1)
  bag <- bag_of(bag)
  list(
    name = name, note = note, data = bag$name,
    x = keep_all(bag, x), y = keep(bag, "y", labels), weights = keep(bag, "weights", weights),
    family = "multinomial",
    expected = list(
      classes = classes, intercepts = beta0, classCoefficients = t(b), deviance = deviance,
      nullDeviance = -2 * sum(counts * log(counts / sum(w))), logLikelihood = -deviance / 2,
      aic = deviance + 2 * parameters),
    tolerance = 1e-7)
}

satisfied <- model.matrix(~ Infl + Type + Cont, housing)[, -1]
mothers <- as.matrix(birthwt[, c("age", "lwt", "smoke", "ht", "ui")])
admit <- read.csv("test/golden/data/admit.csv")
two <- model.matrix(~ gre + gpa + factor(rank), admit)[, -1]
colnames(two) <- c("gre", "gpa", "rank2", "rank3", "rank4")
ages <- as.matrix(warpbreaks["breaks"])

cases <- list(
  model("housing, labels and weights", "housing", satisfied, as.character(housing$Sat), housing$Freq,
        note = "One row for each cell of the table, its frequency as the weight."),
  model("birthwt, race by number", "birthwt", mothers, as.numeric(birthwt$race)),
  model("birthwt, four classes", "birthwt, visits", mothers[, -4], pmin(as.numeric(birthwt$ftv), 3)),
  model("warpbreaks, one column", "warpbreaks", ages, as.character(warpbreaks$tension)),
  model("admit, two classes", "admit", two, as.numeric(admit$admit), note = "Half the logistic regression, twice."))

logit <- coef(glm(admit ~ gre + gpa + factor(rank), binomial, admit, control = golden_control))
stopifnot(max(abs(2 * cases[[5]]$expected$classCoefficients[2, ] / logit[-1] - 1)) < 1e-10)

write_models("test/golden/classes.json", paste(
  "Multinomial logistic regression by Newton's method, compared with nnet::multinom(). A case names its columns in data.",
  "Intercepts and coefficients (one row of classCoefficients a class) have mean 0 over the classes. A coefficient agrees",
  "when |actual - expected| <= tolerance * max(|expected|, 0.1 / sd of the column), an intercept when |actual - expected|",
  "<= tolerance * max(1, |expected|), other numbers relatively."),
  c("MASS", "nnet"), cases, arrays = c("x", "classes", "intercepts"), inline = character())
