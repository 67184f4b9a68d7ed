# Formulas and tables: fits by R's glm() and MASS's glm.nb(), taken on to the last digit, and predictions of new rows.
#
#   Rscript test/golden/scripts/tables.R        from the repository root; writes test/golden/tables.json
#
# The data are of R's datasets, of MASS, and three by hand: clotting and counts as in ?glm, budworm. Titanic is examples/data/titanic.csv.
# Level order is that of LC_COLLATE=C. New rows have missing cells: R predicts NA there.

source("test/golden/scripts/tables-case.R")

# ---------------------------------------------------------------------------------------------- tables

table_of("mtcars", transform(mtcars[c("mpg", "cyl", "hp", "wt", "am", "gear", "carb")], manual = am == 1))
table_of("women", women)
table_of("cars", cars)
table_of("airquality", transform(airquality[c("Ozone", "Solar.R", "Wind", "Temp", "Month")],
                                 date = as.Date(sprintf("1973-%02d-%02d", airquality$Month, airquality$Day))))
table_of("ToothGrowth", ToothGrowth)
table_of("warpbreaks", warpbreaks)
table_of("PlantGrowth", PlantGrowth)
table_of("chickwts", chickwts)
table_of("InsectSprays", transform(InsectSprays, w = replace(rep(c(1, 2, 0.5, 0), 18), c(5, 40), NA)))
table_of("iris", iris)
table_of("attitude", attitude)
table_of("stackloss", setNames(stackloss, c("air flow", "water temp", "acid", "stack loss")))
table_of("savings", LifeCycleSavings)
table_of("npk", npk)
table_of("sleep", sleep)
table_of("OrchardSprays", OrchardSprays)
table_of("CO2", as.data.frame(CO2))
table_of("anorexia", anorexia)
table_of("Cars93", Cars93[c("Price", "MPG.city", "Type", "Origin", "Weight", "DriveTrain", "Cylinders")])
table_of("birthwt", transform(birthwt, race = c("white", "black", "other")[race], smoke = smoke == 1,
                              weight = ifelse(low == 1, "low", "normal"))[-10])
table_of("menarche", menarche)
table_of("budworm", data.frame(ldose = rep(0:5, 2), dead = c(1, 4, 9, 13, 18, 20, 0, 2, 6, 10, 12, 16),
                               sex = rep(c("M", "F"), c(6, 6))))
table_of("doses", data.frame(dose = c(1, 2, 3, 4, 5, 6), hit = c(1, 3, 0, 6, 9, 8), missed = c(9, 6, 0, 5, 2, 1), w = c(1, 2, 1, 0.5, 3, NA)))
table_of("words", data.frame(
  kind = c("a b", "c,d", "<e>", "'f'", "a b", "c,d", "<e>", "'f'", "a b", "c,d"), size = c("0-9", "10+", "0-9", "10+", "10+", "0-9", "10+", "0-9", NA, "0-9"),
  y = c(2.5, 3.1, 4.7, 1.2, 2.9, 3.6, 5.8, 1.9, 2.2, 3.3), n.of_it = c(10, 1000, 250, 3, 75, 20, 40, 5, 6, 7)))
table_of("infert", infert[c("education", "age", "parity", "induced", "case", "spontaneous")])
table_of("esoph", transform(esoph, n = ncases + ncontrols, share = ncases / (ncases + ncontrols)))
table_of("snails", snails)
table_of("bacteria", bacteria[c("y", "ap", "hilo", "week", "trt")])
table_of("titanic", read.csv("examples/data/titanic.csv")[-1])
table_of("Insurance", Insurance)
table_of("quine", quine)
table_of("epil", epil[c("y", "trt", "V4", "lbase", "lage")])
table_of("quakes", quakes[1:200, ])
table_of("counts", data.frame(counts = c(18, 17, 15, 20, 10, 20, 25, 13, 12), outcome = rep(1:3, 3),
                              treatment = rep(c("a", "b", "c"), each = 3)))
table_of("clotting", data.frame(u = c(5, 10, 15, 20, 30, 40, 60, 80, 100), lot1 = c(118, 58, 42, 35, 27, 25, 21, 19, 18),
                                lot2 = c(69, 35, 26, 21, 18, 16, 13, 12, 12)))

# ---------------------------------------------------------------------------------------------- least squares

autos <- data.frame(wt = c(2.5, NA, 3.1, 4), cyl = c(4, 6, NA, 8), hp = c(90, 150, 200, 110), gear = c(4, 3, 5, 3),
                    am = c(1, 0, 1, 0), manual = c(TRUE, FALSE, NA, FALSE))
fits("mtcars", "mpg ~ wt + factor(cyl)", autos)
fits("mtcars", "log(mpg) ~ log(hp) * manual", autos)
fits("mtcars", "mpg ~ 0 + factor(cyl) + factor(cyl):wt", autos)
fits("mtcars", "mpg ~ (factor(cyl) + factor(gear) + factor(am))^2", autos[c(1, 2, 4), ])
fits("mtcars", "mpg ~ wt + carb", transform(autos, carb = c(1, 8, 2, 4)), types = c(carb = "category"))
fits("mtcars", "mpg ~ cut(wt, 3) + factor(hp > 120)", transform(mtcars[c(28, 16, 5), ], hp = c(90, NA, 200)))
fits("words", "log(y, base = 2) ~ kind + C(factor(size), helmert) + sqrt(abs(-n.of_it))", data.frame(
  kind = c("c,d", "<e>", "'f'"), size = c("10+", "0-9", NA), n.of_it = c(1, 100, 9)))
fits("words", "y ~ factor(kind, levels = c(\"c,d\", \"a b\", \"<e>\", \"'f'\")):log1p(n.of_it)", data.frame(
  kind = c("c,d", NA, "'f'"), n.of_it = c(1, 100, 9)))
fits("mtcars", "I(1 / mpg) ~ wt:hp + I(wt^2) - 1", autos)

heights <- data.frame(height = c(57, 60.5, NA, 74))
fits("women", "weight ~ bs(height, df = 5)", heights)
fits("women", "weight ~ ns(height, df = 5)", heights)
fits("women", "weight ~ ns(height, knots = c(62, 68), intercept = TRUE) - 1", heights)

speeds <- data.frame(speed = c(3, 10.5, NA, 30))
fits("cars", "dist ~ poly(speed, 3)", speeds)
fits("cars", "sqrt(dist) ~ speed + I(speed^2)", speeds)
fits("cars", "dist ~ speed - 1", speeds)
fits("cars", "dist ~ 1", speeds)

days <- data.frame(Solar.R = c(100, 200, NA, 50), Wind = c(10, 5, 7, 12.5), Temp = c(60, NA, 90, 75), Month = c(5, 7, 9, 6),
                   date = as.Date(c("1973-05-17", "1973-07-04", NA, "1974-01-31")))
fits("airquality", "Ozone ~ Solar.R + Wind + Temp", days)
fits("airquality", "log(Ozone) ~ scale(Temp) * factor(Month) + ns(Wind, df = 3)", days)
fits("airquality", "Ozone ~ cut(Temp, c(50, 70, 80, 100)) * Wind", days, Gamma("log"))
fits("airquality", "Temp ~ date + factor(month(date))", days[1:3, ])
fits("airquality", "Temp ~ factor(weekday(date)) + (date > \"1973-07-01\") + I(year(date) - 1970):Wind", days)
fits("airquality", "Solar.R ~ Temp + Wind + Month", days, ref = c(Month = "7"), types = c(Month = "category"))

teeth <- data.frame(supp = c("OJ", "VC", NA), dose = c(1, 0.5, 2))
fits("ToothGrowth", "len ~ supp * factor(dose)", teeth)
fits("ToothGrowth", "len ~ supp / log2(dose)", teeth)
fits("ToothGrowth", "len ~ C(factor(dose), poly) * C(factor(supp), sum)", teeth)

wool <- data.frame(wool = c("A", "B", NA, "B"), tension = c("L", "M", "H", NA))
fits("warpbreaks", "breaks ~ wool * factor(tension, levels = c(\"L\", \"M\", \"H\"))", wool)
fits("warpbreaks", "breaks ~ wool:tension - 1", wool, poisson())
fits("warpbreaks", "breaks ~ tension %in% wool", wool, poisson())
fits("warpbreaks", "breaks ~ wool + wool:tension", wool, quasipoisson())
fits("warpbreaks", "breaks ~ tension + wool", wool, poisson("sqrt"), ref = c(tension = "M"))

fits("PlantGrowth", "weight ~ C(factor(group), sum)", data.frame(group = c("trt2", "ctrl", NA)))
fits("chickwts", "weight ~ feed", data.frame(feed = c("casein", NA, "sunflower")), contrasts = list(feed = "helmert"))

sprays <- data.frame(spray = c("F", "A", NA), w = c(1, NA, 2))
fits("InsectSprays", "count ~ spray - 1", sprays, poisson())
fits("InsectSprays", "count ~ spray", sprays, poisson(), contrasts = list(spray = "sum"), weights = "w")
fits("InsectSprays", "sqrt(count) ~ .", sprays, theirs = "sqrt(count) ~ . - w", weights = "w")

flowers <- data.frame(Sepal.Length = c(5, 6, 7), Sepal.Width = c(3, NA, 2.8), Petal.Length = c(4, 5, 1.4),
                      Petal.Width = c(1, 1.5, 0.2), Species = c("versicolor", "virginica", "setosa"))
fits("iris", "Sepal.Length ~ .", flowers)
fits("iris", "Sepal.Length ~ (Sepal.Width + Petal.Length + Species)^2", flowers)
fits("iris", "Petal.Width ~ .^2 - Sepal.Length:Sepal.Width", flowers)
fits("iris", "Species == \"versicolor\" ~ Sepal.Length + poly(Sepal.Width, 2)", flowers, binomial())
fits("attitude", "rating ~ .", transform(attitude[c(3, 17), -1], raises = c(50, NA)))
fits("stackloss", "`stack loss` ~ `air flow` * `water temp` + log(acid)",
     data.frame(`air flow` = c(60, 70), `water temp` = c(20, NA), acid = c(88, 90), check.names = FALSE))
saving <- data.frame(pop15 = c(20, 30), pop75 = c(2, NA), dpi = c(500, 3000), ddpi = c(3, 5))
fits("savings", "sr ~ .", saving, theirs = "sr ~ . - pop15", weights = "pop15")
fits("savings", "sr ~ I(pop15 / pop75) + log10(dpi) + exp(-ddpi)", saving)

fits("npk", "yield ~ block + N * P * K", data.frame(block = c(2, 6, NA), N = c(1, 1, 1), P = c(1, 1, 0), K = c(1, 0, 0)),
     types = c(block = "category", N = "category", P = "category", K = "category"))
fits("npk", "yield ~ factor(block) + N:P:K + N", data.frame(block = c(2, 6), N = c(0, 1), P = c(1, 1), K = c(0, 1)))
fits("sleep", "extra ~ group + ID", data.frame(group = c(1, 2, 1), ID = c(10, 2, 9)),
     types = c(group = "category", ID = "category"))
fits("OrchardSprays", "log(decrease) ~ treatment + poly(rowpos, 2) + poly(colpos, 2, raw = TRUE)",
     data.frame(treatment = c("A", "H", NA), rowpos = c(1, 8, 3), colpos = c(2, 9, 4)))
fits("OrchardSprays", "decrease ~ treatment + rowpos", data.frame(treatment = c("A", "H"), rowpos = c(1, 8)),
     tweedie_family(1.5, "log"))

plants <- data.frame(Type = c("Quebec", "Mississippi", NA), Treatment = c("chilled", "nonchilled", "chilled"),
                     conc = c(200, 95, 500), Plant = c("Qn2", "Mc3", "Mn1"))
fits("CO2", "uptake ~ poly(conc, 3) * Type + Treatment", plants)
fits("CO2", "log(uptake) ~ Type * Treatment * log(conc)", plants)
fits("CO2", "uptake ~ Type / Plant", plants)
fits("CO2", "uptake ~ bs(conc, knots = c(200, 400), degree = 2) + Plant", plants, quasi("log", "mu^2"),
     ours = list(name = "quasi", of = "gamma"))
fits("anorexia", "Postwt ~ Prewt + Treat + offset(Prewt)", data.frame(Prewt = c(80, 90, NA), Treat = c("FT", "CBT", "Cont")))

autos93 <- data.frame(Weight = c(3000, 2500, NA), Type = c("Large", "Small", "Van"), Origin = c("USA", "non-USA", "USA"),
                      DriveTrain = c("4WD", "Rear", "Front"))
fits("Cars93", "I(100 / MPG.city) ~ Weight + Type * Origin", autos93)
fits("Cars93", "log(Price) ~ Origin + Type + ns(Weight, 3) + DriveTrain", autos93, ref = c(DriveTrain = "Front"))

# ---------------------------------------------------------------------------------------------- binomial

births <- data.frame(age = c(20, 30, 25, 40), lwt = c(120, NA, 150, 99), race = c("white", "black", "other", "white"),
                     smoke = c(TRUE, FALSE, NA, FALSE), ptl = c(0, 1, 0, 2), ht = c(0, 1, 0, 0), ui = c(1, 0, 0, 0),
                     ftv = c(0, 1, 5, 2))
fits("birthwt", paste("low ~ age + lwt + race + smoke + (ptl > 0) + ht + ui +",
                      "cut(ftv, c(-1, 0, 1, Inf), labels = c(\"0\", \"1\", \"2+\"))"),
     births, binomial(), ref = c(race = "white"))
fits("birthwt", "weight ~ smoke * race - 1", births, binomial("probit"), labels = TRUE)
fits("birthwt", "low ~ log(lwt) + smoke:age + ui %in% race", births, binomial("cauchit"))
fits("birthwt", "low ~ I(lwt * smoke) + (smoke == TRUE):age", births, binomial())
fits("mtcars", "manual ~ hp", autos, binomial())
doses <- data.frame(dose = c(2.5, NA), w = c(1, 2))
fits("doses", "cbind(hit, missed) ~ dose", doses, binomial())
fits("doses", "cbind(hit, missed) ~ log2(dose)", doses, quasibinomial(), weights = "w", ours = list(name = "quasi", of = "binomial"))
fits("menarche", "cbind(Menarche, Total - Menarche) ~ Age", data.frame(Age = c(9, 13.5, NA)), binomial())
moths <- data.frame(sex = c("M", "F", NA), ldose = c(2, 3.5, 1))
fits("budworm", "cbind(dead, 20 - dead) ~ sex * ldose", moths, binomial())
fits("budworm", "cbind(dead, 20 - dead) ~ sex + I(ldose - 3) - 1", moths, binomial("cloglog"))
fits("budworm", "cbind(dead, 20 - dead) ~ sex / (ldose > 2)", moths, quasibinomial("probit"),
     ours = list(name = "quasi", of = "binomial"))
women2 <- data.frame(education = c("0-5yrs", "12+ yrs", NA), age = c(30, 25, 40), parity = c(1, 2, 6), induced = c(0, 1, 2),
                     spontaneous = c(2, 0, 1))
fits("infert", "case ~ spontaneous + induced", women2, binomial())
fits("infert", "case ~ age + parity + education * spontaneous + factor(induced)", women2, binomial())
drinkers <- data.frame(agegp = c("45-54", "75+", "25-34"), alcgp = c("0-39g/day", "120+", NA), tobgp = c("30+", "10-19", "20-29"),
                       n = c(10, 20, 30))
fits("esoph", paste("cbind(ncases, ncontrols) ~ C(factor(agegp), poly) +",
                    "C(factor(alcgp, levels = c(\"0-39g/day\", \"40-79\", \"80-119\", \"120+\")), poly) + tobgp"),
     drinkers, binomial())
fits("esoph", "share ~ agegp + alcgp", drinkers, binomial(), contrasts = list(agegp = "poly", alcgp = "sum"), weights = "n")
fits("snails", "cbind(Deaths, N - Deaths) ~ Species + Exposure + Rel.Hum + Temp",
     data.frame(Species = c("A", "B"), Exposure = c(2, NA), Rel.Hum = c(60, 70), Temp = c(10, 20)), quasibinomial(),
     ours = list(name = "quasi", of = "binomial"))
fits("snails", "cbind(Deaths, N - Deaths) ~ (Species + Exposure + Temp)^3",
     data.frame(Species = c("A", "B"), Exposure = c(2, NA), Temp = c(10, 20)), binomial())
sick <- data.frame(trt = c("drug+", "placebo", NA), week = c(0, 6, 11), ap = c("a", "p", "a"), hilo = c("hi", "lo", "hi"))
fits("bacteria", "y ~ trt + I(week > 2)", sick, binomial(), labels = TRUE)
fits("bacteria", "y ~ ap * hilo + (week >= 4)", sick, binomial("cloglog"), labels = TRUE)
aboard <- data.frame(sex = c("male", "female", "female", NA), age = c(30, 5, NA, 60), passengerClass = c("3rd", "1st", "2nd", "3rd"))
fits("titanic", "survived ~ sex * passengerClass + ns(age, df = 4)", aboard, binomial(), labels = TRUE)
fits("titanic", "survived ~ (sex + passengerClass + (age < 16))^2 - 1", aboard, binomial("logit"), labels = TRUE)

# ---------------------------------------------------------------------------------------------- counts

insured <- data.frame(District = c(1, 4, 2), Group = c(">2l", "<1l", NA), Age = c("<25", ">35", "25-29"), Holders = c(100, 250, 30))
fits("Insurance", paste("Claims ~ factor(District) + C(factor(Group, levels = c(\"<1l\", \"1-1.5l\", \"1.5-2l\", \">2l\")), poly) +",
                        "C(factor(Age), poly) + offset(log(Holders))"), insured, poisson())
fits("Insurance", "Claims ~ factor(District) + Group + Age", insured, poisson(), exposure = "Holders")
fits("Insurance", "Claims ~ offset(log(Holders)) + offset(District / 10)", insured, quasipoisson())
pupils <- data.frame(Eth = c("A", "N", NA), Sex = c("F", "M", "F"), Age = c("F0", "F3", "F2"), Lrn = c("AL", "AL", "SL"))
fits("quine", "Days ~ Eth * Sex * Age * Lrn", pupils, poisson())
fits("quine", "Days ~ Sex / (Age + Eth * Lrn)", pupils, NULL)
fits("quine", "Days ~ .^2", pupils, negative.binomial(2), contrasts = list(Age = "helmert"))
fits("quine", "Days ~ Sex:Age + Eth", pupils, negative.binomial(1.5, "sqrt"))
fits("epil", "y ~ lbase * trt + lage + V4", data.frame(lbase = c(0, -0.5, 1), trt = c("placebo", "progabide", NA),
                                                       lage = c(0.1, -0.2, 0), V4 = c(1, 0, 0)), poisson())
fits("quakes", "stations ~ mag + poly(depth, 2) + scale(lat, scale = FALSE)",
     data.frame(mag = c(5, NA, 6), depth = c(100, 500, 700), lat = c(-20, -15, -30)), NULL)
fits("counts", "counts ~ factor(outcome) + treatment", data.frame(outcome = c(1, 3, 2), treatment = c("c", "b", NA)), poisson())

# ---------------------------------------------------------------------------------------------- skewed

fits("clotting", "lot1 ~ log(u)", data.frame(u = c(7, 50, NA)), Gamma())
fits("clotting", "lot2 ~ log(u)", data.frame(u = c(7, 50, NA)), inverse.gaussian())
fits("cars", "dist ~ speed", speeds, inverse.gaussian("log"))
fits("OrchardSprays", "decrease ~ treatment", data.frame(treatment = c("A", "H", NA)), Gamma("identity"))

write_tables("test/golden/tables.json", paste(
  "Fits by R's glm() and MASS's glm.nb(), taken on to the last digit, of formulas that are the same here and in R. A case names its",
  "table; rows counts the complete ones. Names are R's, without our brackets; coefficients exclude the intercept, standardErrors begin",
  "with it. null among them: R leaves the column out, because it depends on others; notUnique has the places of these and of those they",
  "depend on, from 0 on, the intercept first. newLinks and newMeans are predictions of the rows of new, null where R has NA.",
  "Made by scripts/tables.R."))
