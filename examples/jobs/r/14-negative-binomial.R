# How often do mothers see a physician? Counts that scatter more than a poisson model allows.
library(MASS)
births <- read.csv("examples/data/birthwt.csv")
fit <- glm.nb(ftv ~ age + race + smoke, data = births)
summary(fit)
AIC(glm(ftv ~ age + race + smoke, family = poisson, data = births), fit)
