# What families.R, statsmodels.R, classes.R, penalized.R and tables.R share on top of common.R: data kept once for many cases,
# comparison with printed values, a Newton method that goes on where glm() stops, the layout of the JSON.
# Base R and MASS. Run the scripts from the repository root.

source("test/golden/scripts/common.R")

# ---------------------------------------------------------------------------------------------- data

# Columns are written once and named by the cases. A bag is an environment of named columns of one length.
bags <- list()

bag_names <- function() vapply(bags, function(bag) bag$name, "")

bag_of <- function(name) {
  found <- match(name, bag_names())
  if (!is.na(found)) return(bags[[found]])
  bag <- new.env()
  bag$name <- name
  bag$columns <- list()
  bags[[length(bags) + 1]] <<- bag
  bag
}

# The name under which `values` stand in the bag: an equal column is used again, a taken name gets a number.
keep <- function(bag, name, values) {
  if (is.null(values)) return(NULL)
  values <- unname(if (is.character(values)) values else as.numeric(values))
  if (length(bag$columns) > 0) stopifnot(length(values) == length(bag$columns[[1]]))
  for (known in names(bag$columns)) if (identical(bag$columns[[known]], values)) return(known)
  unique_name <- name
  number <- 1
  while (unique_name %in% names(bag$columns)) {
    number <- number + 1
    unique_name <- paste(name, number)
  }
  bag$columns[[unique_name]] <- values
  unique_name
}

keep_all <- function(bag, x) {
  vapply(seq_len(ncol(x)), function(j) keep(bag, colnames(x)[j], x[, j]), "")
}

# ---------------------------------------------------------------------------------------------- printed values

# Stops unless every printed number is what we have: to one unit of its last digit and R's rounding, or to the relative
# error that the source is known to have (by field, else the first).
check_printed <- function(name, values, known, relative = 0) {
  for (field in names(known)) {
    printed <- strsplit(trimws(known[[field]]), "\\s+")[[1]]
    actual <- values[[field]]
    mantissa <- sub("[eE].*$", "", printed)
    power <- ifelse(grepl("[eE]", printed), as.numeric(sub("^.*[eE]", "", printed)), 0)
    decimals <- nchar(ifelse(grepl(".", mantissa, fixed = TRUE), sub("^.*\\.", "", mantissa), ""))
    error <- if (field %in% names(relative)) relative[[field]] else relative[[1]]
    allowed <- 1.001 * 10^(power - decimals) + (1e-11 + error) * abs(actual)
    if (length(printed) != length(actual) || any(abs(as.numeric(printed) - actual) > allowed)) {
      stop(sprintf("%s: %s is %s, known as %s", name, field, paste(sprintf("%.15g", actual), collapse = " "),
                   paste(printed, collapse = " ")))
    }
  }
}

# ---------------------------------------------------------------------------------------------- links R does not have

# The mirror image of cloglog: 1 - mu has the link cloglog with the signs reversed.
loglog <- structure(list(
  linkfun = function(mu) -log(-log(mu)),
  linkinv = function(eta) exp(-exp(-eta)),
  mu.eta = function(eta) exp(-eta - exp(-eta)),
  valideta = function(eta) TRUE,
  name = "loglog"), class = "link-glm")

# Only the power of the variance is a parameter; the links are R's own. After Jorgensen (1987).
tweedie_family <- function(power, link) {
  link <- make.link(link)
  structure(list(
    family = "tweedie", link = link$name, linkfun = link$linkfun, linkinv = link$linkinv, mu.eta = link$mu.eta,
    variance = function(mu) mu^power,
    dev.resids = function(y, mu, wt) {
      2 * wt * (ifelse(y == 0, 0, y^(2 - power)) / ((1 - power) * (2 - power)) -
                  y * mu^(1 - power) / (1 - power) + mu^(2 - power) / (2 - power))
    },
    aic = function(y, n, mu, wt, dev) NA,
    initialize = expression({
      n <- rep(1, nobs)
      mustart <- if (all(y > 0)) y else (y + mean(y)) / 2
    }),
    validmu = function(mu) all(mu > 0),
    valideta = link$valideta), class = "family")
}

# ---------------------------------------------------------------------------------------------- to the last digit

# d (minus half the deviance) / d eta of every row.
row_scores <- function(family, y, eta, w) {
  mu <- family$linkinv(eta)
  w * (y - mu) / family$variance(mu) * family$mu.eta(eta)
}

# Newton's method on the likelihood equations, from where glm() stopped: sum_i score_i x_i = 0. The coordinates are those
# of an orthonormal basis; the Hessian is a difference quotient of the scores and decides only how fast this goes.
# Returns the coefficients and the size of the last step relative to the standard errors.
polish <- function(family, x, y, w, offset, beta) {
  if (ncol(x) == 0) return(list(beta = numeric(), step = 0))
  size <- sqrt(colSums(x^2))
  basis <- qr(sweep(x, 2, size, "/"))
  stopifnot(basis$rank == ncol(x))
  order <- basis$pivot
  q <- qr.Q(basis)
  r <- qr.R(basis)
  g <- drop(r %*% (beta * size)[order])
  score <- function(g) drop(crossprod(q, row_scores(family, y, drop(q %*% g) + offset, w)))
  best <- Inf
  for (turn in 1:30) {
    here <- score(g)
    hessian <- vapply(seq_along(g), function(j) {
      h <- 1e-5 * max(1e-3 * sqrt(length(y)), abs(g[j]))
      (score(replace(g, j, g[j] + h)) - score(replace(g, j, g[j] - h))) / (2 * h)
    }, numeric(length(g)))
    step <- drop(solve(hessian, here))
    length <- max(abs(step)) / max(1e-300, max(abs(g)))
    if (length >= best && turn > 4) break
    best <- min(best, length)
    g <- g - step
  }
  stopifnot(best < 1e-13)
  list(beta = unname(backsolve(r, g)[match(seq_along(order), order)] / size), step = best)
}

# ---------------------------------------------------------------------------------------------- one unpenalized model

link_names <- c("1/mu^2" = "inverse-squared")

family_option <- function(fit) {
  name <- family(fit)$family
  if (inherits(fit, "negbin")) return(list(name = "negative-binomial", theta = "estimate"))
  if (grepl("^Negative Binomial", name)) {
    return(list(name = "negative-binomial", theta = as.numeric(gsub("[^0-9.]", "", name))))
  }
  switch(name,
    gaussian =, binomial =, poisson = name,
    Gamma = "gamma",
    inverse.gaussian = "inverse-gaussian",
    quasipoisson = list(name = "quasi", of = "poisson"),
    tweedie = list(name = "tweedie", power = environment(family(fit)$variance)$power),
    stop("no name for ", name))
}

# What glm() says on the way does not matter: polish() decides whether the end is one.
fit_loudly <- function(call, control = quote(golden_control)) {
  call$control <- control
  withCallingHandlers(eval(call, globalenv()), warning = function(w) {
    said <- conditionMessage(w)
    harmless <- c("non-integer #successes", "step size truncated", "did not converge", "alternation limit",
                  "fitted probabilities numerically", "stopped at boundary value")
    if (any(vapply(harmless, grepl, TRUE, x = said, fixed = TRUE))) invokeRestart("muffleWarning")
  })
}

# Theta of the negative binomial and its standard error at given means, as MASS::theta.ml defines them.
theta_of <- function(theta, y, mu, w) {
  for (turn in 1:100) {
    score <- sum(w * (digamma(theta + y) - digamma(theta) + log(theta) + 1 - log(theta + mu) - (y + theta) / (mu + theta)))
    info <- sum(w * (-trigamma(theta + y) + trigamma(theta) - 1 / theta + 2 / (mu + theta) - (y + theta) / (mu + theta)^2))
    theta <- theta + score / info
    if (abs(score / info) < 1e-15 * theta) break
  }
  c(theta, 1 / sqrt(info))
}

# Takes a fit of glm() or glm.nb() on until the likelihood equations hold to the last digits. Standard errors are R's: of the expected
# information. Coefficients that R leaves out as dependent are NA.
#   start      instead of R's coefficients
exact_fit <- function(fit, start = NULL) {
  estimated <- inherits(fit, "negbin")
  model <- family(fit)
  frame <- model.frame(fit)
  response <- model.response(frame)
  counted <- is.matrix(response)
  design <- model.matrix(fit)
  trials <- if (counted) rowSums(response)
  y <- if (counted) ifelse(trials > 0, response[, 1] / trials, 0)
       else if (is.factor(response)) as.numeric(response != levels(response)[1]) else as.numeric(response)
  weights <- model.weights(frame)
  offset <- model.offset(frame)
  n <- length(y)
  w <- (if (is.null(weights)) rep(1, n) else weights) * (if (counted) trials else 1)
  o <- if (is.null(offset)) rep(0, n) else offset

  free <- !is.na(coef(fit))
  x <- design[, free, drop = FALSE]
  done <- polish(model, x, y, w, o, if (is.null(start)) coef(fit)[free] else start)
  theta <- NULL
  if (estimated) {
    theta <- fit$theta
    for (turn in 1:100) {
      before <- theta
      theta <- theta_of(theta, y, model$linkinv(drop(x %*% done$beta) + o), w)[1]
      model <- negative.binomial(theta, link = model$link)
      done <- polish(model, x, y, w, o, done$beta)
      if (abs(theta - before) < 1e-15 * theta) break
    }
  }
  eta <- drop(x %*% done$beta) + o
  mu <- model$linkinv(eta)
  stopifnot(model$valideta(eta), is.null(model$validmu) || model$validmu(mu))
  df <- sum(w > 0) - sum(free)
  pearson <- sum(w * (y - mu)^2 / model$variance(mu))
  unscaled <- model$family %in% c("binomial", "poisson") || grepl("^Negative Binomial", model$family)
  dispersion <- if (unscaled) 1 else pearson / df
  information <- crossprod(x * sqrt(w) * model$mu.eta(eta) / sqrt(model$variance(mu)))
  size <- 1 / sqrt(diag(information))
  errors <- sqrt(dispersion * diag(solve(information * outer(size, size)))) * size
  named <- function(values) setNames(replace(rep(NA_real_, ncol(design)), free, values), colnames(design))
  list(
    model = model, response = response, counted = counted, design = design,
    constant = attr(terms(fit), "intercept") == 1, trials = trials, weights = weights, offset = offset,
    y = y, w = w, o = o, n = n, eta = eta, mu = mu, df = df, dispersion = dispersion,
    dev = sum(model$dev.resids(y, mu, w)), estimated = estimated, theta = theta,
    beta = named(done$beta), errors = named(errors), step = done$step)
}

# The case of `call`, an unevaluated call of glm() or glm.nb(), with the numbers of exact_fit(). Its columns go into the bag.
#   known      printed values, see check_printed(); $coefficients and $standardErrors with the intercept first
#   relative   the relative error that the source of the printed values is known to have
#   omitted    names of `expected` that are not to be compared; the note says why
model_case <- function(name, bag, call, known = list(), relative = 0, omitted = character(), note = NULL,
                       start = NULL, tolerance = 1e-7) {
  fit <- fit_loudly(call)
  stopifnot(fit$rank == length(coef(fit)))
  exact <- exact_fit(fit, start)
  list2env(exact, environment())

  rank <- length(beta)
  free <- model$family %in% c("gaussian", "Gamma", "inverse.gaussian")
  aic <- model$aic(y, if (counted) trials else rep(1, n), mu, w, dev) + 2 * rank
  loglik <- rank + free - aic / 2
  if (estimated) aic <- aic + 2

  nothing <- if (constant) {
    if (is.null(offset)) rep(sum(w * y) / sum(w), n) else {
      alone <- matrix(1, n, 1)
      first <- suppressWarnings(glm.fit(alone, y, weights = w, offset = o, family = model, control = golden_control,
                                        etastart = rep(model$linkfun(sum(w * y) / sum(w)), n)))
      model$linkinv(polish(model, alone, y, w, o, coef(first))$beta + o)
    }
  } else model$linkinv(o)
  null_deviance <- if (model$family == "binomial" || is.null(model$validmu) || model$validmu(nothing)) {
    sum(model$dev.resids(y, nothing, w))
  }
  if (!is.null(null_deviance) && !is.finite(null_deviance)) null_deviance <- NULL

  slopes <- if (constant) design[, -1, drop = FALSE] else design
  expected <- list(
    interceptValue = if (constant) beta[[1]],
    coefficients = beta[colnames(slopes)],
    standardErrors = errors,
    deviance = dev,
    nullDeviance = null_deviance,
    logLikelihood = if (!is.na(loglik)) loglik,
    aic = if (!is.na(loglik)) aic,
    dfResidual = df,
    dispersion = dispersion,
    theta = theta,
    thetaStandardError = if (estimated) theta_of(theta, y, mu, w)[2],
    fitted = if (n <= 60) mu)
  check_printed(name, replace(expected, "coefficients", list(beta)), known, relative)
  if (is.null(note)) stopifnot(length(omitted) == 0, tolerance == 1e-7)
  for (field in omitted) expected[field] <- list(NULL)
  if (!estimated) expected[c("theta", "thetaStandardError")] <- NULL
  cat(sprintf("%-46s last step %.0e, glm() was %.0e away\n", name, step,
              if (is.null(start)) max(abs(coef(fit) - beta) / errors) else NA))

  bag <- bag_of(bag)
  list(
    name = name,
    call = paste(trimws(deparse(call, width.cutoff = 500)), collapse = " "),
    note = note,
    data = bag$name,
    x = keep_all(bag, slopes),
    y = keep(bag, deparse(if (counted) call[[2]][[2]][[2]] else call[[2]][[2]]), if (counted) response[, 1] else y),
    trials = keep(bag, "trials", trials),
    weights = keep(bag, "weights", weights),
    offset = keep(bag, "offset", offset),
    family = family_option(fit),
    link = if (model$link %in% names(link_names)) link_names[[model$link]] else model$link,
    intercept = constant,
    expected = expected,
    tolerance = tolerance)
}

unpenalized_about <- paste(
  "Maximum likelihood by R's glm() and glm.nb(), then by Newton's method until the likelihood equations hold to the last",
  "digits. A case names its columns in data. y is the response, or the number of successes out of trials.",
  "A coefficient agrees when |actual - expected| <= tolerance * max(|expected|, its standard error); other numbers when",
  "|actual - expected| <= tolerance * |expected|. Standard errors (intercept first) are R's: expected information.",
  "Dispersion is Pearson's. logLikelihood and aic are R's. null: not compared, the note or the script's header says why;",
  "interceptValue is null when there is no intercept.")

write_unpenalized <- function(file, about, packages, cases, elsewhere = character()) {
  write_models(file, paste(about, unpenalized_about), packages, cases,
               arrays = c("x", "coefficients", "standardErrors", "fitted"), inline = "family", elsewhere = elsewhere)
}

# ---------------------------------------------------------------------------------------------- JSON

# One line a field; lists of fields one level deeper; everything in `inline` on one line.
json_fields <- function(fields, indent, arrays, inline = character()) {
  lines <- vapply(names(fields), function(key) {
    value <- fields[[key]]
    text <- if (is.list(value) && key %in% inline) json_line(value, arrays)
            else if (is.list(value)) json_fields(value, paste0(indent, "  "), arrays, inline)
            else json_row(value, indent, key %in% arrays)
    paste0(indent, "  ", json_text(key), ": ", text)
  }, "")
  paste0("{\n", paste(lines, collapse = ",\n"), "\n", indent, "}")
}

json_line <- function(fields, arrays) {
  paste0("{", paste(vapply(names(fields), function(key) {
    paste0(json_text(key), ": ", json_row(fields[[key]], "", key %in% arrays))
  }, ""), collapse = ", "), "}")
}

# Numbers beyond the doubles are written as null: the readers know which infinity is meant.
json_row <- function(value, indent, array) {
  if (is.null(value)) return("null")
  if (is.matrix(value)) {
    rows <- apply(value, 1, function(row) paste0("[", paste(json_number(row), collapse = ", "), "]"))
    return(paste0("[\n", paste0(indent, "    ", rows, collapse = ",\n"), "\n", indent, "  ]"))
  }
  if (is.numeric(value) && array && any(is.infinite(value))) {
    items <- ifelse(is.infinite(value), "null", json_number(ifelse(is.infinite(value), 0, value)))
    return(paste0("[", paste(items, collapse = ", "), "]"))
  }
  json_value(value, indent, array)
}

# elsewhere: names of bags whose columns are not written.
write_models <- function(file, about, packages, cases, arrays, inline, elsewhere = character()) {
  stopifnot(elsewhere %in% bag_names())
  data <- vapply(bags, function(bag) {
    if (bag$name %in% elsewhere) return(paste0("    ", json_text(bag$name), ": null"))
    columns <- vapply(names(bag$columns), function(name) {
      values <- bag$columns[[name]]
      items <- if (is.character(values)) json_text(values) else json_number(values)
      paste0("      ", json_text(name), ": [", paste(items, collapse = ", "), "]")
    }, "")
    paste0("    ", json_text(bag$name), ": {\n", paste(columns, collapse = ",\n"), "\n    }")
  }, "")
  # a case leaves out what it does not use; `expected` keeps its nulls
  written <- vapply(cases, function(case) json_fields(Filter(Negate(is.null), case), "    ", arrays, inline), "")
  versions <- c(R = as.character(getRversion()), vapply(packages, function(p) packageDescription(p)$Version, ""))
  text <- paste0(
    "{\n",
    "  \"about\": ", json_text(about), ",\n",
    "  \"versions\": {", paste0(json_text(names(versions)), ": ", json_text(versions), collapse = ", "), "},\n",
    "  \"data\": {\n", paste(data, collapse = ",\n"), "\n  },\n",
    "  \"cases\": [\n    ", paste(written, collapse = ",\n    "), "\n  ]\n",
    "}\n")
  cat(text, file = file)
  cat(sprintf("%s: %d cases, %d kB\n", file, length(cases), round(nchar(text) / 1000)))
}
