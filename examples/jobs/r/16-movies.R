# What makes films earn? JSON with nulls: films with a missing figure are left out.
library(jsonlite)
films <- fromJSON("examples/jobs/data/movies.json")
fit <- lm(log(gross) ~ log(budget) + rating + genre, data = films, na.action = na.exclude)
summary(fit)
films$residual <- residuals(fit)
films[which(films$residual > 0.9), c("title", "residual")]
