# The data sets and published numbers that come with statsmodels 0.13.5 (Debian: python3-statsmodels), refitted in R.
#
#   Rscript test/golden/scripts/statsmodels.R    from the repository root; writes test/golden/statsmodels.json
#
# Needs a Python with statsmodels and numpy (/usr/bin/python3, or the one that PYTHON names); asks it where its files are,
# and for the data that its tests generate.
# What is compared and what not: see families.R.
#
# The known values are those of genmod/tests/results (Stata, R), printed there with 6 to 16 digits and not always fitted to
# the end; `relative` says how far off a source is known to be. Log-likelihoods of Stata for gamma and inverse Gaussian
# are those at dispersion 1 and are not used. Left out:
#   wfs, Fiji        the data are not in the package
#   the null deviance of "generated, gaussian log" (56.6916): not the least sum of squares about one mean, which is 56.6757
#   tweedie with power 2 and power 1 on cpunish are written as what they are: gamma and Poisson
#
# The data that come as files are not written: README.md says why, statsmodels-data.mjs makes their columns where they are
# needed, and has to follow the formulas here. Nor are the fitted means of these cases: with the coefficients they would
# give columns away.

source("test/golden/scripts/models.R")

python <- function(code) system2(Sys.getenv("PYTHON", "/usr/bin/python3"), c("-c", shQuote(code)), stdout = TRUE)
root <- python("import os, statsmodels; print(os.path.dirname(statsmodels.__file__))")
stopifnot(grepl("^0.13.5", python("import statsmodels; print(statsmodels.__version__)")))
shipped <- function(...) read.csv(file.path(root, ...), stringsAsFactors = FALSE)
results <- "genmod/tests/results"

cases <- list()
add <- function(...) cases[[length(cases) + 1]] <<- model_case(...)

# ---------------------------------------------------------------------------------------------- binomial

star <- shipped("datasets/star98/star98.csv")
star$NBELOW <- star$MATHTOT - star$PR50M
star_columns <- setdiff(names(star), c("MATHTOT", "PR50M", "NBELOW"))
add("star98", "star98", bquote(glm(.(reformulate(star_columns, quote(cbind(PR50M, NBELOW)))), binomial, star)),
  known = list(coefficients = paste(
    "2.9588779262 -0.0168150366 0.0099254766 -0.0187242148 -0.0142385609 0.2544871730 0.2406936644 0.0804086739",
    "-1.9521605027 -0.3340864748 -0.1690221685 0.0049167021 -0.0035799644 -0.0140765648 -0.0040049918 -0.0039063958",
    "0.0917143006 0.0489898381 0.0080407389 0.0002220095 -0.0022492486"),
    deviance = "4078.76541772", nullDeviance = "34345.3688931", logLikelihood = "-2998.61255899391", aic = "6039.22511799"))

lbw <- shipped(results, "stata_lbw_glm.csv")
lbw$race <- relevel(factor(lbw$race), "white")
add("lbw", "lbw", quote(glm(low ~ age + lwt + race + smoke + ptl + ht + ui, binomial, lbw)),
  known = list(coefficients = paste(".46122388 -.02710031 -.01515082 1.26264728 .86207916 .92334482 .54183656 1.83251780",
                                    ".75851348"),
               deviance = "201.4479911325021", nullDeviance = "234.671996193219", aic = "219.447991133",
               logLikelihood = "-100.7239955662511"))

# ---------------------------------------------------------------------------------------------- gamma

scot <- shipped("datasets/scotland/scotvote.csv")
add("scotland, gamma inverse", "scotland",
  quote(glm(YES ~ COUTAX + UNEMPF + MOR + ACT + GDP + AGE + COUTAX_FEMALEUNEMP, Gamma, scot)),
  known = list(coefficients = paste("-1.776527e-02 4.961768e-05 2.034423e-03 -7.181429e-05 1.118520e-04 -1.467515e-07",
                                    "-5.186831e-04 -2.42717498e-06"),
               standardErrors = paste("1.147922e-02 1.621577e-05 5.320802e-04 2.711664e-05 4.057691e-05 1.236569e-07",
                                      "2.402534e-04 7.460253e-07"),
               deviance = "0.087388516417", nullDeviance = "0.536072", dispersion = "0.003584283", aic = "182.947045954721"))

cancer <- shipped(results, "stata_cancer_glm.csv")
cancer$drug <- factor(cancer$drug)
cancer$weight <- 1
cancer$weight[seq(1, 48, 5)] <- 5
cancer$weight[seq(1, 48, 13)] <- 3
add("cancer, gamma log", "cancer", quote(glm(studytime ~ age + drug, Gamma(log), cancer)),
  known = list(coefficients = "4.64604002 -0.04477778 0.57437126 1.05210726", deviance = "16.174635536991005",
               nullDeviance = "27.92207137420696", dispersion = "0.31805268736385695", aic = "331.89022395372069",
               logLikelihood = "-160.94511197686035"), relative = 3e-5)
add("cancer, gamma identity", "cancer", quote(glm(studytime ~ age + drug, Gamma(identity), cancer)),
  known = list(coefficients = "38.96617431 -0.5369833 6.47296332 16.20336802", deviance = "15.093762327607557",
               dispersion = "0.29512089119443752", aic = "328.39209118952965"), relative = 3e-5)
add("cancer, gamma log, weights", "cancer", quote(glm(studytime ~ age + drug, Gamma(log), cancer, weights = weight)),
  known = list(coefficients = "4.3171222692811204169 -0.038835175525200764379 0.54097404989168318412 1.0560051456310013407",
               standardErrors = "0.80693035378427380166 0.013827354415809251648 0.18432033392178892584 0.186384917449112536",
               deviance = "28.440959", logLikelihood = "-301.601118"), relative = 1e-7)

# ---------------------------------------------------------------------------------------------- poisson, tweedie, gaussian

punish <- shipped("datasets/cpunish/cpunish.csv")
punish$weight <- c(1, 2, 3, 4, 5, 4, 3, 2, 1, 2, 3, 4, 5, 4, 3, 2, 1)
add("cpunish, Poisson", "cpunish",
  quote(glm(EXECUTIONS ~ INCOME + PERPOVERTY + PERBLACK + log(VC100k96) + SOUTH + DEGREE, poisson, punish)),
  known = list(coefficients = "-6.801480e+00 2.611017e-04 7.781801e-02 -9.493111e-02 2.969349e-01 2.301183e+00 -1.872207e+01",
               standardErrors = "4.146850e+00 5.187132e-05 7.940193e-02 2.291926e-02 4.375164e-01 4.283826e-01 4.283961e+00",
               deviance = "18.591641759528944", nullDeviance = "136.57281747225", aic = "77.8546573896503",
               logLikelihood = "-31.92732869482515"), relative = c(1e-11, standardErrors = 1e-5))
add("cpunish, Poisson, exposure of 100", "cpunish",
  quote(glm(EXECUTIONS ~ INCOME + PERPOVERTY + PERBLACK + log(VC100k96) + SOUTH + DEGREE + offset(rep(log(100), 17)),
            poisson, punish)),
  known = list(coefficients = "-1.140665e+01 2.611017e-04 7.781801e-02 -9.493111e-02 2.969349e-01 2.301183e+00 -1.872207e+01",
               deviance = "18.591641759528944", nullDeviance = "136.57281747225"))
add("cpunish, tweedie 1.5 identity", "cpunish",
  quote(glm(EXECUTIONS ~ INCOME + SOUTH - 1, tweedie_family(1.5, "identity"), punish, start = c(1e-4, 5))),
  known = list(coefficients = "0.0000471043 6.4721324886", standardErrors = "0.0000246888 3.5288126173",
               deviance = "36.087307138233"), relative = c(2e-6, standardErrors = 1e-4))
add("cpunish, tweedie 2 identity", "cpunish",
  quote(glm(EXECUTIONS ~ INCOME + SOUTH - 1, Gamma(identity), punish, start = c(1e-4, 5))),
  known = list(coefficients = "4.72472244209477e-05 6.43243456540827", standardErrors = "1.86839521185429e-05 3.83231672422612",
               deviance = "15.7840685407599"), relative = c(2e-6, standardErrors = 1e-4))
add("cpunish, tweedie 1 log", "cpunish", quote(glm(EXECUTIONS ~ INCOME + SOUTH - 1, poisson, punish)),
  known = list(coefficients = "1.65700638623525e-05 1.54257997850499", deviance = "95.0325613464258"), relative = 1e-9)
add("cpunish, gaussian log, weights", "cpunish",
  quote(glm(EXECUTIONS ~ I(INCOME / 1000) + SOUTH - 1, gaussian(log), punish, weights = weight, start = c(0, 1))),
  known = list(coefficients = "0.019083886775238277644 0.93993818789790006818",
               standardErrors = "0.021677622811348211396 0.82525357389082676374",
               deviance = "1248.273065", logLikelihood = "-52.674985"), relative = 1e-6)

affairs <- shipped("datasets/fair/fair.csv")
affairs$weight <- 1
affairs$weight[seq(1, nrow(affairs), 5)] <- 5
affairs$weight[seq(1, nrow(affairs), 13)] <- 3
add("fair, tweedie 1.5 log", "fair",
  quote(glm(affairs ~ rate_marriage + age + yrs_married - 1, tweedie_family(1.5, "log"), affairs)),
  known = list(coefficients = "-0.389168171340452 0.0670222370664611 -0.0970852004566712",
               standardErrors = "0.0323435784513691 0.0063805300018014 0.00893580175352525", deviance = "20741.82"),
  relative = c(3e-5, standardErrors = 1e-4))
add("fair, tweedie 1.55 log, weights", "fair",
  quote(glm(affairs ~ age + yrs_married, tweedie_family(1.55, "log"), affairs, weights = weight)),
  known = list(coefficients = "0.74699331283637337986 -0.031592165334818379796 -0.021959412079720488226",
               standardErrors = "0.25438368514036091561 0.011629899831763365614 0.011034604276375996681",
               deviance = "45399.238887"), relative = 1e-6)

# numpy's generator decides about the data
generated <- function(code) {
  lines <- python(paste0("import numpy as np; x = np.arange(100); np.random.seed(54321); ", code,
                         "; print('\\n'.join(repr(float(v)) for v in y))"))
  data.frame(y = as.numeric(lines), x = 0:99)
}
declining <- generated("y = np.exp(-(-1.0 + 0.02*x + 0.0001*x**2)) + 0.001 * np.random.randn(100)")
add("generated, gaussian log", "gaussian log", quote(glm(y ~ x + I(x^2), gaussian(log), declining)),
  known = list(coefficients = "9.99964386e-01 -1.99896965e-02 -1.00027232e-04",
               standardErrors = "1.42119293e-04 1.20276468e-05 1.87347682e-07", deviance = "8.68876986288542e-05",
               dispersion = "8.9574946938163984e-07", aic = "-1103.8187213072656",
               logLikelihood = "555.9093606536328"), relative = 1e-8)
hyperbola <- generated(paste("y = 1.0 + 2.0 * x + x**2 + 0.1 * np.random.randn(100);",
                             "y = (1. + .02*x + .001*x**2)**-1 + .001 * np.random.randn(100)"))
add("generated, gaussian inverse", "gaussian inverse", quote(glm(y ~ x + I(x^2), gaussian(inverse), hyperbola)),
  known = list(coefficients = "1.00045997 0.01991666 0.00100126",
               standardErrors = "4.55214070e-04 7.00529313e-05 1.84478509e-06", deviance = "7.1612915365488368e-05",
               nullDeviance = "6.8088354977561", dispersion = "7.3827747608449547e-07", aic = "-1123.1528237643774",
               logLikelihood = "565.57641188218872"), relative = 1e-6)

# ---------------------------------------------------------------------------------------------- inverse Gaussian

hilbe <- shipped(results, "inv_gaussian.csv")[1:5000, ]
add("generated, inverse Gaussian 1/mu^2", "inverse gaussian", quote(glm(xig ~ x1 + x2, inverse.gaussian, hilbe)),
  known = list(coefficients = "1.0359574 0.4519770 -0.2508288", standardErrors = "0.03429943 0.03148291 0.02237211",
               deviance = "1423.943980407997", nullDeviance = "1520.673165475461", dispersion = "0.2867266359127567",
               aic = "5059.41911646446", logLikelihood = "-2525.70955823223"),
  relative = c(1e-9, standardErrors = 1e-5, dispersion = 1e-5))

medpar <- shipped(results, "stata_medpar1_glm.csv")
add("medpar, inverse Gaussian log", "medpar", quote(glm(los ~ codes + admitype, inverse.gaussian(log), medpar)),
  known = list(coefficients = "1.05712336 0.09927544 -0.19161722", standardErrors = "0.04915765 0.00600728 0.02632126",
               deviance = "304.27188306012789", nullDeviance = "335.1539777981053", dispersion = "0.10240599519220173",
               aic = "18545.836421595981", logLikelihood = "-9268.9182107979905"), relative = c(1e-4, deviance = 1e-7, aic = 1e-7))
add("medpar, inverse Gaussian identity", "medpar",
  quote(glm(los ~ codes + admitype, inverse.gaussian(identity), medpar, start = c(3, 0.4, -1))),
  known = list(coefficients = "2.83947966 0.44538838 -1.05872706", deviance = "305.33661191013988",
               nullDeviance = "335.1539777981053", aic = "18558.677276882016", logLikelihood = "-9275.3386384410078"),
  relative = c(1e-4, deviance = 1e-7, aic = 1e-7))

# ---------------------------------------------------------------------------------------------- negative binomial

house <- shipped("datasets/committee/committee.csv")
add("committee, theta 1", "committee",
  quote(glm(BILLS104 ~ SIZE + SUBS + log(STAFF) + PRESTIGE + BILLS103 + I(SUBS * log(STAFF)), negative.binomial(1), house)),
  known = list(coefficients = "-6.44847076 -0.0268147 1.25103364 2.91070663 -0.34799563 0.00659808 -0.31303026",
               deviance = "5.615520158267981", nullDeviance = "27.81104693643434", aic = "216.66573352377935",
               logLikelihood = "-101.33286676188968"), relative = c(3e-4, deviance = 1e-7, aic = 1e-7, logLikelihood = 1e-7))

elsewhere <- setdiff(bag_names(), c("gaussian log", "gaussian inverse"))
cases <- lapply(cases, function(case) {
  if (case$data %in% elsewhere) case$expected["fitted"] <- list(NULL)
  case
})

write_unpenalized("test/golden/statsmodels.json", paste(
  "The data sets and published fits that come with statsmodels. Data that are null are not committed:",
  "scripts/statsmodels-data.mjs makes them."), "MASS", cases, elsewhere)
