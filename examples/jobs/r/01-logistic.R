# Which mothers have babies of low weight? A logistic regression with a factor and an interaction.
births <- read.csv("examples/data/birthwt.csv")
births$race <- relevel(factor(births$race), ref = "white")
fit <- glm(low ~ age + lwt + race * smoke, family = binomial, data = births)
summary(fit)
exp(cbind(odds = coef(fit), confint.default(fit)))
smoker <- data.frame(age = 25, lwt = 120, race = "black", smoke = 1)
predict(fit, smoker, type = "response")
