# Which measures tell the price of a car? A lasso, its lambda by cross-validation in ten folds.
library(glmnet)
formula <- log(price) ~ wheelBase + length + width + height + curbWeight + engineSize + bore + stroke +
  compressionRatio + horsepower + peakRpm + cityMpg + highwayMpg
cars <- model.frame(formula, read.csv("examples/data/automobile.csv"))
x <- model.matrix(formula, cars)[, -1]
folds <- as.integer(rownames(cars)) %% 10 + 1
lambdas <- 10^seq(-0.5, -3.5, length.out = 31)
cv <- cv.glmnet(x, model.response(cars), foldid = folds, lambda = lambdas)
cv
coef(cv, s = "lambda.1se")
