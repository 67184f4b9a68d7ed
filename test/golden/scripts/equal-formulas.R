# The answers of R to the calls with a formula of docs/from-other-libraries.md.
#
#   Rscript test/golden/scripts/equal-formulas.R      from the repository root; writes test/golden/equal-formulas.json
#
# Calls are taken from the page as they stand there, the data from examples/data. glm() and glm.nb() are R's, told to go on to the last
# digit. A model answers with its intercept and coefficients, anything else with its numbers; null is NA. Base R and MASS only.

suppressPackageStartupMessages({
  library(MASS)
  library(splines)
})
options(warn = 2)
invisible(Sys.setlocale("LC_COLLATE", "C"))

table_of <- function(name) {
  read.csv(sprintf("examples/data/%s.csv", name), stringsAsFactors = TRUE, na.strings = c("", "NA"))
}
births <- table_of("birthwt")
passengers <- table_of("titanic")
policies <- table_of("insurance")
cars <- table_of("automobile")

source("test/golden/scripts/onward.R") # glm and glm.nb to the last digit

answer <- function(value) as.numeric(if (inherits(value, "lm")) coef(value) else value)

page <- readLines("docs/from-other-libraries.md")
from <- grep("^## Formulas", page)
section <- page[from:length(page)]
asked <- vapply(strsplit(grep("^\\| `", section, value = TRUE), "`", fixed = TRUE), `[`, "", 2)

number <- function(v) ifelse(is.na(v), "null", sub("e([+-])0+", "e\\1", sprintf("%.15g", v)))
text <- function(s) paste0("\"", gsub("([\"\\\\])", "\\\\\\1", s), "\"")
cases <- vapply(asked, function(call) {
  values <- answer(eval(parse(text = call)))
  stopifnot(length(values) > 0, is.finite(values) | is.na(values))
  paste0("    { \"call\": ", text(call), ", \"values\": [", paste(number(values), collapse = ", "), "] }")
}, "")

writeLines(c(
  "{",
  "  \"about\": \"Answers of R to the calls with a formula of docs/from-other-libraries.md; scripts/equal-formulas.R\",",
  sprintf("  \"versions\": [%s],", text(sprintf("R %s, MASS %s", getRversion(), packageVersion("MASS")))),
  "  \"cases\": [",
  paste(cases, collapse = ",\n"),
  "  ]",
  "}"), "test/golden/equal-formulas.json")
