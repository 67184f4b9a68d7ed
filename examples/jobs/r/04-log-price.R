# What makes a car expensive? The logarithm of the price, with squares.
cars <- read.csv("examples/data/automobile.csv")
fit <- lm(log(price) ~ horsepower + I(horsepower^2) + curbWeight + fuelType, data = cars)
summary(fit)
line <- update(fit, . ~ . - I(horsepower^2))
anova(line, fit)
at <- data.frame(horsepower = c(60, 120, 180), curbWeight = 2500, fuelType = "gas")
exp(predict(fit, at))
