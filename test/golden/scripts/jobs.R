# What the jobs of examples/jobs compute in R.
#
#   Rscript test/golden/scripts/jobs.R      from the repository root; writes test/golden/jobs.json
#
# Runs the scripts of examples/jobs/r as they are, except that fits which iterate go on to the last digit: glm() stops where the deviance
# stands still to 1e-8, and its standard errors are then those of one step before. Needs jsonlite, nnet, glmnet, sandwich, lmtest.
#
# For each job: numbers in the order in which the script in JavaScript prints them. `row` is the name at the beginning of a line, `after` is
# text before the numbers. `tolerance` is relative, for fits that R does not take to the last digit.

suppressPackageStartupMessages({
  library(MASS)
  library(glmnet)
  library(jsonlite)
  library(nnet)
})
options(warn = 2)
glmnet.control(fdev = 0, devmax = 1)

# A function with other defaults.
tight <- function(f, ...) {
  changed <- list(...)
  formals(f)[names(changed)] <- changed
  f
}

run <- function(name, ...) {
  given <- list(
    glm = tight(stats::glm, control = quote(list(epsilon = 1e-15, maxit = 100))),
    glm.nb = tight(MASS::glm.nb, control = quote(glm.control(epsilon = 1e-14, maxit = 100))),
    multinom = function(...) nnet::multinom(..., maxit = 10000, reltol = 1e-16, abstol = 0),
    cv.glmnet = function(...) glmnet::cv.glmnet(..., thresh = 1e-20, maxit = 1e7),
    library = function(...) suppressPackageStartupMessages(base::library(...)), ...)
  env <- list2env(given, parent = globalenv())
  capture.output(env$last <- source(sprintf("examples/jobs/r/%s.R", name), env)$value)
  env
}

# The names that a model of a table gives to the coefficients.
our_names <- function(fit) {
  levels <- fit$xlevels
  piece <- function(text) {
    if (text == "(Intercept)") return("(intercept)")
    for (f in names(levels)) {
      if (startsWith(text, f) && substring(text, nchar(f) + 1) %in% levels[[f]])
        return(sprintf("%s[%s]", f, substring(text, nchar(f) + 1)))
    }
    sub("TRUE$", "[TRUE]", text)
  }
  vapply(strsplit(names(coef(fit)), ":"), function(parts) paste(vapply(parts, piece, ""), collapse = ":"), "")
}

row <- function(name, numbers, ...) list(row = name, numbers = unname(numbers), ...)
after <- function(text, numbers, ...) list(after = text, numbers = unname(numbers), ...)

rows <- function(values, names, order = seq_along(names), ...) {
  lapply(order, function(k) row(names[k], values[k, ], ...))
}
# The table of coefficients and the lines below it.
table_of <- function(fit, names = our_names(fit), order = seq_along(names), ...) {
  null <- fit$null.deviance
  if (is.null(null)) null <- sum((model.response(model.frame(fit)) - mean(model.response(model.frame(fit))))^2)
  dispersed <- !inherits(fit, "negbin") && (is.null(fit$family) || !fit$family$family %in% c("binomial", "poisson"))
  dispersion <- if (inherits(fit, "glm")) summary(fit)$dispersion else summary(fit)$sigma^2
  c(rows(coef(summary(fit)), names, order, ...), list(
    row("null deviance", c(null, nobs(fit) - 1)), row("deviance", c(deviance(fit), df.residual(fit)), ...)),
    if (!is.na(AIC(fit))) list(row("log-likelihood", c(logLik(fit)), ...)),
    if (dispersed) list(row("dispersion", dispersion)),
    if (!is.na(AIC(fit))) list(row("AIC", AIC(fit), ...), row("BIC", BIC(fit), ...)))
}
ratios <- function(fit, ...) rows(exp(cbind(coef(fit), confint.default(fit))), our_names(fit), ...)
interval <- function(p) {
  list(after("values: Float64Array(1) [", p[1]), after("lower: Float64Array(1) [", p[2]), after("upper: Float64Array(1) [", p[3]))
}
array_of <- function(numbers, ...) after(sprintf("Float64Array(%d) [", length(numbers)), numbers, ...)
f_test <- function(table) list(row("F", c(table$F[2], table$Df[2], table[[1]][2], table[["Pr(>F)"]][2])))

jobs <- list()

e <- run("01-logistic")
jobs[["01-logistic"]] <- c(table_of(e$fit), ratios(e$fit), list(array_of(e$last)))

e <- run("02-missing-ages")
stopifnot(sum(is.na(e$p)) == 263)
jobs[["02-missing-ages"]] <- c(list(row("263 of 1309 rows left out", numeric())), table_of(e$fit), list(row("263", e$last)))

e <- run("03-claims")
names <- our_names(e$fit) # R sorts the levels as the country does
order <- match(c("(intercept)", "District[2]", "District[3]", "District[4]", "Age[25-29]", "Age[30-35]", "Age[>35]"), names)
jobs[["03-claims"]] <- c(table_of(e$fit, names, order), ratios(e$fit, order), list(array_of(e$last)))

e <- run("04-log-price")
jobs[["04-log-price"]] <- c(table_of(e$fit), f_test(anova(e$line, e$fit)), list(array_of(e$last)))

e <- run("05-survey")
names <- sub("noAge[TRUE]", "age[missing]", our_names(e$fit), fixed = TRUE)
jobs[["05-survey"]] <- c(table_of(e$fit, names, match(c(
  "(intercept)", "age", "region[south]", "region[west]", "education[college]", "education[degree]", "education[(missing)]",
  "age[missing]"), names)), list(array_of(e$last)))

e <- run("06-gamma-prices")
new <- predict(e$fit, e$wagon, se.fit = TRUE)
width <- qt(0.975, df.residual(e$fit)) * new$se.fit
jobs[["06-gamma-prices"]] <- c(table_of(e$fit), f_test(anova(e$small, e$fit, test = "F")), list(
  after("values: Float64Array(1) [", e$last$fit), after("standardErrors: Float64Array(1) [", e$last$se.fit),
  after("lower: Float64Array(1) [", exp(new$fit - width)), after("upper: Float64Array(1) [", exp(new$fit + width))))

e <- run("07-species")
counts <- table(e$penguins$Species, predict(e$fit, e$penguins))
jobs[["07-species"]] <- list(after("", deviance(e$fit), tolerance = 1e-6), after("[ [", c(t(counts))),
  array_of(e$last, tolerance = 1e-5))

e <- run("08-seasons")
jobs[["08-seasons"]] <- c(
  table_of(e$fit, sub("^month", "factor(month(date))", our_names(e$fit))), interval(e$last))

e <- run("09-decimal-commas")
jobs[["09-decimal-commas"]] <- c(rows(cbind(coef(summary(e$fit)), confint(e$fit)), our_names(e$fit)), interval(e$last))

e <- run("10-spreadsheet")
jobs[["10-spreadsheet"]] <- c(table_of(e$fit), list(array_of(e$last)))

e <- run("11-unknown-level")
prices <- exp(predict(e$fit, e$new))
stopifnot(is.na(prices[2]))
jobs[["11-unknown-level"]] <- list(after("Float64Array(3) [", prices[1]), after("NaN,", prices[3]), after("]", e$last))

e <- run("12-nested-models")
test <- function(name) {
  table <- anova(e$without, e$with, test = name)
  isRao <- name == "Rao"
  list(row(if (isRao) "score (Rao) chi-square" else "likelihood ratio chi-square",
    c(table[[if (isRao) "Rao" else "Deviance"]][2], table$Df[2], table[["Pr(>Chi)"]][2])))
}
jobs[["12-nested-models"]] <- c(test("Chisq"), test("Rao"), list(after("\n", e$last$AIC)))

e <- run("13-lasso")
line <- function(k) after(sprintf("\n%d ", k - 1), c(e$cv$lambda[k], e$cv$cvm[k], e$cv$cvsd[k], e$cv$nzero[k]), tolerance = 1e-6)
stopifnot(identical(c(e$cv$index), c(25L, 12L)))
beta <- as.matrix(coef(e$cv, s = "lambda.1se"))
jobs[["13-lasso"]] <- c(lapply(c(1, 4, 8, 12, 25, 31), line),
  rows(beta, c("(intercept)", rownames(beta)[-1]), tolerance = 1e-6))

e <- run("14-negative-binomial")
poisson <- AIC(glm(ftv ~ age + race + smoke, family = poisson, data = e$births))
jobs[["14-negative-binomial"]] <- c(rows(coef(summary(e$fit)), our_names(e$fit), tolerance = 1e-6), list(
  row("theta", e$fit$theta, tolerance = 1e-6), row("s.e. of theta", e$fit$SE.theta, tolerance = 1e-6),
  row("AIC", AIC(e$fit)), after("(tolerance 1e-10)", c(poisson, AIC(e$fit)))))

e <- run("15-clusters")
table <- lmtest::coeftest(e$fit, vcov = sandwich::vcovCL, cluster = ~school)
bounds <- lmtest::coefci(e$fit, vcov = sandwich::vcovCL, cluster = ~school)
jobs[["15-clusters"]] <- rows(cbind(table[, ], bounds), our_names(e$fit))

e <- run("16-movies")
jobs[["16-movies"]] <- c(table_of(e$fit), lapply(seq_len(nrow(e$last)), function(k) row(e$last$title[k], e$last$residual[k])))

e <- run("17-deploy", system2 = function(...) NULL)
e <- run("17-score", commandArgs = function(...) e$file)
jobs[["17-deploy"]] <- list(array_of(e$last))

about <- "What the scripts of examples/jobs/r compute, made by scripts/jobs.R. Compared with what examples/jobs prints, to the printed digits."
one <- function(entry) {
  entry$numbers <- I(entry$numbers)
  toJSON(entry, auto_unbox = TRUE, digits = I(15))
}
job <- function(name) sprintf('    "%s": [\n      %s\n    ]', name, paste(vapply(jobs[[name]], one, ""), collapse = ",\n      "))
writeLines(c("{", sprintf('  "about": "%s",', about), '  "jobs": {', paste(vapply(names(jobs), job, ""), collapse = ",\n"), "  }", "}"),
  "test/golden/jobs.json")
