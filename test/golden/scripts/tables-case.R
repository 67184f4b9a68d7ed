# What tables.R needs beside its list: the tables, one case, the JSON.
#
# Columns that are factors in R become text or numbers, as they are in a file: the formula says what they are, and is the same text here
# and there.

source("test/golden/scripts/models.R")
library(splines)
options(contrasts = c("contr.treatment", "contr.poly"))
invisible(Sys.setlocale("LC_COLLATE", "C"))

# ---------------------------------------------------------------------------------------------- tables

tables <- list()

# Keeps a data frame under a name.
table_of <- function(name, frame) {
  stopifnot(!name %in% names(tables), all(dim(frame) > 0))
  as_text <- function(column) if (is.factor(column)) type.convert(as.character(column), as.is = TRUE) else column
  tables[[name]] <<- as.data.frame(lapply(frame, as_text), optional = TRUE)
}

as_json <- function(frame) {
  as.data.frame(lapply(frame, function(column) if (inherits(column, "Date")) format(column) else column),
                optional = TRUE)
}

# Parts of a date as our formulas have them.
year <- function(date) as.integer(format(date, "%Y"))
month <- function(date) as.integer(format(date, "%m"))
weekday <- function(date) as.integer(format(date, "%u"))

# ---------------------------------------------------------------------------------------------- one case

cases <- list()

# Warnings that are thought about: predictions of fits with dependent columns; splines beyond their knots; contrasts by C(), which a
# new factor has not, but which the fit hands on.
of_predict <- c("rank-deficient", "beyond boundary knots", "contrasts dropped from factor")

quiet_predict <- function(...) {
  withCallingHandlers(predict(..., na.action = na.pass), warning = function(w) {
    if (any(vapply(of_predict, grepl, TRUE, x = conditionMessage(w)))) invokeRestart("muffleWarning")
  })
}

# One fit and its predictions of new rows.
#   formula    as text, for us and for R, unless `theirs` is R's
#   new        a data frame of new rows
#   family     of R; NULL for glm.nb(), whose theta is estimated
#   ours       our options where R's call does not say them
#   weights    name of a column
#   exposure   name of a column; an offset by its logarithm for R
#   contrasts  by variable: name of a contrast, for R contr.<name>
#   ref        by column: its reference level; for R the factor has it first
#   types      by column: "category", which is a factor for R
#   labels     whether the response has two labels: a factor for R
fits <- function(data, formula, new, family = gaussian(), theirs = formula, ours = list(), link = "log",
                 weights = NULL, exposure = NULL, contrasts = NULL, ref = NULL, types = NULL, labels = FALSE) {
  written <- substitute(family)
  frame <- tables[[data]]
  if (labels) frame[[all.vars(as.formula(formula))[1]]] <- factor(frame[[all.vars(as.formula(formula))[1]]])
  for (column in names(types)) frame[[column]] <- factor(frame[[column]])
  for (column in names(ref)) frame[[column]] <- relevel(factor(frame[[column]]), ref[[column]])
  for (column in names(types)) new[[column]] <- as.character(new[[column]])
  call <- list(if (is.null(family)) quote(glm.nb) else quote(glm), as.formula(theirs, globalenv()), data = frame)
  if (!is.null(family)) call$family <- family else call$link <- as.name(link)
  if (!is.null(weights)) call$weights <- as.name(weights)
  if (!is.null(exposure)) call$offset <- as.call(list(quote(log), as.name(exposure)))
  if (!is.null(contrasts)) call$contrasts <- lapply(contrasts, function(name) paste0("contr.", name))
  fit <- fit_loudly(as.call(call), quote(glm.control())) # a tighter one finds no dependent columns
  exact <- exact_fit(fit)
  fit$coefficients <- exact$beta
  if (!is.null(family)) stopifnot(fit$df.residual == exact$df)

  model <- exact$model
  intercept <- if (exact$constant) "(Intercept)"
  eta <- quiet_predict(fit, new, type = "link")
  link_name <- if (model$link %in% names(link_names)) link_names[[model$link]] else model$link
  own <- if (length(ours) == 0) family_option(fit) else ours
  as_contrasts <- c(contrasts, lapply(ref, function(level) list(ref = level)))
  options <- c(
    if (is.list(own)) own else list(name = own),
    list(link = link_name, weights = weights, exposure = exposure,
         contrasts = if (length(as_contrasts) > 0) as_contrasts, types = if (length(types) > 0) as.list(types)))
  stopifnot(exact$step < 1e-12)
  cat(sprintf("%-18s %-90s %2d of %2d\n", data, formula, fit$rank, length(coef(fit))))
  cases[[length(cases) + 1]] <<- list(
    data = data,
    formula = formula,
    r = r_call(call, data, written),
    options = options,
    terms = attr(terms(fit), "term.labels"),
    rows = exact$n,
    names = setdiff(names(exact$beta), intercept),
    intercept = if (exact$constant) exact$beta[[1]],
    coefficients = exact$beta[setdiff(names(exact$beta), intercept)],
    standardErrors = exact$errors,
    notUnique = not_unique(exact$design, exact$beta),
    deviance = exact$dev,
    dispersion = exact$dispersion,
    dfResidual = exact$df,
    theta = exact$theta,
    new = as_json(new),
    newLinks = unname(eta),
    newMeans = unname(model$linkinv(eta)))
}

# The call as one would write it.
r_call <- function(call, data, family) {
  call$data <- as.name(data)
  if (!is.null(call$family)) call$family <- if (!identical(family, quote(gaussian()))) family
  paste(trimws(deparse(as.call(call), width.cutoff = 500)), collapse = " ")
}

# Places of the coefficients that are not unique, from 0 on: those R leaves out, and those they depend on.
not_unique <- function(design, beta) {
  out <- is.na(beta)
  if (!any(out)) return(NULL)
  size <- pmax(sqrt(colSums(design^2)), 1e-300)
  scaled <- sweep(design, 2, size, "/")
  weights <- qr.coef(qr(scaled[, !out, drop = FALSE]), scaled[, out, drop = FALSE])
  out[!out] <- apply(abs(weights), 1, max) > 1e-8
  unname(which(out)) - 1
}

# ---------------------------------------------------------------------------------------------- JSON

json_any <- function(value, indent, array) {
  if (is.data.frame(value)) return(json_columns(value, indent))
  if (is.list(value)) {
    parts <- vapply(names(value), function(key) paste0(json_text(key), ": ", json_any(value[[key]], "", FALSE)), "")
    return(paste0("{", paste(parts, collapse = ", "), "}"))
  }
  if (array) json_cells(unname(value)) else json_value(value, indent)
}

write_tables <- function(file, about) {
  arrays <- c("terms", "names", "coefficients", "standardErrors", "notUnique", "newLinks", "newMeans")
  data <- vapply(names(tables), function(name) {
    paste0("    ", json_text(name), ": ", json_columns(as_json(tables[[name]]), "    "))
  }, "")
  written <- vapply(cases, function(case) {
    case$options <- Filter(Negate(is.null), case$options)
    case <- Filter(Negate(is.null), case)
    fields <- vapply(names(case), function(key) {
      paste0("      ", json_text(key), ": ", json_any(case[[key]], "      ", key %in% arrays))
    }, "")
    paste0("{\n", paste(fields, collapse = ",\n"), "\n    }")
  }, "")
  versions <- sprintf("{\"R\": %s, \"MASS\": %s}", json_text(as.character(getRversion())),
                      json_text(packageDescription("MASS")$Version))
  text <- paste0(
    "{\n",
    "  \"about\": ", json_text(about), ",\n",
    "  \"versions\": ", versions, ",\n",
    "  \"data\": {\n", paste(data, collapse = ",\n"), "\n  },\n",
    "  \"cases\": [\n    ", paste(written, collapse = ",\n    "), "\n  ]\n",
    "}\n")
  cat(text, file = file)
  cat(sprintf("%s: %d cases, %d kB\n", file, length(cases), round(nchar(text) / 1000)))
}
