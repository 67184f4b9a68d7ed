# R's glm.fit: iteratively reweighted least squares by QR, no penalty. Its tolerance is `epsilon`.
here <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
source(file.path(dirname(here), "serve.R"))

versions <- function() paste0("R-", getRversion(), " ", blas(), " threads=1")

load <- function(case) {
  case$x <- cbind(1, case$x)
  case
}

work <- function(case, program, tolerance) {
  family <- if (case$family == "binomial") binomial() else poisson()
  function() glm.fit(case$x, case$y, family = family, control = glm.control(epsilon = tolerance, maxit = 100))$coefficients
}

serve()
