# A model is fitted here, saved, and scores new rows in another process.
titanic <- read.csv("examples/data/titanic.csv")
fit <- glm(survived == "yes" ~ sex * passengerClass + age, family = binomial, data = titanic)
file <- tempfile(fileext = ".rds")
saveRDS(fit, file)
system2("Rscript", c("examples/jobs/r/17-score.R", file))
