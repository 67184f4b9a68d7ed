# What the three scripts gaussian.R, binomial.R and poisson.R share: the settings of R, one case, the JSON.
# Base R and MASS only. Run the scripts from the repository root.

suppressPackageStartupMessages(library(MASS))

# A warning nobody has thought about must not end up in a fixture.
options(warn = 2)
# Dummy columns against the first level, also for ordered factors: columns of zeros and ones.
options(contrasts = c("contr.treatment", "contr.treatment"))

# As tight as the deviance allows: the coefficients are then one Newton step beyond it, at R's rounding.
golden_control <- glm.control(epsilon = 1e-14, maxit = 100)

comparison <- paste(
  "A number agrees when |actual - expected| <= tolerance * max(1, |expected|), unless the case's note says otherwise.",
  "null: not compared, the note says why; interceptValue is null when the model has no intercept.",
  "x holds the columns of R's model matrix without the intercept.")

# ---------------------------------------------------------------------------------------------- one case

# Fits `call`, an unevaluated call of glm(), and returns the case as a list in the order it is written.
#   known      numbers from elsewhere, as strings: the script stops unless R agrees with every digit printed.
#              $coefficients (intercept first, separated by blanks), $deviance, $nullDeviance, $aic, $dispersion
#   certified  values better than R's (an exact solution, NIST): they replace R's in `expected`; the script stops
#              unless R is within 1e-6 of them
#   omitted    names of `expected` that are not to be compared
golden_case <- function(name, call, known = list(), certified = list(), omitted = character(),
                        tolerance = 1e-8, note = NULL) {
  fit <- fit_quietly(call)
  stopifnot(fit$converged, fit$rank == length(coef(fit)))

  frame <- model.frame(fit)
  response <- model.response(frame)
  counted <- is.matrix(response)
  design <- model.matrix(fit)
  constant <- attr(terms(fit), "intercept") == 1
  slopes <- if (constant) design[, -1, drop = FALSE] else design
  loglik <- as.numeric(logLik(fit))

  expected <- list(
    interceptValue = if (constant) coef(fit)[[1]],
    coefficients = coef(fit)[colnames(slopes)],
    deviance = deviance(fit),
    nullDeviance = fit$null.deviance,
    logLikelihood = loglik,
    aic = AIC(fit),
    dfResidual = df.residual(fit),
    dispersion = summary(fit)$dispersion,
    fitted = fitted(fit),
    link = fit$linear.predictors)
  check_known(name, c(list(all = coef(fit)), expected), known)
  expected <- replace_certified(name, expected, certified)
  for (field in omitted) expected[field] <- list(NULL)
  if (length(c(omitted, if (!missing(tolerance)) "tolerance")) > 0) stopifnot(!is.null(note))

  list(
    name = name,
    call = paste(trimws(deparse(call, width.cutoff = 500)), collapse = " "),
    note = note,
    family = family(fit)$family,
    intercept = constant,
    names = colnames(slopes),
    x = unname(slopes),
    y = unname(if (counted) response[, 1] else as.numeric(response)),
    trials = if (counted) unname(rowSums(response)),
    weights = model.weights(frame),
    offset = model.offset(frame),
    expected = expected,
    tolerance = tolerance)
}

# R asks for whole numbers of successes. With fractional prior weights on 0/1 data that is not a mistake.
fit_quietly <- function(call) {
  call$control <- quote(golden_control)
  withCallingHandlers(eval(call, globalenv()), warning = function(w) {
    if (grepl("non-integer #successes", conditionMessage(w))) invokeRestart("muffleWarning")
  })
}

check_known <- function(name, values, known) {
  for (field in names(known)) {
    printed <- strsplit(known[[field]], " +")[[1]]
    actual <- values[[if (field == "coefficients") "all" else field]]
    unit <- 10^-nchar(ifelse(grepl(".", printed, fixed = TRUE), sub("^.*\\.", "", printed), ""))
    # one unit of the last digit printed, and what R itself may round
    allowed <- 1.001 * unit + 1e-11 * abs(actual)
    if (length(printed) != length(actual) || any(abs(as.numeric(printed) - actual) > allowed)) {
      stop(sprintf("%s: %s is %s, known as %s", name, field,
                   paste(sprintf("%.15g", actual), collapse = " "), known[[field]]))
    }
  }
}

replace_certified <- function(name, expected, certified) {
  for (field in names(certified)) {
    exact <- certified[[field]]
    gap <- max(abs(expected[[field]] - exact) / pmax(1, abs(exact)))
    if (length(exact) != length(expected[[field]]) || gap > 1e-6) {
      stop(sprintf("%s: R's %s is %.2g away from the certified value", name, field, gap))
    }
    expected[[field]] <- exact
  }
  expected
}

# ---------------------------------------------------------------------------------------------- JSON

# The shortest of 15 and 17 significant digits that is the same double.
json_number <- function(v) {
  v <- v + 0 # no negative zero
  short <- sprintf("%.15g", v)
  text <- ifelse(as.numeric(short) == v, short, sprintf("%.17g", v))
  if (!all(is.finite(v))) stop("a fixture holds finite numbers only")
  text
}

json_text <- function(s) paste0("\"", gsub("([\"\\\\])", "\\\\\\1", s), "\"")

# One value on one line; a matrix with one row a line.
json_value <- function(value, indent, array = FALSE) {
  if (is.null(value)) return("null")
  if (is.matrix(value)) {
    rows <- apply(value, 1, function(row) paste0("[", paste(json_number(row), collapse = ", "), "]"))
    return(paste0("[\n", paste0(indent, "  ", rows, collapse = ",\n"), "\n", indent, "]"))
  }
  items <- if (is.character(value)) json_text(value) else if (is.logical(value)) tolower(value) else json_number(value)
  if (array) paste0("[", paste(items, collapse = ", "), "]") else items
}

json_object <- function(fields, indent, arrays) {
  lines <- vapply(names(fields), function(key) {
    value <- fields[[key]]
    text <- if (is.list(value)) json_object(value, paste0(indent, "  "), arrays)
            else json_value(value, paste0(indent, "  "), key %in% arrays)
    paste0(indent, "  ", json_text(key), ": ", text)
  }, "")
  paste0("{\n", paste(lines, collapse = ",\n"), "\n", indent, "}")
}

# null where a number, a text or a truth value is missing.
json_cells <- function(v) {
  if (length(v) == 0) return("[]")
  text <- if (is.character(v)) json_text(v) else if (is.logical(v)) tolower(v)
          else ifelse(is.na(v), "null", json_number(ifelse(is.na(v), 0, v)))
  text[is.na(v)] <- "null"
  paste0("[", paste(text, collapse = ", "), "]")
}

# A table as its columns.
json_columns <- function(table, indent = "  ") {
  columns <- paste0(indent, "  ", json_text(names(table)), ": ", vapply(table, json_cells, ""), collapse = ",\n")
  paste0("{\n", columns, "\n", indent, "}")
}

write_golden <- function(file, about, cases) {
  arrays <- c("names", "y", "trials", "weights", "offset", "coefficients", "fitted", "link")
  # a case leaves out what it does not use; `expected` keeps its nulls
  written <- vapply(cases, function(case) json_object(Filter(Negate(is.null), case), "    ", arrays), "")
  versions <- sprintf("{\"R\": %s, \"MASS\": %s}", json_text(as.character(getRversion())),
                      json_text(packageDescription("MASS")$Version))
  text <- paste0(
    "{\n",
    "  \"about\": ", json_text(paste(about, comparison)), ",\n",
    "  \"versions\": ", versions, ",\n",
    "  \"cases\": [\n    ", paste(written, collapse = ",\n    "), "\n  ]\n",
    "}\n")
  cat(text, file = file)
  cat(sprintf("%s: %d cases\n", file, length(cases)))
}

# A list as JSON, with its matrices and vectors on one line each.
compact <- function(v) {
  if (is.null(v)) return("null")
  if (is.list(v)) { v <- Filter(Negate(is.null), v); return(paste0("{", paste0(json_text(names(v)), ": ", sapply(v, compact), collapse = ",\n"), "}")) }
  if (is.matrix(v)) return(paste0("[", paste(apply(v, 1, function(r) paste0("[", paste(json_number(r), collapse = ","), "]")), collapse = ","), "]"))
  if (is.character(v)) return(if (length(v) == 1) json_text(v) else paste0("[", paste(json_text(v), collapse = ","), "]"))
  text <- json_number(v)
  if (length(v) == 1) text else paste0("[", paste(text, collapse = ","), "]")
}
