# What an analyst shows after a fit: broom's tidy(), measures of the fit, analysis of deviance by stats::anova, car::Anova and stats::drop1.
#
#   Rscript test/golden/scripts/words.R        from the repository root; writes test/golden/words.json; needs broom and car
#
# Every refit of anova, Anova and drop1 has the control of the fit, which is as tight as R allows. broom's intervals of a glm are those of
# confint(), which interpolates a profile by a spline, good to three or four digits. Compared are roots of the profile deviance itself; the
# script stops unless broom's are within 1e-3 standard errors. Level order is that of LC_COLLATE=C.

source("test/golden/scripts/tables-case.R")
suppressPackageStartupMessages({library(broom); library(car)})

table_of("birthwt", transform(birthwt, race = c("white", "black", "other")[race], smoke = smoke == 1)[-10])
table_of("warpbreaks", warpbreaks)
table_of("mtcars", mtcars[c("mpg", "cyl", "hp", "wt", "am")])
table_of("clotting", data.frame(u = rep(c(5, 10, 15, 20, 30, 40, 60, 80, 100), 2), lot = rep(c("one", "two"), each = 9),
                                time = c(118, 58, 42, 35, 27, 25, 21, 19, 18, 69, 35, 26, 21, 18, 16, 13, 12, 12)))
table_of("budworm", data.frame(ldose = rep(0:5, 2), dead = c(1, 4, 9, 13, 18, 20, 0, 2, 6, 10, 12, 16),
                               alive = c(19, 16, 11, 7, 2, 0, 20, 18, 14, 10, 8, 4), sex = rep(c("M", "F"), c(6, 6))))
table_of("Insurance", transform(Insurance, District = paste0("d", District)))
table_of("quine", quine)
table_of("npk", npk)
table_of("airquality", transform(airquality[c("Ozone", "Solar.R", "Wind", "Month")], w = rep(c(1, 2, 0.5), 51)))

cases <- list()

# Ends of the profile interval of level 0.95, by roots.
profile_root <- function(fit, j, direction) {
  X <- model.matrix(fit); b <- coef(fit)[j]; se <- sqrt(diag(vcov(fit)))[j]; phi <- summary(fit)$dispersion
  off <- if (is.null(fit$offset)) 0 else fit$offset
  gap <- function(v) {
    part <- suppressWarnings(glm.fit(X[, -j, drop = FALSE], fit$y, fit$prior.weights, offset = off + v * X[, j],
                                     family = family(fit), control = golden_control))
    (part$deviance - deviance(fit)) / phi - qchisq(0.95, 1)
  }
  uniroot(gap, sort(b + direction * c(1, 3.5) * se), tol = 1e-13)$root
}

tidy_of <- function(fit, exponentiate) {
  theirs <- suppressWarnings(suppressMessages(tidy(fit, conf.int = TRUE, exponentiate = exponentiate)))
  table <- as.data.frame(theirs)
  names(table) <- c("term", "estimate", "stdError", "statistic", "pValue", "confLow", "confHigh")
  raise <- if (exponentiate) exp else identity
  exact <- sapply(c(-1, 1), function(side) sapply(seq_along(coef(fit)), function(j) profile_root(fit, j, side)))
  lower <- if (exponentiate) log(table$confLow) else table$confLow
  stopifnot(max(abs(lower - exact[, 1]) / sqrt(diag(vcov(fit)))) < 1e-3)
  table$confLow <- raise(exact[, 1]); table$confHigh <- raise(exact[, 2])
  table
}

# The rows of a printed table, by our names.
rows_of <- function(found, names) {
  frame <- as.data.frame(found)
  colnames(frame) <- names
  cbind(term = sub("^<none>$", "none", trimws(rownames(found))), frame)
}

is_free <- function(fit) !(family(fit)$family %in% c("binomial", "poisson") || inherits(fit, "negbin"))

deviance_tables <- function(fit) {
  test <- if (is_free(fit)) "F" else "LR"
  quiet <- function(x) suppressWarnings(suppressMessages(x))
  has_na <- anyNA(coef(fit))
  sequential <- if (inherits(fit, "negbin")) quiet(anova(fit)) else anova(fit, test = if (test == "F") "F" else "Chisq")
  names_I <- c("df", "deviance", "residualDegreesOfFreedom", "residualDeviance", if (test == "F") "statistic", "p")
  two <- quiet(Anova(fit, type = 2, test.statistic = test))
  three <- if (!has_na) quiet(Anova(fit, type = 3, test.statistic = test))
  car_names <- if (test == "F") c("deviance", "df", "statistic", "p") else c("statistic", "df", "p")
  dropped <- quiet(drop1(fit, test = if (test == "F") "F" else "Chisq"))
  list(
    test = if (test == "F") "F" else "likelihood-ratio",
    I = rows_of(sequential, names_I),
    II = rows_of(two, car_names),
    III = if (!is.null(three)) rows_of(three, car_names),
    ratio = if (test == "F") rows_of(quiet(Anova(fit, type = 2, test.statistic = "LR")), c("statistic", "df", "p")),
    waldII = if (test == "LR") rows_of(quiet(Anova(fit, type = 2, test.statistic = "Wald")), c("df", "statistic", "p")),
    waldIII = if (test == "LR" && !has_na) rows_of(quiet(Anova(fit, type = 3, test.statistic = "Wald")), c("df", "statistic", "p")),
    drop1 = rows_of(dropped, c("df", "deviance", "aic", "statistic", "p")),
    scaled = if (test == "F") rows_of(quiet(drop1(fit, test = "Chisq")), c("df", "deviance", "aic", "statistic", "p")))
}

measures <- function(fit) {
  # the null model keeps offset and intercept
  null <- if (!inherits(fit, "negbin")) {
    constant <- if (attr(terms(fit), "intercept") == 1) fit$y ~ 1 else fit$y ~ 0
    off <- if (is.null(fit$offset)) 0 * fit$y else fit$offset
    suppressWarnings(glm(constant, family(fit), weights = fit$prior.weights, offset = off, control = golden_control))
  }
  l <- as.numeric(logLik(fit)); n <- nobs(fit); k <- attr(logLik(fit), "df")
  known <- family(fit)$family %in% c("binomial", "poisson")
  l0 <- if (known) as.numeric(logLik(null))
  X <- model.matrix(fit)
  plain <- if (family(fit)$family == "gaussian") summary(lm(fit$y ~ X[, -1], weights = fit$prior.weights))
  pearson <- sum(residuals(fit, "pearson")^2)
  list(
    rSquared = plain$r.squared, adjustedRSquared = plain$adj.r.squared,
    mcFadden = if (known) 1 - l / l0, nagelkerke = if (known) (1 - exp(2 * (l0 - l) / n)) / (1 - exp(2 * l0 / n)),
    aicc = AIC(fit) + 2 * k * (k + 1) / (n - k - 1),
    pearson = pearson, pearsonP = pchisq(pearson, df.residual(fit), lower.tail = FALSE),
    devianceP = pchisq(deviance(fit), df.residual(fit), lower.tail = FALSE))
}

as_written <- function(call, data, family) {
  call$control <- NULL
  r_call(as.call(call), data, family)
}

# ours: our options. theirs: R's formula where it is not ours.
shows <- function(data, formula, family, ours, theirs = formula, contrasts = NULL, weights = NULL, exponentiate = NULL,
                  control = golden_control) {
  written <- substitute(family)
  frame <- tables[[data]]
  call <- list(if (is.null(family)) quote(glm.nb) else quote(glm), as.formula(theirs, globalenv()), data = frame,
               control = control)
  if (!is.null(family)) call$family <- family
  if (!is.null(weights)) call$weights <- as.name(weights)
  if (!is.null(contrasts)) call$contrasts <- contrasts
  assign("frame", frame, globalenv())
  call$data <- quote(frame)
  fit <- eval(as.call(call), globalenv())
  cat(sprintf("%-12s %s\n", data, formula))
  cases[[length(cases) + 1]] <<- list(
    data = data, formula = formula, options = ours, r = as_written(call, data, written),
    exponentiate = exponentiate, tidy = if (!is.null(exponentiate)) tidy_of(fit, exponentiate),
    measures = Filter(Negate(is.null), if (!anyNA(coef(fit))) measures(fit) else list()),
    theta = fit$theta, tables = Filter(Negate(is.null), deviance_tables(fit)))
}

with_sum <- list(wool = "contr.sum", tension = "contr.sum")
shows("birthwt", "low ~ age + lwt + race * smoke", binomial(), list(family = "binomial"), exponentiate = TRUE)
shows("warpbreaks", "breaks ~ wool * tension", poisson(), list(family = "poisson"), exponentiate = TRUE)
shows("budworm", "cbind(dead, alive) ~ sex * ldose", binomial(), list(family = "binomial"), exponentiate = TRUE)
shows("clotting", "time ~ log(u) * lot", Gamma(), list(family = "gamma"), exponentiate = FALSE)
shows("mtcars", "mpg ~ wt + factor(cyl) * am + poly(hp, 2)", gaussian(), list(family = "gaussian"))
shows("warpbreaks", "log(breaks) ~ wool * tension", gaussian(), list(family = "gaussian", contrasts = list(wool = "sum", tension = "sum")), contrasts = with_sum)
shows("warpbreaks", "breaks ~ wool * tension", poisson(), list(family = "poisson", contrasts = list(wool = "sum", tension = "sum")), contrasts = with_sum)
shows("Insurance", "Claims ~ District + Group * Age + offset(log(Holders))", poisson(), list(family = "poisson"))
shows("quine", "Days ~ Eth * Sex + Age + Lrn", NULL, list(family = "negative-binomial"))
shows("npk", "yield ~ factor(block) + factor(N) * factor(P) * factor(K)", gaussian(), list(family = "gaussian"), control = glm.control()) # a tighter one finds no dependent columns
shows("airquality", "Ozone ~ Solar.R * Wind + factor(Month)", gaussian(), list(family = "gaussian", weights = "w"), weights = "w")
shows("birthwt", "low ~ 0 + race + lwt:smoke", binomial(), list(family = "binomial"))
shows("mtcars", "mpg ~ log(hp) + am", Gamma("log"), list(family = "gamma", link = "log"), exponentiate = TRUE)

# ---------------------------------------------------------------------------------------------- JSON

data <- vapply(names(tables), function(name) paste0("    ", json_text(name), ": ", json_columns(as_json(tables[[name]]), "    ")), "")
written <- vapply(cases, function(case) {
  case <- Filter(Negate(is.null), case)
  fields <- vapply(names(case), function(key) paste0("      ", json_text(key), ": ", json_any(case[[key]], "      ", FALSE)), "")
  paste0("{\n", paste(fields, collapse = ",\n"), "\n    }")
}, "")
versions <- paste0("{", paste(vapply(c("broom", "car", "MASS"), function(name) {
  sprintf("%s: %s", json_text(name), json_text(packageDescription(name)$Version))
}, ""), collapse = ", "), sprintf(", \"R\": %s}", json_text(as.character(getRversion()))))
about <- "All numbers agree to 1e-6 of the larger of their size and 1; null is not compared. confLow and confHigh are exact profile intervals."
cat("{\n  \"about\": ", json_text(about), ",\n  \"versions\": ", versions, ",\n  \"data\": {\n", paste(data, collapse = ",\n"),
    "\n  },\n  \"cases\": [\n    ", paste(written, collapse = ",\n    "), "\n  ]\n}\n", sep = "", file = "test/golden/words.json")
