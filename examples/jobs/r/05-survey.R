# Who is satisfied? In a survey some did not answer: no education is a level of its own, no age the mean age and a mark.
survey <- read.csv("examples/jobs/data/survey.csv", na.strings = c("", "no answer"))
survey$education[is.na(survey$education)] <- "(missing)"
survey$education <- relevel(factor(survey$education), ref = "school")
survey$noAge <- is.na(survey$age)
survey$age[survey$noAge] <- mean(survey$age, na.rm = TRUE)
fit <- glm(satisfied == "yes" ~ age + region + education + noAge, family = binomial, data = survey)
summary(fit)
predict(fit, data.frame(age = 40, noAge = FALSE, region = "south", education = "(missing)"), type = "response")
