# What do cars cost? Prices scatter in proportion to their mean: a gamma model with the logarithm as link.
cars <- read.csv("examples/data/automobile.csv")
fit <- glm(price ~ engineSize + bodyStyle + driveWheels, family = Gamma("log"), data = cars)
summary(fit)
small <- update(fit, . ~ . - bodyStyle)
anova(small, fit, test = "F")
wagon <- data.frame(engineSize = 120, bodyStyle = "wagon", driveWheels = "fwd")
predict(fit, wagon, type = "response", se.fit = TRUE)
