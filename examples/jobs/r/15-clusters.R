# Does the new programme help? Pupils of a school are alike, so standard errors are clustered by school.
library(sandwich)
library(lmtest)
pupils <- read.csv("examples/jobs/data/schools.csv")
pupils$programme <- relevel(factor(pupils$programme), ref = "old")
fit <- glm(passed ~ programme + hours + girl, family = binomial, data = pupils)
coeftest(fit, vcov = vcovCL, cluster = ~school)
coefci(fit, "programmenew", vcov = vcovCL, cluster = ~school)
