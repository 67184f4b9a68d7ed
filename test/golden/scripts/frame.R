# Designs of formulas against R's model.matrix(), of the rows of a fit and of new rows.
#
#   Rscript test/golden/scripts/frame.R        from the repository root; writes test/golden/frame.json
#
# Compared: every entry and name of the design without its intercept, the terms of the columns, the offset, the rows that are
# left out. New rows go through predvars and xlev, as predict() does, and some of them lie beyond the boundary knots.
# Not compared: names have brackets here where R has none; tests compare them without any.

library(splines)
source_lines <- readLines("test/golden/scripts/common.R")
eval(parse(text = grep("library\\(MASS\\)|^options", source_lines, value = TRUE, invert = TRUE))) # for the JSON only
invisible(Sys.setlocale("LC_COLLATE", "C"))

set.seed(41)
n <- 30
data <- data.frame(
  y = round(rnorm(n), 2),
  age = sample(16:45, n),
  lwt = round(runif(n, 85, 250)),
  race = sample(c("white", "black", "other"), n, TRUE),
  smoke = sample(c(TRUE, FALSE), n, TRUE),
  dose = sample(c(0.5, 1, 2, 10), n, TRUE))
gaps <- data
gaps$age[c(2, 11)] <- NA
gaps$race[c(11, 20)] <- NA
gaps$smoke[7] <- NA
gaps$y[30] <- NA
new <- data.frame(
  age = c(20, 33, 45, 17), lwt = c(60, 120, 250.5, 300), race = c("other", "white", "black", "white"),
  smoke = c(TRUE, FALSE, FALSE, TRUE), dose = c(1, 10, 0.5, 2))

formulas <- list(
  y ~ age + race,
  y ~ race * smoke,
  y ~ race:smoke,
  y ~ 0 + race + smoke,
  y ~ race / age,
  y ~ age:race,
  y ~ smoke:age + race:smoke,
  y ~ 0 + race * smoke * age,
  y ~ poly(age, 3) + smoke,
  y ~ race * poly(age, 2),
  y ~ poly(age, 2, raw = TRUE):smoke,
  y ~ poly(log(lwt), 4),
  y ~ ns(lwt, df = 4) + race,
  y ~ ns(lwt),
  y ~ ns(lwt, df = 5, intercept = TRUE),
  y ~ ns(lwt, knots = c(120, 180), Boundary.knots = c(100, 230)),
  y ~ bs(lwt, df = 5),
  y ~ bs(lwt, degree = 1, df = 4),
  y ~ bs(lwt, knots = c(140, 200), degree = 2, intercept = TRUE),
  y ~ scale(age) * C(factor(race), sum),
  y ~ scale(age, center = FALSE),
  y ~ C(factor(dose), helmert) + age,
  y ~ C(factor(dose), poly):smoke,
  y ~ cut(age, c(0, 20, 30, 60)) + lwt,
  y ~ cut(age, c(16, 33, 45), right = FALSE, include.lowest = TRUE),
  y ~ log(lwt) + I(age^2) + I(-age / 2 + smoke),
  y ~ age > 25,
  y ~ factor(dose) + offset(log(lwt)) + offset(age),
  # odd ones
  y ~ .^2,
  y ~ . - age - 1,
  y ~ race %in% smoke,
  y ~ smoke %in% race + race - 1,
  y ~ race / smoke / age,
  y ~ 0 + race:smoke,
  y ~ race * smoke - race,
  y ~ (race + smoke + age)^3 - race:smoke,
  y ~ age:lwt - 1,
  y ~ (age > 30) * race,
  y ~ I(age > 25):race + log(lwt) - 1,
  y ~ factor(dose):race:smoke,
  y ~ race:poly(age, 2) - 1,
  y ~ C(factor(race, levels = c("white", "black", "other")), poly) * age,
  y ~ C(factor(dose), poly) + C(factor(race), helmert):smoke - 1,
  y ~ C(factor(race), sum) %in% factor(dose) + smoke:lwt)

case <- function(f, rows, table) {
  frame <- suppressWarnings(model.frame(f, rows, drop.unused.levels = TRUE))
  design <- model.matrix(terms(frame), frame)
  terms <- delete.response(terms(frame))
  again <- suppressWarnings(model.frame(terms, new, xlev = .getXlevels(terms, frame)))
  predicted <- model.matrix(terms, again, contrasts.arg = attr(design, "contrasts"))
  slopes <- which(attr(design, "assign") > 0)
  bare <- function(m) matrix(m[, slopes], nrow(m))
  offset <- model.offset(frame)
  list(
    formula = deparse1(f),
    table = table,
    rows = as.integer(rownames(frame)) - 1L,
    names = colnames(design)[slopes],
    assign = attr(design, "assign")[slopes] - 1L,
    design = bare(design),
    predicted = bare(predicted),
    offset = if (!is.null(offset)) as.numeric(offset))
}

# R's poly() refuses missing values, and R leaves out the rows that miss a column which is removed again: docs/decisions/0028.
na_free <- Filter(function(f) !grepl("poly\\(|- age", deparse1(f)), formulas)
cases <- c(lapply(formulas, case, data, "data"), lapply(na_free, case, gaps, "gaps"))
arrays <- c("rows", "names", "assign", "offset")
written <- vapply(cases, function(one) json_object(Filter(Negate(is.null), one), "    ", arrays), "")
cat(paste0(
  "{\n  \"about\": ", json_text("Designs of R's model.matrix without the intercept, a row a line. Made by scripts/frame.R."),
  ",\n  \"versions\": {\"R\": ", json_text(as.character(getRversion())), "},\n",
  "  \"data\": ", json_columns(data), ",\n  \"gaps\": ", json_columns(gaps), ",\n  \"new\": ", json_columns(new), ",\n",
  "  \"cases\": [\n    ", paste(written, collapse = ",\n    "), "\n  ]\n}\n"), file = "test/golden/frame.json")
