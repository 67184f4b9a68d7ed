# Prices of makes that the fit has seen; a make that it has not seen has none.
cars <- read.csv("examples/data/automobile.csv")
fit <- lm(log(price) ~ make + horsepower, data = subset(cars, make != "jaguar"))
new <- data.frame(make = c("volvo", "jaguar", "honda"), horsepower = c(114, 176, 86))
new$make[!new$make %in% fit$xlevels$make] <- NA
exp(predict(fit, new))
AIC(fit)
