# How warm is a day? The month of its date, wind and rain.
weather <- read.csv("examples/data/seattle-weather.csv")
weather$month <- factor(as.integer(format(as.Date(weather$date), "%m")))
fit <- lm(temp_max ~ month + wind + I(precipitation > 0), data = weather)
summary(fit)
new <- data.frame(month = "7", wind = 3, precipitation = 0)
predict(fit, new, interval = "confidence")
