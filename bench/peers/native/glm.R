# R's glm.fit: iteratively reweighted least squares by QR, no penalty. Its tolerance is `epsilon`; 0 stands for its own, and its own
# limit of iterations. It takes a dense model matrix only.
here <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
source(file.path(dirname(here), "serve.R"))

versions <- function() paste0("R-", getRversion(), " ", blas(), " threads=1")

load <- function(case) {
  case$x <- cbind(1, as.matrix(case$x))
  case
}

work <- function(case, program, tolerance) {
  family <- if (case$family == "binomial") binomial() else poisson()
  rule <- if (tolerance > 0) glm.control(epsilon = tolerance, maxit = 100) else glm.control()
  function() glm.fit(case$x, case$y, family = family, control = rule)$coefficients
}

serve()
