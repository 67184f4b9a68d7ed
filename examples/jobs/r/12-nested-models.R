# Does smoking matter more to some mothers than to others? Two nested models, compared.
births <- read.csv("examples/data/birthwt.csv")
without <- glm(low ~ age + lwt + race + smoke, family = binomial, data = births)
with <- glm(low ~ age + lwt + race * smoke, family = binomial, data = births)
anova(without, with, test = "Chisq")
anova(without, with, test = "Rao")
AIC(without, with)
