# The answers of R, MASS and glmnet to the calls of docs/from-other-libraries.md, and the data they are asked about.
#
#   Rscript test/golden/scripts/equal-calls.R && python3 test/golden/scripts/equal-calls.py
#
# from the repository root; together they write test/golden/equal-calls.json. Calls are taken from the page as they stand
# there; glm(), glmnet() and cv.glmnet() below are R's, told to go on to the last digit. A model answers with its intercept
# and coefficients, class by class, the intercepts of classes less their mean; anything else with its numbers.

suppressPackageStartupMessages({
  library(MASS)
  library(glmnet)
})
options(warn = 2)
set.seed(20130415)

n <- 120
x <- matrix(round(rnorm(n * 4), 2) + rep(round(rnorm(n), 2), 4), n, dimnames = list(NULL, c("a", "b", "c", "d")))
x[, 3] <- 10 * x[, 3]
eta <- 0.4 + drop(x %*% c(0.8, -0.5, 0.03, 0))
y <- round(eta + rnorm(n), 2)
label <- factor(ifelse(runif(n) < plogis(eta), "yes", "no"))
kind <- factor(c("ash", "elm", "oak")[1 + (runif(n) < plogis(eta)) + (runif(n) < plogis(-0.5 * x[, 2]))])
exposure <- round(runif(n, 0.5, 2), 2)
count <- rnbinom(n, size = 2, mu = exposure * exp(0.5 * eta))
cost <- round(rgamma(n, 3, 3 / exp(0.3 * eta)), 2) + 0.01
trials <- 1 + rpois(n, 4)
successes <- rbinom(n, trials, plogis(0.5 * eta))
weights <- sample(1:3, n, TRUE)
fold <- rep_len(1:6, n)
deviation <- sqrt(mean((y - mean(y))^2))

source("test/golden/scripts/onward.R") # glm and glm.nb to the last digit
glmnet <- function(...) glmnet::glmnet(..., thresh = 1e-22, maxit = 1e9)
cv.glmnet <- function(...) suppressWarnings(glmnet::cv.glmnet(..., thresh = 1e-22, maxit = 1e9))

# glmnet has columns of one lambda; classes are a list
answer <- function(value) {
  if (inherits(value, "multnet")) {
    parts <- lapply(coef(value), function(b) as.numeric(b))
    middle <- mean(vapply(parts, `[`, 0, 1))
    return(unlist(lapply(parts, function(b) c(b[1] - middle, b[-1]))))
  }
  if (inherits(value, c("glm", "glmnet"))) return(as.numeric(coef(value)))
  as.numeric(value)
}

page <- readLines("docs/from-other-libraries.md")
rows <- strsplit(grep("^\\| `", page, value = TRUE), "`", fixed = TRUE)
section <- cumsum(grepl("^## ", page))[grepl("^\\| `", page)]
asked <- vapply(rows[section == min(section)], `[`, "", 2)

number <- function(v) sub("e([+-])0+", "e\\1", sprintf("%.15g", v))
list_of <- function(v) paste0("[", paste(v, collapse = ", "), "]")
text <- function(s) paste0("\"", gsub("([\"\\\\])", "\\\\\\1", s), "\"")
field <- function(name, v) paste0("    ", text(name), ": ", list_of(if (is.factor(v)) text(v) else number(v)))

data <- list(y = y, label = label, kind = kind, count = count, cost = cost, exposure = exposure, trials = trials,
             successes = successes, weights = weights, fold = fold)
cases <- vapply(asked, function(call) {
  values <- answer(eval(parse(text = call)))
  stopifnot(all(is.finite(values)))
  paste0("    { \"call\": ", text(call), ", \"values\": ", list_of(number(values)), " }")
}, "")

writeLines(c(
  "{",
  "  \"about\": \"Answers of R, glmnet and scikit-learn to the calls of docs/from-other-libraries.md; scripts/equal-calls.R and .py\",",
  sprintf("  \"versions\": [%s],", text(sprintf("R %s, MASS %s, glmnet %s", getRversion(), packageVersion("MASS"), packageVersion("glmnet")))),
  "  \"data\": {",
  paste0("    \"x\": [", paste(apply(x, 1, function(row) list_of(number(row))), collapse = ", "), "],"),
  paste(mapply(field, names(data), data), collapse = ",\n"),
  "  },",
  "  \"cases\": [",
  paste(cases, collapse = ",\n"),
  "  ]",
  "}"), "test/golden/equal-calls.json")
