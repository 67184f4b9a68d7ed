# glmnet, on columns as they are (standardize = FALSE). Its tolerance is `thresh`; 0 stands for its own, and its own limit of iterations.
# Programs: "glmnet", "cv.glmnet" and "cv.glmnet-parallel", which shares the folds among forked processes.
suppressPackageStartupMessages({
  library(Matrix)
  library(glmnet)
})
here <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
source(file.path(dirname(here), "serve.R"))

parallel <- suppressWarnings(suppressPackageStartupMessages(require(doParallel, quietly = TRUE)))
if (parallel) registerDoParallel(cores = max(1, parallel::detectCores()))

versions <- function() {
  paste0("R-", getRversion(), " glmnet-", packageVersion("glmnet"), " ", blas(), " threads=1 parallel=", if (parallel) parallel::detectCores() else 1)
}

load <- function(case) case

work <- function(case, program, tolerance) {
  given <- list(
    x = case$x, y = case$y, family = case$family, alpha = case$share, lambda = case$lambdas, standardize = FALSE,
    intercept = case$intercept
  )
  if (tolerance > 0) given <- c(given, thresh = tolerance, maxit = 1e8)
  numbers <- function(fit) {
    if (case$family == "multinomial") {
      return(as.vector(rbind(as.matrix(fit$a0), do.call(rbind, lapply(fit$beta, as.matrix)))))
    }
    as.vector(rbind(fit$a0, as.matrix(fit$beta)))
  }
  if (program == "glmnet") return(function() {
    fit <- do.call(glmnet, given)
    function() numbers(fit)
  })
  more <- list(foldid = case$folds, parallel = program == "cv.glmnet-parallel")
  function() {
    judged <- do.call(cv.glmnet, c(given, more))
    function() c(numbers(judged$glmnet.fit), judged$cvm)
  }
}

serve()
