# Residuals, leverage, influence and collinearity against R: residuals(glm), hatvalues, rstandard, rstudent, cooks.distance,
# dfbetas, dffits, covratio; vif of package car; condition indices and variance proportions by svd.
#
#   Rscript test/golden/scripts/diagnostics.R      from the repository root; writes test/golden/diagnostics.json; needs car
#
# The data are those of inference.json, the case of the same name. Of every vector some rows are kept, evenly spread.

source("test/golden/scripts/common.R")

admit <- read.csv("test/golden/data/admit.csv")
admit$rank <- factor(admit$rank)
births <- transform(birthwt, race = factor(race))
clotting <- data.frame(u = rep(c(5, 10, 15, 20, 30, 40, 60, 80, 100), 2), lot = rep(0:1, each = 9),
  time = c(118, 58, 42, 35, 27, 25, 21, 19, 18, 69, 35, 26, 21, 18, 16, 13, 12, 12))
insurance <- transform(Insurance, District = factor(District), Group = factor(Group, ordered = FALSE), Age = factor(Age, ordered = FALSE))

vectors <- function(name, call) {
  call$start <- coef(fit_quietly(call)) # glm keeps the weights of the step before the last: now these are those of the fit
  fit <- fit_quietly(call)
  n <- length(fit$y)
  rows <- unique(round(seq(1, n, length.out = 24)))
  X <- model.matrix(fit) * sqrt(if (is.null(model.weights(model.frame(fit)))) 1 else fit$prior.weights)
  S <- svd(sweep(X, 2, sqrt(colSums(X^2)), "/"))
  phi <- t(sweep(S$v, 2, S$d, "/")^2)
  v <- suppressMessages(car::vif(fit))
  if (!is.matrix(v)) v <- cbind(v, 1, sqrt(v))
  terms <- attr(X, "assign")[-1]
  list(name = name, rows = rows - 1,
    expected = list(
      response = resid(fit, "response")[rows], deviance = resid(fit, "deviance")[rows], pearson = resid(fit, "pearson")[rows],
      working = resid(fit, "working")[rows], leverage = hatvalues(fit)[rows], standardized = rstandard(fit)[rows],
      studentized = rstudent(fit)[rows], cooksDistance = cooks.distance(fit)[rows], dfbetas = unname(dfbetas(fit)[rows, ]),
      dffits = dffits(fit)[rows], covarianceRatio = covratio(fit)[rows],
      terms = terms, vif = unname(v), indices = S$d[1] / S$d, proportions = unname(sweep(phi, 2, colSums(phi), "/"))))
}

compact <- function(v) {
  if (is.list(v)) return(paste0("{", paste0(json_text(names(v)), ": ", sapply(v, compact), collapse = ",\n"), "}"))
  if (is.matrix(v)) return(paste0("[", paste(apply(v, 1, compact), collapse = ","), "]"))
  if (is.character(v)) return(json_text(v))
  paste0("[", paste(formatC(v, digits = 13, format = "g"), collapse = ","), "]")
}

cases <- list(
  vectors("birthwt", quote(glm(low ~ age + lwt + race + smoke + ptl + ht + ui, binomial, births))),
  vectors("birthwt, probit", quote(glm(low ~ age + lwt + race + smoke, binomial("probit"), births))),
  vectors("admit", quote(glm(admit ~ gre + gpa + rank, binomial, admit))),
  vectors("quine, quasi", quote(glm(Days ~ Eth + Sex + Age + Lrn, quasipoisson, quine))),
  vectors("quine", quote(glm(Days ~ Eth + Sex + Age + Lrn, poisson, quine))),
  vectors("clotting, log", quote(glm(time ~ lot + log(u), Gamma("log"), clotting))),
  vectors("clotting", quote(glm(time ~ lot * log(u), Gamma, clotting))),
  vectors("Insurance", quote(glm(Claims ~ District + Group + Age + offset(log(Holders)), poisson, insurance))),
  vectors("anorexia", quote(glm(Postwt ~ Prewt + Treat, gaussian, anorexia))),
  vectors("anorexia, weights", quote(glm(Postwt ~ Prewt + Treat, gaussian, anorexia, weights = 1 + seq_along(Prewt) %% 3))))

cat(paste0("{\"about\": ", json_text("Diagnostics by R: a number agrees to 1e-7 relative. Data: inference.json."),
  ",\n\"versions\": {\"R\": ", json_text(as.character(getRversion())), ", \"car\": ", json_text(packageDescription("car")$Version), "},\n\"cases\": [",
  paste(sapply(cases, compact), collapse = ",\n"), "]}\n"), file = "test/golden/diagnostics.json")
