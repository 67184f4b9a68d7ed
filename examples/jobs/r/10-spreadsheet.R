# Does advertising sell? A spreadsheet's export, with a byte order mark and blank rows.
shop <- read.csv("examples/jobs/data/shop-export.csv", fileEncoding = "UTF-8-BOM", na.strings = "")
shop <- shop[rowSums(!is.na(shop)) > 0, ]
shop$Month <- as.Date(shop$Month)
fit <- glm(Sold ~ Month + Advertising + Price + Holidays, family = quasipoisson, data = shop)
summary(fit)
new <- data.frame(Month = as.Date("2025-01-01"), Advertising = 5000, Price = 12, Holidays = "no")
predict(fit, new, type = "response")
