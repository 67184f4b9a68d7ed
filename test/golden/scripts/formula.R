# Formulas as R's terms.formula() and model.matrix() read them.
#
#   Rscript test/golden/scripts/formula.R        from the repository root; writes test/golden/formula.json
#
# Of every formula: the response, the term labels, their order, the intercept, the offsets, and per term the codes 1 (contrasts) and 2 (full)
# that attr(, "factors") has for its variables, in the order of the label. `columns` counts the columns of the model matrix by term: a, b and
# c are factors of three levels there, all other columns are numbers. It is null where a function is none of R's.

settings <- list(columns = c("y", "s", "f", "a", "b", "c", "x", "z", "w"), factors = c("a", "b", "c"))

set.seed(1)
n <- 200
level <- function() factor(sample(c("u", "v", "w"), n, replace = TRUE))
number <- function() round(runif(n, 1, 9), 3)
data <- data.frame(y = number(), s = number(), f = number(), a = level(), b = level(), c = level(),
                   x = number(), z = number(), w = number())

formulas <- readLines("test/golden/scripts/formula.txt")
formulas <- formulas[nzchar(formulas)]

quoted <- function(s) encodeString(s, quote = "\"")
list_of <- function(items) paste0("[", paste(items, collapse = ", "), "]")

one <- function(text) {
  parsed <- eval(str2lang(text))
  read <- terms(parsed, data = data)
  factors <- attr(read, "factors")
  labels <- attr(read, "term.labels")
  variables <- vapply(as.list(attr(read, "variables"))[-1], function(v) paste(deparse(v, 500), collapse = " "), "")
  codes <- lapply(seq_along(labels), function(j) unname(factors[factors[, j] > 0, j]))
  response <- if (attr(read, "response") == 1) variables[1]
  counts <- tryCatch({
    design <- model.matrix(read, model.frame(read, data))
    vapply(seq_along(labels), function(j) sum(attr(design, "assign") == j), 0L)
  }, error = function(e) NULL)
  fields <- c(
    formula = quoted(text),
    response = if (is.null(response)) "null" else quoted(response),
    intercept = tolower(attr(read, "intercept") == 1),
    labels = list_of(quoted(labels)),
    order = list_of(attr(read, "order")),
    offsets = list_of(quoted(variables[attr(read, "offset")])),
    factors = list_of(vapply(codes, list_of, "")),
    columns = if (is.null(counts)) "null" else list_of(counts))
  paste0("    { ", paste0("\"", names(fields), "\": ", fields, collapse = ", "), " }")
}

cases <- vapply(formulas, one, "")
text <- paste0(
  "{\n",
  "  \"about\": \"What terms.formula() and model.matrix() make of formulas; everything is compared as text or whole number.\",\n",
  "  \"versions\": { \"R\": \"", getRversion(), "\" },\n",
  "  \"columns\": ", list_of(quoted(settings$columns)), ",\n",
  "  \"factorColumns\": ", list_of(quoted(settings$factors)), ",\n",
  "  \"cases\": [\n", paste(cases, collapse = ",\n"), "\n  ]\n",
  "}\n")
cat(text, file = "test/golden/formula.json")
cat(sprintf("test/golden/formula.json: %d cases\n", length(cases)))
