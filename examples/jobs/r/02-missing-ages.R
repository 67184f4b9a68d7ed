# Who survived the Titanic? 263 ages are missing: those rows are left out, and have no prediction.
titanic <- read.csv("examples/data/titanic.csv", stringsAsFactors = TRUE)
fit <- glm(survived ~ sex * passengerClass + age, family = binomial, data = titanic)
summary(fit)
p <- predict(fit, titanic, type = "response")
sum(is.na(p))
mean((p > 0.5) == (titanic$survived == "yes"), na.rm = TRUE)
