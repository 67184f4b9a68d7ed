# glm and glm.nb that go on to the last digit, whatever call they are given.

# formulas look where they are called from, so the call itself is changed
onward <- function(to, epsilon) function(...) {
  call <- sys.call()
  call[[1]] <- to
  call$control <- glm.control(epsilon = epsilon, maxit = 200)
  eval(call, parent.frame())
}
glm <- onward(stats::glm, 1e-15)
glm.nb <- onward(MASS::glm.nb, 1e-14)
