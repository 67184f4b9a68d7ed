# How often do policyholders claim? Counts with an exposure, as an offset.
claims <- read.csv("examples/data/insurance.csv")
claims$District <- factor(claims$District)
claims$Age <- relevel(factor(claims$Age), ref = "<25")
fit <- glm(Claims ~ District + Age + offset(log(Holders)), family = poisson, data = claims)
summary(fit)
exp(cbind(rate = coef(fit), confint.default(fit)))
new <- data.frame(District = "4", Age = "<25", Holders = 100)
predict(fit, new, type = "response")
