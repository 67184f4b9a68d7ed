# Ridge, lasso, elastic net and bounds, by a minimizer of our own in R (minimize.R), compared with glmnet where it can do it.
#
#   Rscript test/golden/scripts/penalized.R      from the repository root; writes test/golden/penalized.json
#
# The objective, with W the sum of the weights (times trials), s_j the standard deviation of column j when standardize is
# true (weighted, divisor W) and else 1:
#
#   (1/W) sum_i w_i (unit deviance)_i / 2 + sum_j ( lambda share f_j |s_j b_j| + lambda (1 - share) f_j (s_j b_j)^2 / 2 )
#
# so lambda is glmnet's, with two exceptions. glmnet multiplies penalty factors so that they sum to p. And its gaussian
# family works on y / sd(y) (divisor n), so that its ridge part acts as lambda / sd(y): gaussian() below converts.
# Both are undone before a case is written.
#
# Every case is taken to rounding by Newton's method on its active set. Printed for each: the largest violation of the
# optimality conditions, the smallest margin by which a coefficient at 0 or at a bound stays there, and how far glmnet ends.
#
# Compared: intercept, coefficients (zeros are zeros), deviance, the value of the penalty.
# Not compared: paths, degrees of freedom. SAheart's published numbers are left out: no source for the data.
#
# The known values are those that glmnet's vignettes print, or come from an independent computation.

source("test/golden/scripts/models.R")
source("test/golden/scripts/minimize.R")
suppressPackageStartupMessages({
  library(glmnet)
  library(lasso2)
})

# for families given as objects
glmnet.control(epsnr = 1e-14, mxitnr = 1000)

cases <- list()

family_names <- c(gaussian = "gaussian", binomial = "binomial", poisson = "poisson", Gamma = "gamma",
                  inverse.gaussian = "inverse-gaussian")

# ---------------------------------------------------------------------------------------------- one case

# Centred, scaled columns make the minimizer's life easy; its answer is that of the columns as they are.
coordinates <- function(x, w, intercept) {
  middle <- if (intercept) colSums(w * x) / sum(w) else rep(0, ncol(x))
  z <- sweep(x, 2, middle)
  size <- sqrt(colSums(w * z^2) / sum(w))
  list(z = sweep(z, 2, size, "/"), middle = middle, size = size)
}

deviations <- function(x, w) sqrt(pmax(0, colSums(w * x^2) / sum(w) - (colSums(w * x) / sum(w))^2))

report <- function(name, at, gap) {
  cat(sprintf("%-52s violation %.0e, margin %s, glmnet %s\n", name, at$residual,
              if (is.finite(at$margin)) sprintf("%.0e", at$margin) else "-",
              if (is.null(gap)) "-" else sprintf("%.0e away", gap)))
  stopifnot(at$residual < 1e-13, at$margin > 1e-7)
}

penalty_option <- function(lambda, share, factors, scale) {
  if (lambda == 0) return(NULL)
  list(lambda = lambda, share = share, factors = factors, scale = if (scale != "mean") scale)
}

bounds_option <- function(lower, upper) if (!is.null(lower) || !is.null(upper)) {
  Filter(Negate(is.null), list(lower = lower, upper = upper))
}

# family is one of R's, with the link; option is how our option `family` is written when it is not just the name.
#   glmnet   coefficients that glmnet finds, intercept first; not compared when NULL
add <- function(name, bag, x, y, family, lambda, share = 1, factors = NULL, scale = "mean", standardize = FALSE,
                intercept = TRUE, lower = NULL, upper = NULL, weights = NULL, offset = NULL, trials = NULL, option = NULL,
                glmnet = NULL, known = list(), relative = 0, note = NULL, y_name = "y") {
  n <- nrow(x)
  p <- ncol(x)
  w <- (if (is.null(weights)) rep(1, n) else weights) * (if (is.null(trials)) 1 else trials)
  part <- if (is.null(trials)) y else y / trials
  o <- if (is.null(offset)) rep(0, n) else offset
  f <- if (is.null(factors)) rep(1, p) else factors
  mean_lambda <- if (scale == "sum") lambda / sum(w) else lambda
  unit <- if (standardize) deviations(x, w) else rep(1, p)
  excluded <- is.infinite(f)
  low <- ifelse(excluded, 0, if (is.null(lower)) -Inf else lower)
  high <- ifelse(excluded, 0, if (is.null(upper)) Inf else upper)
  f[excluded] <- 0
  l1 <- mean_lambda * share * f * unit
  l2 <- mean_lambda * (1 - share) * f * unit^2

  at <- coordinates(x, w, intercept)
  free <- if (intercept) 0 else NULL
  problem <- glm_problem(family, if (intercept) cbind(1, at$z) else at$z, part, w, o)
  start <- if (intercept) c(family$linkfun(sum(w * part) / sum(w)), rep(0, p)) else rep(0, p)
  scaled <- list(l1 = c(free, l1 / at$size), l2 = c(free, l2 / at$size^2),
                 lower = c(if (intercept) -Inf, low * at$size), upper = c(if (intercept) Inf, high * at$size))
  best <- do.call(minimize, c(list(problem), scaled, list(start)))
  found <- do.call(conditions, c(list(problem, best), scaled))
  b <- (if (intercept) best[-1] else best) / at$size
  held <- (if (intercept) best[-1] else best) == low * at$size
  b[held] <- low[held]
  held <- (if (intercept) best[-1] else best) == high * at$size
  b[held] <- high[held]
  beta0 <- if (intercept) best[1] - sum(at$middle * b)
  gap <- if (!is.null(glmnet)) max(abs(c(if (intercept) (glmnet - c(beta0, b))[1], (glmnet[-1] - b) * at$size)))
  report(name, found, gap)
  if (!is.null(glmnet)) stopifnot(gap < 1e-6)
  eta <- drop(x %*% b) + o + (if (intercept) beta0 else 0)
  expected <- list(
    interceptValue = beta0,
    coefficients = b,
    deviance = sum(family$dev.resids(part, family$linkinv(eta), w)),
    penalty = sum(l1 * abs(b)) + sum(l2 * b^2) / 2)
  check_printed(name, list(coefficients = c(beta0, b), interceptValue = beta0, slopes = b[b != 0]), known, relative)
  bag <- bag_of(bag)
  case <- list(
    name = name, note = note, data = bag$name,
    x = keep_all(bag, x), y = keep(bag, y_name, y), trials = keep(bag, "trials", trials),
    weights = keep(bag, "weights", weights), offset = keep(bag, "offset", offset),
    family = if (is.null(option)) family_names[[family$family]] else option,
    link = if (family$link %in% names(link_names)) link_names[[family$link]] else family$link,
    intercept = intercept, standardize = standardize,
    penalty = Filter(Negate(is.null), penalty_option(lambda, share, factors, scale)),
    bounds = bounds_option(lower, upper),
    expected = expected, tolerance = 1e-6)
  if (lambda == 0) case$penalty <- NULL
  cases[[length(cases) + 1]] <<- case
  invisible(expected)
}

# labels: numbers or strings; classes come in sorted order.
add_classes <- function(name, bag, x, labels, lambda, share = 1, factors = NULL, standardize = FALSE, weights = NULL,
                        glmnet = NULL, note = NULL, ratio = NULL) {
  n <- nrow(x)
  p <- ncol(x)
  classes <- sort(unique(labels), method = "radix")
  k <- length(classes)
  w <- if (is.null(weights)) rep(1, n) else weights
  f <- if (is.null(factors)) rep(1, p) else factors
  unit <- if (standardize) deviations(x, w) else rep(1, p)
  l1 <- lambda * share * f * unit
  l2 <- lambda * (1 - share) * f * unit^2
  at <- coordinates(x, w, TRUE)
  problem <- multinomial_problem(cbind(1, at$z), match(labels, classes), k, w)
  free <- rep(Inf, k * (p + 1))
  scaled <- list(l1 = rep(c(0, l1 / at$size), k), l2 = rep(c(0, l2 / at$size^2), k), lower = -free, upper = free)
  best <- do.call(minimize, c(list(problem), scaled, list(rep(0, k * (p + 1)))))
  found <- do.call(conditions, c(list(problem, best), scaled))
  best <- matrix(best, p + 1)
  b <- best[-1, , drop = FALSE] / at$size
  beta0 <- best[1, ] - colSums(at$middle * b)
  beta0 <- beta0 - mean(beta0)
  gap <- if (!is.null(glmnet)) {
    theirs <- sapply(glmnet, function(m) as.numeric(m))
    theirs[1, ] <- theirs[1, ] - mean(theirs[1, ])
    max(abs(theirs[1, ] - beta0), abs(theirs[-1, ] - b) * at$size)
  }
  report(name, found, gap)
  if (!is.null(glmnet)) stopifnot(gap < 1e-6)
  counts <- tapply(w, match(labels, classes), sum)
  null <- -2 * sum(counts * log(counts / sum(w)))
  deviance <- 2 * sum(w) * problem$loss(c(best))
  if (!is.null(ratio)) check_printed(name, list(ratio = 1 - deviance / null), list(ratio = ratio), 1e-9)
  bag <- bag_of(bag)
  cases[[length(cases) + 1]] <<- list(
    name = name, note = note, data = bag$name,
    x = keep_all(bag, x), y = keep(bag, "y", labels), weights = keep(bag, "weights", weights),
    family = "multinomial", standardize = standardize,
    penalty = Filter(Negate(is.null), penalty_option(lambda, share, factors, "mean")),
    expected = list(classes = classes, intercepts = beta0, classCoefficients = t(b), deviance = deviance,
                    nullDeviance = null, penalty = sum(l1 * abs(b)) + sum(l2 * b^2) / 2),
    tolerance = 1e-6)
}

tight <- function(...) {
  # glmnet says so when 1e-20 cannot be reached; report() shows where it was
  fit <- suppressWarnings(glmnet(..., thresh = 1e-20, maxit = 1e8))
  found <- coef(fit)
  if (is.list(found)) lapply(found, function(m) as.numeric(m[, ncol(m)])) else as.numeric(found[, ncol(found)])
}

# glmnet's gaussian lambda and alpha as ours: the ridge part is divided by sd(y).
gaussian_option <- function(lambda, alpha, y) {
  ridge <- lambda * (1 - alpha) / sqrt(mean((y - mean(y))^2))
  list(lambda = lambda * alpha + ridge, share = lambda * alpha / (lambda * alpha + ridge))
}

named <- function(x) {
  colnames(x) <- paste0("V", seq_len(ncol(x)))
  x
}

# ---------------------------------------------------------------------------------------------- glmnet's examples

data(QuickStartExample)
quick <- named(QuickStartExample$x)
quick_y <- drop(QuickStartExample$y)
add_quick <- function(name, ...) add(name, "QuickStartExample", quick, quick_y, gaussian(), ...)

add_quick("quick start, lasso, no intercept", 0.04, intercept = FALSE,
  glmnet = tight(quick, quick_y, lambda = 0.04, intercept = FALSE, standardize = FALSE),
  known = list(slopes = paste("1.389118 .007991 .731234 .031119 -.866793 .564867 .069678 .358346 .070565 .173464",
                              "-.027472 -.017960 -1.138053 -.070990 -1.097528")))
add_quick("quick start, lasso", 0.1, standardize = TRUE, glmnet = tight(quick, quick_y, lambda = 0.1),
  known = list(slopes = paste("1.320586959 .6750967088 -.8173817175 .5214382642 .004839591651 .319412022 .1424997853",
                              "-1.059983666 -1.021871311"), interceptValue = ".1509318862"))
largest <- function(gradient, unit) max(abs(gradient) / unit)
quick_largest <- largest(colMeans(quick * (quick_y - mean(quick_y))), deviations(quick, rep(1, 100)))
check_printed("quick start", list(largest = quick_largest), list(largest = "1.63076208204"))
add_quick("quick start, lambda a little too large", quick_largest * (1 + 1e-6), standardize = TRUE)
add_quick("quick start, lambda a little smaller", quick_largest * 0.99, standardize = TRUE)
option <- gaussian_option(0.2, 0.5, quick_y)
add_quick("quick start, elastic net", option$lambda, option$share, standardize = TRUE,
  glmnet = tight(quick, quick_y, lambda = 0.2, alpha = 0.5), note = "glmnet's lambda 0.2, alpha 0.5.")
option <- gaussian_option(0.5, 0, quick_y)
add_quick("quick start, ridge", option$lambda, option$share, standardize = TRUE,
  glmnet = tight(quick, quick_y, lambda = 0.5, alpha = 0), note = "glmnet's lambda 0.5, alpha 0.")
few <- 1:15
add("quick start, more columns than rows", "QuickStartExample, 15 rows", quick[few, ], quick_y[few], gaussian(), 0.1,
    glmnet = tight(quick[few, ], quick_y[few], lambda = 0.1, standardize = FALSE))

data(BinomialExample)
binary <- named(BinomialExample$x)
binary_y <- BinomialExample$y
add_binary <- function(name, ...) add(name, "BinomialExample", binary, binary_y, ...)
add_binary("binomial example, lasso", binomial(), 0.05, standardize = TRUE,
  glmnet = tight(binary, binary_y, family = "binomial", lambda = 0.05),
  known = list(slopes = paste(".275427375 -.162176084 -.689304011 -.0756995864 -.418330431 -.220495133 .222643618",
                              "-.732106218 .10245657 .0810554881 .263652825 -.157765211 -.0254414532"),
               interceptValue = ".206763707"), relative = 1e-8)
binary_largest <- largest(colMeans(binary * (binary_y - mean(binary_y))), deviations(binary, rep(1, 100)))
check_printed("binomial example", list(largest = binary_largest), list(largest = ".240476233107"))
add_binary("binomial example, lambda a little too large", binomial(), binary_largest * (1 + 1e-6), standardize = TRUE)

data(PoissonExample)
counts <- named(PoissonExample$x)
counts_y <- PoissonExample$y
add_counts <- function(name, ...) add(name, "PoissonExample", counts, counts_y, ...)
add_counts("poisson example, lasso", poisson(), 1, standardize = TRUE,
  glmnet = tight(counts, counts_y, family = "poisson", lambda = 1),
  known = list(slopes = ".458462123 -.771086945 1.34081772 .0435693377 -.203350966 .0180062544",
               interceptValue = ".609855538"), relative = 2e-7)
counts_largest <- largest(colMeans(counts * (counts_y - mean(counts_y))), deviations(counts, rep(1, 500)))
check_printed("poisson example", list(largest = counts_largest), list(largest = "12.2263884024"))
add_counts("poisson example, lambda a little too large", poisson(), counts_largest * (1 + 1e-6), standardize = TRUE)

data(MultinomialExample)
three <- named(MultinomialExample$x)
three_y <- as.numeric(MultinomialExample$y)
add_three <- function(name, lambda, alpha, ...) {
  path <- exp(seq(log(0.25), log(lambda), length.out = 12)) # warm starts
  add_classes(name, "MultinomialExample", three, three_y, lambda, alpha, standardize = TRUE,
              glmnet = tight(three, three_y, family = "multinomial", alpha = alpha, lambda = path), ...)
}
three_largest <- max(vapply(1:3, function(k) largest(colMeans(three * ((three_y == k) - mean(three_y == k))),
                                                     deviations(three, rep(1, 500))), 0))
check_printed("multinomial example", list(largest = three_largest), list(largest = ".231508448639"))
add_three("multinomial example, lasso, lambda 20 of the path", three_largest * 1e-4^(19 / 99), 1, ratio = ".3165703584",
          note = "lambda is .03952665627, the 20th of glmnet's path.")
add_three("multinomial example, lasso", 0.01, 1)
add_three("multinomial example, elastic net", 0.05, 0.5)
add_three("multinomial example, ridge", 0.1, 0)
flowers <- as.matrix(iris[, 1:4])
colnames(flowers) <- c("sepal length", "sepal width", "petal length", "petal width")
species <- as.character(iris$Species)
add_classes("iris, lasso", "iris", flowers, species, 0.02, 1, standardize = TRUE,
  glmnet = tight(flowers, species, family = "multinomial", lambda = c(0.1, 0.05, 0.02)))
add_classes("iris, ridge, factors", "iris", flowers, species, 0.05, 0, factors = c(1, 0.5, 2, 0.5),
  glmnet = tight(flowers, species, family = "multinomial", alpha = 0, lambda = c(0.1, 0.05), standardize = FALSE,
                 penalty.factor = c(1, 0.5, 2, 0.5)))
add_classes("iris, elastic net, weights", "iris", flowers, species, 0.05, 0.5, weights = 0.5 + (seq_len(150) %% 4) / 4,
  glmnet = tight(flowers, species, family = "multinomial", alpha = 0.5, lambda = c(0.1, 0.05), standardize = FALSE,
                 weights = 0.5 + (seq_len(150) %% 4) / 4))

# ---------------------------------------------------------------------------------------------- published elsewhere

admit <- read.csv("test/golden/data/admit.csv")
admit_x <- model.matrix(~ gre + gpa + factor(rank), admit)[, -1]
colnames(admit_x) <- c("gre", "gpa", "rank2", "rank3", "rank4")
add_admit <- function(name, share, printed) {
  add(name, "admit", admit_x, admit$admit, binomial(), 0.02, share, standardize = TRUE, y_name = "admit",
      glmnet = tight(admit_x, admit$admit, family = "binomial", alpha = share, lambda = 0.02),
      known = list(coefficients = printed), relative = 1e-10)
}
add_admit("admit, ridge", 0, "-3.947164705 .002154583564 .736099173840 -.398503375874 -.998290849238 -1.168329918386")
add_admit("admit, elastic net", 0.5, "-3.792575790 .001939059291 .673005043 -.168958470 -.766143115 -.916259957")
add_admit("admit, lasso", 1, "-3.588385679 .001732659377 .601911868689 0 -.545699977690 -.671030383340")

# scikit-learn, test_poisson_glmnet
ridge4 <- cbind(a = c(-2, -1, 1, 2), b = c(0, 0, 1, 1))
add("four rows, Poisson ridge", "four rows", ridge4, c(0, 1, 1, 2), poisson(), 1, 0,
    glmnet = tight(ridge4, c(0, 1, 1, 2), family = "poisson", alpha = 0, lambda = 1, standardize = FALSE),
    known = list(coefficients = "-.1288938682 .2901920697 .03741174126"), relative = 1e-7)

# apache/spark, pull request 10274
spark <- cbind(a = 0:3, b = c(5, 7, 11, 13))
spark_y <- c(17, 19, 23, 29)
add("spark, ridge on the scale of sums", "spark", spark, spark_y, gaussian(), 0.1, 0, scale = "sum",
    known = list(coefficients = "12.90481786 2.115158637 .6580493537"))
option <- gaussian_option(0.1, 0, spark_y)
add("spark, ridge as glmnet has it", "spark", spark, spark_y, gaussian(), option$lambda, 0,
    glmnet = tight(spark, spark_y, alpha = 0, lambda = 0.1, standardize = FALSE),
    known = list(coefficients = "13.101886993 2.236236072 .615973211"), relative = 1e-8,
    note = "glmnet's lambda 0.1.")

# haifengl/smile, issue 711, which prints 289.334189 -9.455969 0 13.159685, not fitted to the end
hp_x <- as.matrix(mtcars[, c("mpg", "wt", "drat")])
add("mtcars, lasso", "mtcars", hp_x, mtcars$hp, gaussian(), 1, standardize = TRUE, y_name = "hp",
    glmnet = tight(hp_x, mtcars$hp, lambda = 1), known = list(coefficients = "289.334189 -9.455969 0 13.159685"),
    relative = 1e-3)

# statsmodels, genmod/tests/results: glmnet at its default tolerance. Its script read the first row as a header, so 199 of
# the 200 rows were used; columns are centred and divided by their standard deviation (divisor n - 1).
root <- system2(Sys.getenv("PYTHON", "/usr/bin/python3"),
                c("-W", "ignore", "-c", shQuote("import os, statsmodels; print(os.path.dirname(statsmodels.__file__))")),
                stdout = TRUE)
printed <- list(
  binomial = "
    0 6.618737 0.004032037 0.01433665 0.01265635 0.006173346 0.01067706
    0 1.029661 0.02180239 0.07769613 0.06756466 0.03156418 0.05851878
    0 0.1601819 0.07111087 0.2544921 0.2110318 0.08577924 0.1984383
    0.5 0.05343991 0.004990061 0.2838563 0.2167881 0.02370156 0.2096612
    0.5 0.02313286 0.0708914 0.3791042 0.2938332 0.07506391 0.2982251
    0.5 0.009124078 0.106681 0.4327268 0.3362166 0.1019452 0.3479955
    1 0.02932512 0 0.3085764 0.2300801 0.01143652 0.2291531
    1 0.01269414 0.07022348 0.396642 0.3044255 0.07151663 0.31301
    1 0.005494992 0.1049623 0.4385186 0.3391729 0.09907393 0.3527401",
  poisson = "
    0 23.5349 0.009251658 0.003730997 0.01266164 0.003439135 0.0141719
    0 3.661269 0.04842557 0.02095708 0.06550316 0.02029514 0.07300782
    0 0.5695749 0.1440462 0.07208017 0.182649 0.07511376 0.2018242
    0.5 0.1577593 0.1247603 0.02857521 0.185693 0.03840622 0.2200925
    0.5 0.05669575 0.187629 0.08842012 0.2348627 0.09736964 0.2628845
    0.5 0.0185653 0.2118078 0.1121067 0.2534181 0.1204543 0.2784761
    1 0.07887965 0.1339927 0.0322772 0.1969884 0.0439019 0.2339252
    1 0.02834788 0.1927163 0.09160406 0.2398164 0.1010126 0.2682158
    1 0.0101877 0.2126847 0.1123439 0.2544153 0.1208601 0.2796794")
for (kind in names(printed)) {
  table <- read.csv(file.path(root, "genmod/tests/results", paste0("enet_", kind, ".csv")))
  x <- named(scale(as.matrix(table[, -1])))
  attributes(x)[c("scaled:center", "scaled:scale")] <- NULL
  for (line in strsplit(trimws(strsplit(printed[[kind]], "\n")[[1]][-1]), " ")) {
    share <- as.numeric(line[1])
    lambda <- as.numeric(line[2])
    add(sprintf("statsmodels, %s, share %g, lambda %g", kind, share, lambda), paste("enet", kind), x, table[[1]], get(kind)(),
        lambda, share, intercept = FALSE,
        glmnet = tight(x, table[[1]], family = kind, alpha = share, lambda = lambda, intercept = FALSE, standardize = FALSE),
        known = list(coefficients = paste(line[-(1:2)], collapse = " ")), relative = 0.002)
  }
}

# Stamey et al. (1989), as in Hastie, Tibshirani & Friedman, section 3.3: columns standardized on all 97 rows, 67 rows fitted.
# The prostate of row 32 weighs 45 g, not 449 as in lasso2: corrected as in the book's second edition.
data(Prostate)
Prostate$lweight[32] <- 3.804438
test_rows <- c(7, 9, 10, 15, 22, 25, 26, 28, 32, 34, 36, 42, 44, 48, 49, 50, 53, 54, 55, 57, 62, 64, 65, 66, 73, 74, 80, 84,
               95, 97)
prostate <- scale(as.matrix(Prostate[, 1:8]))[-test_rows, ]
prostate_y <- Prostate$lpsa[-test_rows]
squares <- coef(lm(prostate_y ~ prostate))
check_printed("prostate", list(coefficients = unname(squares)),
              list(coefficients = "2.4649 .6795 .2631 -.1415 .2101 .3052 -.2885 -.0213 .2670"))
singular <- svd(scale(prostate, scale = FALSE))$d^2
five <- uniroot(function(l) sum(singular / (singular + l)) - 5, c(1, 1000), tol = 1e-12)$root
add("prostate, ridge with five degrees of freedom", "prostate", prostate, prostate_y, gaussian(), signif(five, 8), 0,
    scale = "sum", y_name = "lpsa")
shrunk <- function(l) {
  sum(abs(tight(prostate, prostate_y, lambda = l, standardize = FALSE)[-1])) / sum(abs(squares[-1])) - 0.36
}
level <- signif(uniroot(shrunk, c(0.01, 0.5), tol = 1e-10)$root, 8)
add("prostate, lasso at 0.36 of the size of least squares", "prostate", prostate, prostate_y, gaussian(), level,
    y_name = "lpsa", glmnet = tight(prostate, prostate_y, lambda = level, standardize = FALSE))

# ---------------------------------------------------------------------------------------------- factors

factors <- c(0, 1, 2, Inf, 0.5, 0, rep(1, 10), 3, Inf, 0.25, 1)
# glmnet takes Inf out, sets the factor to 1, and then makes the factors sum to p
rescaled <- function(f) {
  f[is.infinite(f)] <- 1
  sum(f) / length(f)
}
add_quick("quick start, lasso, factors with 0 and Infinity", 0.1, factors = factors, standardize = TRUE,
  glmnet = tight(quick, quick_y, lambda = 0.1 * rescaled(factors), penalty.factor = factors))
option <- gaussian_option(0.3, 0.4, quick_y)
add_quick("quick start, elastic net, factors with 0 and Infinity", option$lambda, option$share, factors = factors,
  glmnet = tight(quick, quick_y, lambda = 0.3 * rescaled(factors), alpha = 0.4, penalty.factor = factors,
                 standardize = FALSE))
more <- rep(factors, length.out = 30)
add_binary("binomial example, lasso, factors with 0 and Infinity", binomial(), 0.06, factors = more,
  glmnet = tight(binary, binary_y, family = "binomial", lambda = 0.06 * rescaled(more), penalty.factor = more,
                 standardize = FALSE))
add_binary("binomial example, ridge, factors with 0 and Infinity", binomial(), 0.2, 0, factors = more,
  glmnet = tight(binary, binary_y, family = "binomial", alpha = 0, lambda = 0.2 * rescaled(more), penalty.factor = more,
                 standardize = FALSE))

# ---------------------------------------------------------------------------------------------- bounds

add_quick("quick start, lasso, not negative", 0.1, lower = rep(0, 20),
  glmnet = tight(quick, quick_y, lambda = 0.1, lower.limits = 0, standardize = FALSE))
box <- list(low = rep(c(-0.5, -Inf, -0.1), length.out = 20), high = rep(c(0.7, 0.3, Inf, 0.05), length.out = 20))
add_quick("quick start, lasso, bounds on both sides of 0", 0.05, lower = box$low, upper = box$high,
  glmnet = tight(quick, quick_y, lambda = 0.05, lower.limits = box$low, upper.limits = box$high, standardize = FALSE))
add_quick("quick start, lasso, bounds, standardized", 0.05, lower = box$low, upper = box$high, standardize = TRUE,
  glmnet = tight(quick, quick_y, lambda = 0.05, lower.limits = box$low, upper.limits = box$high))
# glmnet wants 0 between the bounds; here columns are kept away from it, and column 10 is fixed.
aside <- list(low = c(1.5, 0.2, -Inf, -Inf, -0.6, -Inf, -Inf, -Inf, -Inf, 0.3, rep(-Inf, 10)),
              high = c(Inf, Inf, 0.5, -0.1, -0.4, Inf, Inf, Inf, Inf, 0.3, rep(Inf, 9), -1.2))
add_quick("quick start, lasso, bounds on one side of 0", 0.1, lower = aside$low, upper = aside$high)
add_quick("quick start, elastic net, bounds on one side of 0", 0.1, 0.5, lower = aside$low, upper = aside$high,
  standardize = TRUE)
add_quick("quick start, bounds on one side of 0, no penalty", 0, lower = aside$low, upper = aside$high)
add_quick("quick start, not negative, no penalty", 0, lower = rep(0, 20))
low <- rep(c(-0.3, 0), 15)
high <- rep(c(0.3, 0.4, Inf), 10)
add_binary("binomial example, elastic net, bounds", binomial(), 0.03, 0.5, lower = low, upper = high,
  glmnet = tight(binary, binary_y, family = "binomial", alpha = 0.5, lambda = 0.03, lower.limits = low,
                 upper.limits = high, standardize = FALSE))
add_binary("binomial example, ridge, bounds on one side of 0", binomial(), 0.05, 0,
  lower = replace(low, c(2, 8), 0.1), upper = replace(high, c(1, 7), -0.1))
add("admit, bounds, no penalty", "admit", admit_x, admit$admit, binomial(), 0, y_name = "admit",
    lower = c(0.003, rep(-Inf, 4)), upper = c(Inf, 0.7, 0, -1.5, Inf))
add_counts("poisson example, ridge, not negative", poisson(), 0.5, 0, lower = rep(0, 20),
  glmnet = tight(counts, counts_y, family = "poisson", alpha = 0, lambda = 0.5, lower.limits = 0, standardize = FALSE))

# ---------------------------------------------------------------------------------------------- weights, offsets, families

w100 <- 0.5 + (seq_len(100) %% 4) / 4
o100 <- round(sin(seq_len(100)), 2)
add_binary("binomial example, elastic net, weights and offset", binomial(), 0.05, 0.5, weights = w100, offset = o100,
  glmnet = tight(binary, binary_y, family = "binomial", alpha = 0.5, lambda = 0.05, standardize = FALSE, weights = w100,
                 offset = o100))
add_binary("binomial example, lasso, weights, standardized", binomial(), 0.05, weights = w100, standardize = TRUE,
  glmnet = tight(binary, binary_y, family = "binomial", lambda = 0.05, weights = w100),
  note = "Columns are divided by their weighted standard deviations.")
add_binary("binomial example, probit, elastic net", binomial(probit), 0.05, 0.5,
  glmnet = tight(binary, binary_y, family = binomial(probit), alpha = 0.5, lambda = 0.05, standardize = FALSE))
add_binary("binomial example, cloglog, lasso", binomial(cloglog), 0.05,
  glmnet = tight(binary, binary_y, family = binomial(cloglog), lambda = 0.05, standardize = FALSE))

claims_x <- model.matrix(~ District + Group + Age, Insurance)[, -1]
holders <- log(Insurance$Holders)
w64 <- 0.5 + (seq_len(64) %% 3)
add("insurance, Poisson, elastic net, weights and offset", "insurance", claims_x, Insurance$Claims, poisson(), 0.5, 0.5,
    weights = w64, offset = holders, y_name = "Claims",
    glmnet = tight(claims_x, Insurance$Claims, family = "poisson", alpha = 0.5, lambda = 0.5, standardize = FALSE,
                   weights = w64, offset = holders))
add("insurance, negative binomial, lasso, offset", "insurance", claims_x, Insurance$Claims, negative.binomial(2), 0.02,
    offset = holders, y_name = "Claims", option = list(name = "negative-binomial", theta = 2),
    glmnet = tight(claims_x, Insurance$Claims, family = negative.binomial(2), lambda = 0.02, standardize = FALSE,
                   offset = holders))

cars_x <- as.matrix(mtcars[, -1])
w32 <- mtcars$carb / 2
o32 <- mtcars$disp / 1000
add("mtcars, gamma log, elastic net, weights and offset", "mtcars", cars_x, mtcars$mpg, Gamma(log), 0.02, 0.5,
    standardize = FALSE, weights = w32, offset = o32, y_name = "mpg",
    glmnet = tight(cars_x, mtcars$mpg, family = Gamma(log), alpha = 0.5, lambda = 0.02, standardize = FALSE, weights = w32,
                   offset = o32))
add("mtcars, gamma log, lasso, standardized", "mtcars", cars_x, mtcars$mpg, Gamma(log), 0.02, standardize = TRUE,
    y_name = "mpg", glmnet = tight(cars_x, mtcars$mpg, family = Gamma(log), lambda = 0.02))
add("mtcars, inverse Gaussian log, elastic net", "mtcars", cars_x, mtcars$mpg, inverse.gaussian(log), 0.002, 0.5,
    standardize = TRUE, y_name = "mpg")
add("mtcars, gaussian, elastic net, weights and offset", "mtcars", cars_x, mtcars$mpg, gaussian(), 0.5, 0.5,
    standardize = TRUE, weights = w32, offset = o32, y_name = "mpg",
    glmnet = tight(cars_x, mtcars$mpg, family = gaussian(), alpha = 0.5, lambda = 0.5, weights = w32, offset = o32))
add("mtcars, tweedie 1.5, elastic net", "mtcars", cars_x, mtcars$mpg, tweedie_family(1.5, "log"), 0.05, 0.5,
    standardize = TRUE, y_name = "mpg", option = list(name = "tweedie", power = 1.5))

write_models("test/golden/penalized.json", paste(
  "Penalized fits and fits within bounds, by Newton's method on the active set, compared with glmnet. The objective is in",
  "the header of the script. A case names its columns in data. penalty: lambda, share (1 lasso, 0 ridge), factors",
  "(null: Infinity, the column is left out), scale (\"mean\" unless given). bounds: null is no bound. A coefficient that is",
  "0 or a bound is exactly that; another agrees when |actual - expected| <= tolerance * max(|expected|, 0.1 / sd of the",
  "column), an intercept when |actual - expected| <= tolerance * max(1, |expected|), deviance and penalty relatively.",
  "Multinomial: one row of classCoefficients a class; the intercepts have mean 0."),
  c("glmnet", "MASS", "lasso2"), cases,
  arrays = c("x", "factors", "lower", "upper", "coefficients", "classes", "intercepts"),
  inline = c("family", "penalty", "bounds"))
