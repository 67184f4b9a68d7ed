# Paths and cross-validation by glmnet on its own four examples, converged as far as it goes.
#
#   Rscript test/golden/scripts/paths.R      from the repository root; writes test/golden/paths.json
#
# The data are those of penalized.json. Compared: the grid of lambdas, coefficients at every lambda, and from cv.glmnet the
# curve, its standard errors, lambda.min and lambda.1se. The folds get the grid of the whole data, as ours do: when left to
# itself, cv.glmnet chooses a grid for every fold and interpolates. Its stopping rules are switched off, so that every path
# has its 100 steps. Its deviances of classes hold probabilities within [1e-5, 1 - 1e-5]: option clip does so here.
# For two classes its mse and mae are summed over both, twice ours.
#
# At the first lambda of a ridge glmnet has the fit of an infinite one, all coefficients 0: not compared.
#
# Printed for each path: the largest violation of the optimality conditions, on standardized columns.
# Numbers of coefficients have 10 digits, others 17.

suppressPackageStartupMessages(library(glmnet))
glmnet.control(fdev = 0, devmax = 1, epsnr = 1e-14, mxitnr = 1000)

number <- function(v, digits) ifelse(v == 0, "0", sub("e([+-])0+", "e\\1", sprintf(paste0("%.", digits, "g"), v)))
vector <- function(v, digits = 17) paste0("[", paste(number(v, digits), collapse = ","), "]")
matrix_of <- function(m, digits = 10) paste0("[", paste(apply(m, 2, vector, digits), collapse = ",\n"), "]")

# columns: steps; rows: intercept, coefficients
violation <- function(x, y, family, lambda, alpha, fit) {
  s <- sqrt(colMeans(sweep(x, 2, colMeans(x))^2))
  z <- sweep(sweep(x, 2, colMeans(x)), 2, s, "/")
  worst <- 0
  parts <- if (family == "multinomial") coef(fit) else list(coef(fit))
  etas <- lapply(parts, function(b) cbind(1, x) %*% as.matrix(b))
  total <- if (family == "multinomial") Reduce(`+`, lapply(etas, exp))
  labels <- sort(unique(c(y)))
  for (k in seq_along(parts)) {
    mu <- switch(family, gaussian = etas[[k]], binomial = plogis(as.matrix(etas[[k]])), poisson = exp(etas[[k]]),
                 multinomial = exp(etas[[k]]) / total)
    target <- if (family == "multinomial") as.numeric(c(y) == labels[k]) else as.numeric(y)
    g <- as.matrix(crossprod(z, as.matrix(mu) - target)) / nrow(x)
    b <- as.matrix(parts[[k]])[-1, , drop = FALSE] * s
    l <- matrix(lambda, nrow(b), length(lambda), byrow = TRUE)
    ridge <- if (family == "gaussian") l * (1 - alpha) / sqrt(mean((y - mean(y))^2)) else l * (1 - alpha)
    g <- g + ridge * b
    off <- ifelse(b == 0, pmax(0, abs(g) - alpha * l), abs(g + alpha * l * sign(b)))
    worst <- max(worst, if (alpha < 0.001) off[, -1] else off) # glmnet's first step of a ridge is that of lambda = infinity
  }
  worst
}

cases <- character()
add <- function(name, data, x, y, family, alpha = 1, measures) {
  y <- if (is.matrix(y)) drop(y) else y
  fit <- suppressWarnings(glmnet(x, y, family = family, alpha = alpha, thresh = 1e-22, maxit = 1e9))
  stopifnot(length(fit$lambda) == 100)
  scale <- if (family == "gaussian") sd(y) else 1
  cat(sprintf("%-40s violation %.1e\n", name, violation(x, y, family, fit$lambda, alpha, fit) / scale))
  parts <- if (family == "multinomial") coef(fit) else list(coef(fit))
  parts <- lapply(parts, as.matrix)
  if (family == "multinomial") {
    middle <- Reduce(`+`, lapply(parts, function(b) b[1, ])) / length(parts)
    parts <- lapply(parts, function(b) { b[1, ] <- b[1, ] - middle; b })
  }
  fold <- rep_len(c(3, 1, 8, 5, 10, 2, 7, 4, 9, 6), nrow(x))
  curves <- vapply(measures, function(measure) {
    cv <- suppressWarnings(cv.glmnet(x, y, family = family, alpha = alpha, lambda = fit$lambda, foldid = fold,
                                     type.measure = measure, thresh = 1e-22, maxit = 1e9))
    stopifnot(length(cv$lambda) == 100)
    sprintf('{"measure":"%s","mean":%s,\n"standardError":%s,\n"lambdaMin":%s,"lambda1se":%s}', measure, vector(cv$cvm, 12),
            vector(cv$cvsd, 12), number(cv$lambda.min, 17), number(cv$lambda.1se, 17))
  }, "")
  cases[length(cases) + 1] <<- sprintf(
    '{"name":"%s","data":"%s","family":"%s","alpha":%s,\n"lambdas":%s,\n"coefficients":[%s],\n"folds":%s,\n"curves":[%s]}',
    name, data, family, alpha, vector(fit$lambda), paste(vapply(parts, matrix_of, ""), collapse = ",\n"),
    paste0("[", paste(fold, collapse = ","), "]"), paste(curves, collapse = ",\n"))
}

data(QuickStartExample)
data(BinomialExample)
data(PoissonExample)
data(MultinomialExample)
add("quick start", "QuickStartExample", QuickStartExample$x, QuickStartExample$y, "gaussian", 1, c("mse", "mae"))
add("binomial example", "BinomialExample", BinomialExample$x, BinomialExample$y, "binomial", 1,
    c("deviance", "class", "auc", "mse", "mae"))
add("binomial example, elastic net", "BinomialExample", BinomialExample$x, BinomialExample$y, "binomial", 0.5, "deviance")
add("poisson example", "PoissonExample", PoissonExample$x, PoissonExample$y, "poisson", 1, c("deviance", "mse"))
add("poisson example, ridge", "PoissonExample", PoissonExample$x, PoissonExample$y, "poisson", 0, "deviance")
add("multinomial example", "MultinomialExample", MultinomialExample$x, MultinomialExample$y, "multinomial", 1,
    "deviance")

about <- "glmnet 4.1-6. coefficients: per class, per lambda, intercept first, on the original scale, with standardize true; a multinomial's intercepts centred. folds: the fold that holds a row out."
writeLines(sprintf('{"about":"%s",\n"cases":[%s]}', about, paste(cases, collapse = ",\n")), "test/golden/paths.json")
