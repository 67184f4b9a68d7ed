# What does a flat cost? A file with semicolons and decimal commas.
rents <- read.csv2("examples/jobs/data/rents.csv")
fit <- lm(miete ~ flaeche + entfernung + balkon, data = rents)
summary(fit)
confint(fit)
new <- data.frame(flaeche = 62.5, entfernung = 2.5, balkon = "ja")
predict(fit, new, interval = "confidence")
