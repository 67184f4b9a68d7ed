# The other process of 17-deploy.R.
fit <- readRDS(commandArgs(TRUE))
new <- data.frame(sex = c("male", "female"), passengerClass = c("3rd", "1st"), age = c(24, 37))
predict(fit, new, type = "response")
