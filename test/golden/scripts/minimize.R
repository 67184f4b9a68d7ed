# A minimizer for  mean loss + sum_j ( l1_j |b_j| + l2_j b_j^2 / 2 )  with lower_j <= b_j <= upper_j, and what it minimizes.
# Used by penalized.R and classes.R. Written for being right, not fast: dense, one case at a time.

# A smooth problem is a list of functions of the parameters: loss, gradient, curvature (a positive semidefinite matrix) and
# hessian. Losses are half the deviance, divided by the sum of the weights.

glm_problem <- function(family, x, y, w, offset) {
  total <- sum(w)
  eta_of <- function(b) drop(x %*% b) + offset
  list(
    loss = function(b) {
      eta <- eta_of(b)
      if (!family$valideta(eta)) return(Inf)
      mu <- family$linkinv(eta)
      if (!is.null(family$validmu) && !family$validmu(mu)) return(Inf)
      sum(family$dev.resids(y, mu, w)) / 2 / total
    },
    gradient = function(b) -drop(crossprod(x, row_scores(family, y, eta_of(b), w))) / total,
    curvature = function(b) {
      eta <- eta_of(b)
      crossprod(x, x * (w * family$mu.eta(eta)^2 / family$variance(family$linkinv(eta)))) / total
    },
    hessian = function(b) {
      eta <- eta_of(b)
      h <- 1e-5 * pmax(1, abs(eta))
      bend <- (row_scores(family, y, eta - h, w) - row_scores(family, y, eta + h, w)) / (2 * h)
      crossprod(x, x * bend) / total
    })
}

# Softmax over K classes. `classes` holds 1 .. K; the parameters are one block of ncol(x) for each class.
multinomial_problem <- function(x, classes, k, w) {
  total <- sum(w)
  truth <- outer(classes, seq_len(k), "==") + 0
  eta_of <- function(b) x %*% matrix(b, ncol(x))
  chances <- function(b) {
    eta <- eta_of(b)
    e <- exp(eta - apply(eta, 1, max))
    e / rowSums(e)
  }
  hessian <- function(b) {
    p <- chances(b)
    blocks <- lapply(seq_len(k), function(r) {
      do.call(cbind, lapply(seq_len(k), function(c) crossprod(x, x * (w * p[, r] * ((r == c) - p[, c]))) / total))
    })
    do.call(rbind, blocks)
  }
  list(
    loss = function(b) {
      eta <- eta_of(b)
      top <- apply(eta, 1, max)
      sum(w * (top + log(rowSums(exp(eta - top))) - rowSums(eta * truth))) / total
    },
    gradient = function(b) c(crossprod(x, w * (chances(b) - truth))) / total,
    curvature = hessian, hessian = hessian)
}

# Left and right derivative of the whole objective in every coordinate.
one_sided <- function(problem, b, l1, l2) {
  smooth <- problem$gradient(b) + l2 * b
  list(left = smooth + ifelse(b > 0, l1, -l1), right = smooth + ifelse(b < 0, -l1, l1))
}

# How far the optimality conditions are from holding, and by how much the coefficients that are held (at 0 or at a bound)
# are held: a small margin would leave the active set to rounding.
conditions <- function(problem, b, l1, l2, lower, upper) {
  d <- one_sided(problem, b, l1, l2)
  residual <- pmax(ifelse(b < upper, pmax(0, -d$right), 0), ifelse(b > lower, pmax(0, d$left), 0))
  held <- (b == 0 & l1 > 0 | b == upper | b == lower) & lower < upper
  margin <- pmin(ifelse(b < upper, d$right, Inf), ifelse(b > lower, -d$left, Inf))
  list(residual = max(residual), margin = min(Inf, margin[held]))
}

minimize <- function(problem, l1, l2, lower, upper, start) {
  penalty <- function(b) sum(l1 * abs(b)) + sum(l2 * b^2) / 2
  objective <- function(b) problem$loss(b) + penalty(b)
  b <- pmin(pmax(start, lower), upper)
  for (turn in 1:500) {
    matrix <- problem$curvature(b) + diag(l2, length(b))
    ridge <- 1e-13 * max(diag(matrix))
    slope <- problem$gradient(b) + l2 * b
    z <- b
    at <- slope # of the quadratic model at z
    for (sweep in 1:5000) {
      most <- 0
      for (j in seq_along(z)) {
        if (lower[j] == upper[j]) next
        q <- matrix[j, j] + ridge
        u <- z[j] - at[j] / q
        v <- min(max(sign(u) * max(0, abs(u) - l1[j] / q), lower[j]), upper[j])
        if (v != z[j]) {
          at <- at + matrix[, j] * (v - z[j])
          most <- max(most, abs(v - z[j]))
          z[j] <- v
        }
      }
      if (most < 1e-15) break
    }
    step <- z - b
    t <- 1
    while (objective(b + t * step) > objective(b) && t > 1e-10) t <- t / 2
    # what the box and the kink hold must stay exactly there
    b <- if (t == 1) z else pmin(pmax(b + t * step, lower), upper)
    if (max(abs(step)) < 1e-9) break
  }
  free <- lower < upper & !(b == 0 & l1 > 0) & b > lower & b < upper
  if (any(free)) for (turn in 1:10) {
    slope <- (problem$gradient(b) + l2 * b + sign(b) * l1)[free]
    values <- eigen((problem$hessian(b) + diag(l2, length(b)))[free, free, drop = FALSE], symmetric = TRUE)
    solid <- values$values > 1e-11 * max(values$values)
    v <- values$vectors[, solid, drop = FALSE]
    moved <- replace(b, free, b[free] - drop(v %*% (crossprod(v, slope) / values$values[solid])))
    stopifnot(sign(moved)[free & l1 > 0] == sign(b)[free & l1 > 0], moved >= lower, moved <= upper)
    b <- moved
  }
  b
}
