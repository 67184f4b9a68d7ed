"""The fits of families.json, statsmodels.json, classes.json and penalized.json, taken anew with 40 digits.

    python3 test/golden/scripts/models-check.py [file ...]      from the repository root; writes nothing, takes half a minute

Needs numpy, mpmath (1.2 or later) and, for statsmodels.json, node and the data of statsmodels. Independent of R: the formulas of families, links, likelihoods and penalties are
written here once more.

Starts at the expected coefficients and follows Newton's method, gradients with 40 digits, on the coefficients that are not
at 0 by the lasso's doing and not at a bound; then asks whether those that are have a reason to be. Fails when an expected
number is farther away than LIMIT (coefficients in units of 1 / sd of their column, others relatively), or an optimality
condition does not hold.
"""

import json
import subprocess
import sys

import numpy as np
from mpmath import mp, mpf

mp.dps = 40
LIMIT = mpf("1e-11")
FILES = ["families", "statsmodels", "classes", "penalized"]
ZERO, ONE, HALF = mpf(0), mpf(1), mpf("0.5")


# ------------------------------------------------------------------------------------------------ links: mu, d mu / d eta


def inverse_link(name, eta):
    if name == "identity":
        return eta, ONE
    if name == "log":
        mu = mp.exp(eta)
        return mu, mu
    if name == "logit":
        mu = 1 / (1 + mp.exp(-eta))
        return mu, mu * (1 - mu)
    if name == "probit":
        return mp.ncdf(eta), mp.npdf(eta)
    if name == "cloglog":
        u = mp.exp(eta)
        return -mp.expm1(-u), u * mp.exp(-u)
    if name == "loglog":
        u = mp.exp(-eta)
        return mp.exp(-u), u * mp.exp(-u)
    if name == "cauchit":
        return HALF + mp.atan(eta) / mp.pi, 1 / (mp.pi * (1 + eta**2))
    if name == "inverse":
        return 1 / eta, -1 / eta**2
    if name == "sqrt":
        return eta**2, 2 * eta
    if name == "inverse-squared":
        return 1 / mp.sqrt(eta), -1 / (2 * eta * mp.sqrt(eta))
    raise ValueError(name)


def link(name, mu):
    return {
        "identity": lambda: mu, "log": lambda: mp.log(mu), "logit": lambda: mp.log(mu / (1 - mu)),
        "inverse": lambda: 1 / mu, "sqrt": lambda: mp.sqrt(mu), "inverse-squared": lambda: 1 / mu**2,
        "cauchit": lambda: mp.tan(mp.pi * (mu - HALF)), "probit": lambda: mp.sqrt(2) * mp.erfinv(2 * mu - 1),
        "cloglog": lambda: mp.log(-mp.log(1 - mu)), "loglog": lambda: -mp.log(-mp.log(mu)),
    }[name]()


# ------------------------------------------------------------------------------------------------ families


def ylogy(y, x):
    return ZERO if y == 0 else y * mp.log(x)


class Family:
    def __init__(self, option, theta=None):
        self.name = option if isinstance(option, str) else option["name"]
        if self.name == "quasi":
            self.name, self.quasi = option["of"], True
        else:
            self.quasi = False
        self.power = {"gaussian": 0, "poisson": 1, "gamma": 2, "inverse-gaussian": 3}.get(self.name)
        if self.name == "tweedie":
            self.power = mpf(option["power"])
        if self.name == "negative-binomial":
            self.theta = mpf(option["theta"] if theta is None else theta)

    def variance(self, mu):
        if self.name == "binomial":
            return mu * (1 - mu)
        if self.name == "negative-binomial":
            return mu + mu**2 / self.theta
        return mu**self.power

    def deviance(self, y, mu):
        """2 integral from mu to y of (y - t) / V(t) dt"""
        if self.name == "binomial":
            return 2 * (ylogy(y, y / mu) + ylogy(1 - y, (1 - y) / (1 - mu)))
        if self.name == "negative-binomial":
            t = self.theta
            return 2 * (ylogy(y, y / mu) - (y + t) * mp.log((y + t) / (mu + t)))
        p = self.power
        if p == 1:
            return 2 * (ylogy(y, y / mu) - (y - mu))
        if p == 2:
            return 2 * (y / mu - 1 - mp.log(y / mu))
        first = ZERO if y == 0 else y ** (2 - p)
        return 2 * (first / ((1 - p) * (2 - p)) - y * mu ** (1 - p) / (1 - p) + mu ** (2 - p) / (2 - p))

    def log_likelihood(self, y, mu, w, trials, deviance):
        """As R defines it, and the number of parameters that AIC counts for the dispersion."""
        total = mp.fsum(w)
        if self.quasi or self.name == "tweedie":
            return None, 0
        if self.name == "gaussian":
            n = len(y)
            return (mp.fsum(map(mp.log, w)) - n * (mp.log(2 * mp.pi * deviance / n) + 1)) / 2, 1
        if self.name == "binomial":
            rows = zip(y, mu, w)
            return mp.fsum(mp.log(mp.binomial(m, m * s)) + ylogy(m * s, u) + ylogy(m * (1 - s), 1 - u) for s, u, m in rows), 0
        if self.name == "poisson":
            return mp.fsum(v * (ylogy(s, u) - u - mp.loggamma(s + 1)) for s, u, v in zip(y, mu, w)), 0
        if self.name == "gamma":
            k = total / deviance
            return mp.fsum(v * (k * mp.log(k / u) - mp.loggamma(k) + (k - 1) * mp.log(s) - k * s / u)
                           for s, u, v in zip(y, mu, w)), 1
        if self.name == "inverse-gaussian":
            phi = deviance / total
            return mp.fsum(v * (-(s - u) ** 2 / (2 * phi * u**2 * s) - mp.log(2 * mp.pi * phi * s**3) / 2)
                           for s, u, v in zip(y, mu, w)), 1
        t = self.theta
        return mp.fsum(v * (mp.loggamma(t + s) - mp.loggamma(t) - mp.loggamma(s + 1) + t * mp.log(t) + ylogy(s, u)
                            - (t + s) * mp.log(t + u)) for s, u, v in zip(y, mu, w)), 0


# ------------------------------------------------------------------------------------------------ data


class Rows:
    def __init__(self, data, case):
        bag = data[case["data"]]
        column = lambda name: [mpf(v) for v in bag[name]]  # noqa: E731
        self.labels = bag[case["y"]]
        self.n = len(self.labels)
        self.columns = [column(name) for name in case["x"]]
        self.x = list(zip(*self.columns))
        self.weights = column(case["weights"]) if "weights" in case else [ONE] * self.n
        self.offset = column(case["offset"]) if "offset" in case else [ZERO] * self.n
        self.trials = column(case["trials"]) if "trials" in case else [ONE] * self.n
        self.w = [a * b for a, b in zip(self.weights, self.trials)]
        self.total = mp.fsum(self.w)
        self.sd = [self.spread(c) for c in self.columns]

    def spread(self, column):
        mean = mp.fsum(w * v for w, v in zip(self.w, column)) / self.total
        return mp.sqrt(mp.fsum(w * (v - mean) ** 2 for w, v in zip(self.w, column)) / self.total)


class Report:
    def __init__(self):
        self.failed, self.worst, self.checked = 0, ZERO, 0

    def compare(self, what, want, got, unit=None):
        if want is None:
            return
        self.checked += 1
        size = max(abs(got), unit) if unit is not None else abs(got)
        gap = abs(mpf(want) - got) / size if size else abs(mpf(want))
        self.worst = max(self.worst, gap)
        if not gap < LIMIT:
            self.fail(f"{what}: {want} should be {mp.nstr(got, 17)}, {mp.nstr(gap, 2)} off")

    def hold(self, what, truth):
        self.checked += 1
        if not truth:
            self.fail(what)

    def fail(self, text):
        self.failed += 1
        print("FAILED", text)


# ------------------------------------------------------------------------------------------------ generalized linear models


def penalties(case, rows, p):
    """l1_j, l2_j, lower_j, upper_j of the coefficients as they are written."""
    given = case.get("penalty", {"lambda": 0, "share": 1})
    strength = mpf(given["lambda"]) / (rows.total if given.get("scale") == "sum" else 1)
    factors = [mpf("inf") if f is None else mpf(f) for f in given.get("factors", [1] * p)]
    unit = rows.sd if case.get("standardize") else [ONE] * p
    share = mpf(given["share"])
    bounds = case.get("bounds", {})
    lower = [mpf("-inf") if v is None else mpf(v) for v in bounds.get("lower", [None] * p)]
    upper = [mpf("inf") if v is None else mpf(v) for v in bounds.get("upper", [None] * p)]
    for j, f in enumerate(factors):
        if f == mpf("inf"):
            factors[j] = lower[j] = upper[j] = ZERO
    l1 = [strength * share * f * s for f, s in zip(factors, unit)]
    l2 = [strength * (1 - share) * f * s**2 for f, s in zip(factors, unit)]
    return l1, l2, lower, upper


def newton(gradient, hessian, b, free, l1, l2):
    """Solves gradient + l2 b + l1 sign(b) = 0 in the free coordinates; the double Hessian decides only how fast."""
    free = [j for j in range(len(b)) if free[j]]
    matrix = hessian(b)[np.ix_(free, free)] + np.diag([float(l2[j]) for j in free])
    size = 1 / np.sqrt(np.abs(np.diag(matrix)))
    inverse = np.linalg.inv(matrix * np.outer(size, size)) * np.outer(size, size)
    for turn in range(40):
        g = gradient(b)
        g = [g[j] + l2[j] * b[j] + l1[j] * mp.sign(b[j]) for j in free]
        scale = max(abs(v) * s for v, s in zip(g, size))
        if scale < mpf("1e-30"):
            return b
        unit = scale if scale else ONE
        step = inverse @ np.array([float(v / unit) for v in g])
        b = list(b)
        for j, d in zip(free, step):
            b[j] -= unit * mpf(float(d))
    raise ArithmeticError(f"Newton's method does not converge: {mp.nstr(scale, 3)}")


def check_conditions(report, what, g, b, l1, l2, lower, upper):
    for j, v in enumerate(g):
        if lower[j] == upper[j]:
            continue
        smooth = v + l2[j] * b[j]
        right = smooth + (l1[j] if b[j] >= 0 else -l1[j])
        left = smooth + (l1[j] if b[j] > 0 else -l1[j])
        tiny = mpf("1e-25")
        report.hold(f"{what}: column {j} wants to grow", b[j] == upper[j] or right > -tiny)
        report.hold(f"{what}: column {j} wants to shrink", b[j] == lower[j] or left < tiny)


class Model:
    def __init__(self, rows, family, link_name, intercept):
        self.rows, self.family, self.link, self.intercept = rows, family, link_name, intercept
        y = [mpf(v) for v in rows.labels]
        self.y = [a / m for a, m in zip(y, rows.trials)]
        self.design = [((ONE,) if intercept else ()) + x for x in rows.x]

    def eta(self, b):
        return [mp.fdot(x, b) + o for x, o in zip(self.design, self.rows.offset)]

    def score(self, i, eta):
        mu, slope = inverse_link(self.link, eta)
        return self.rows.w[i] * (self.y[i] - mu) / self.family.variance(mu) * slope

    def gradient(self, b):
        s = [self.score(i, e) for i, e in enumerate(self.eta(b))]
        return [-mp.fdot(s, column) / self.rows.total for column in zip(*self.design)]

    def hessian(self, b):
        h = mpf("1e-12")
        bend = [(self.score(i, e - h) - self.score(i, e + h)) / (2 * h) for i, e in enumerate(self.eta(b))]
        x = np.array([[float(v) for v in row] for row in self.design])
        return x.T @ (x * np.array([float(v / self.rows.total) for v in bend])[:, None])

    def means(self, b):
        return [inverse_link(self.link, e)[0] for e in self.eta(b)]

    def deviance(self, mu):
        return mp.fsum(w * self.family.deviance(y, m) for y, m, w in zip(self.y, mu, self.rows.w))


def weighted_mean(rows, y):
    return mp.fsum(w * v for w, v in zip(rows.w, y)) / rows.total


def null_means(model):
    rows = model.rows
    if not model.intercept:
        return [inverse_link(model.link, o)[0] for o in rows.offset]
    mean = weighted_mean(rows, model.y)
    if not any(rows.offset):
        return [mean] * rows.n
    alone = Model(rows, model.family, model.link, True)
    alone.design = [(ONE,)] * rows.n
    b = [link(model.link, mean) - mp.fsum(rows.offset) / rows.n]
    for turn in range(60):  # Fisher scoring: far from the end the curvature may have the wrong sign
        eta = alone.eta(b)
        pairs = [inverse_link(model.link, e) for e in eta]
        info = mp.fsum(w * d**2 / model.family.variance(m) for w, (m, d) in zip(rows.w, pairs))
        step = mp.fsum(alone.score(i, e) for i, e in enumerate(eta)) / info
        b = [b[0] + step]
        if abs(step) < mpf("1e-30"):
            break
    return alone.means(b)


def check_glm(report, case, data):
    rows, want = Rows(data, case), case["expected"]
    model = Model(rows, Family(case["family"], want.get("theta")), case["link"], case["intercept"])
    p = len(case["x"])
    l1, l2, lower, upper = penalties(case, rows, p)
    b = [mpf(v) for v in want["coefficients"]]
    if case["intercept"]:
        b, l1, l2 = [mpf(want["interceptValue"])] + b, [ZERO] + l1, [ZERO] + l2
        lower, upper = [mpf("-inf")] + lower, [mpf("inf")] + upper
    free = [lower[j] < b[j] < upper[j] and not (b[j] == 0 and l1[j] > 0) for j in range(len(b))]
    best = newton(model.gradient, model.hessian, b, free, l1, l2)
    check_conditions(report, case["name"], model.gradient(best), best, l1, l2, lower, upper)
    slopes = best[1:] if case["intercept"] else best
    for j, name in enumerate(case["x"]):
        report.compare(f"{case['name']}, {name}", want["coefficients"][j], slopes[j], 1 / rows.sd[j] if rows.sd[j] else ONE)
    if case["intercept"]:
        report.compare(f"{case['name']}, intercept", want["interceptValue"], best[0], ONE)
    mu = model.means(best)
    deviance = model.deviance(mu)
    report.compare(f"{case['name']}, deviance", want["deviance"], deviance)
    if "penalty" in want:
        first = 1 if case["intercept"] else 0
        value = mp.fsum(l1[j] * abs(best[j]) + l2[j] * best[j] ** 2 / 2 for j in range(first, len(best)))
        report.compare(f"{case['name']}, penalty", want["penalty"], value)
        return
    if want["nullDeviance"] is not None:
        report.compare(f"{case['name']}, null deviance", want["nullDeviance"], model.deviance(null_means(model)))
    for i, m in enumerate(want["fitted"] or []):
        report.compare(f"{case['name']}, fitted {i}", m, mu[i])
    df = sum(w > 0 for w in rows.w) - len(best)
    pearson = mp.fsum(w * (y - m) ** 2 / model.family.variance(m) for y, m, w in zip(model.y, mu, rows.w))
    known = model.family.name in ("binomial", "poisson", "negative-binomial") and not model.family.quasi
    dispersion = ONE if known else pearson / df
    report.compare(f"{case['name']}, dispersion", want["dispersion"], dispersion)
    report.hold(f"{case['name']}: dfResidual", df == want["dfResidual"])
    loglik, counted = model.family.log_likelihood(model.y, mu, rows.w, rows.trials, deviance)
    if loglik is not None:
        report.compare(f"{case['name']}, log-likelihood", want["logLikelihood"], loglik)
        counted += want.get("theta") is not None
        report.compare(f"{case['name']}, AIC", want["aic"], 2 * (len(best) + counted - loglik))
    if want.get("theta") is not None:
        t, inverse = model.family.theta, ZERO
        terms = list(zip(model.y, mu, rows.w))
        score = mp.fsum(w * (mp.digamma(t + y) - mp.digamma(t) + mp.log(t) + 1 - mp.log(t + m) - (y + t) / (m + t))
                        for y, m, w in terms)
        info = mp.fsum(w * (mp.psi(1, t) - mp.psi(1, t + y) - 1 / t + 2 / (m + t) - (y + t) / (m + t) ** 2)
                       for y, m, w in terms)
        report.compare(f"{case['name']}, theta", want["theta"], t + score / info)
        report.compare(f"{case['name']}, SE of theta", want["thetaStandardError"], 1 / mp.sqrt(info))
    root = [mp.sqrt(w / model.family.variance(m)) * inverse_link(model.link, e)[1]
            for w, m, e in zip(rows.w, mu, model.eta(best))]
    q = [[r * v for v in x] for r, x in zip(root, model.design)]
    information = mp.matrix(len(best), len(best))
    columns = list(zip(*q))
    for j, a in enumerate(columns):
        for k, c in enumerate(columns[: j + 1]):
            information[j, k] = information[k, j] = mp.fdot(a, c)
    covariance = information**-1
    for j, error in enumerate(want["standardErrors"]):
        got = mp.sqrt(dispersion * covariance[j, j])
        report.hold(f"{case['name']}: standard error {j} is {error}, should be {mp.nstr(got, 15)}", abs(error - got) < 1e-9 * got)


# ------------------------------------------------------------------------------------------------ multinomial


def check_multinomial(report, case, data):
    rows, want = Rows(data, case), case["expected"]
    classes = sorted(set(rows.labels))
    report.hold(f"{case['name']}: classes", classes == want["classes"])
    k, p = len(classes), len(case["x"])
    truth = [classes.index(v) for v in rows.labels]
    design = [(ONE,) + x for x in rows.x]
    l1, l2, lower, upper = penalties(case, rows, p)
    l1, l2 = ([ZERO] + l1) * k, ([ZERO] + l2) * k
    q = p + 1

    def chances(b):
        for x in design:
            e = [mp.exp(mp.fdot(x, b[c * q:(c + 1) * q])) for c in range(k)]
            s = mp.fsum(e)
            yield [v / s for v in e]

    # Where a number may be added to all classes, the mean over the classes is asked to be 0.
    shifts = [j for j in range(q) if l1[j] == 0 and l2[j] == 0]

    def gradient(b):
        residual = [[(v - (c == t)) * w for c, v in enumerate(row)] for row, t, w in zip(chances(b), truth, rows.w)]
        g = []
        for c in range(k):
            r = [row[c] for row in residual]
            g += [mp.fdot(r, column) / rows.total for column in zip(*design)]
        for j in shifts:
            mean = mp.fsum(b[c * q + j] for c in range(k))
            for c in range(k):
                g[c * q + j] += mean
        return g

    x = np.array([[float(v) for v in row] for row in design])

    def hessian(b):
        eta = x @ np.array([float(v) for v in b]).reshape(k, q).T
        e = np.exp(eta - eta.max(axis=1, keepdims=True))
        chance = e / e.sum(axis=1, keepdims=True)
        w = np.array([float(v / rows.total) for v in rows.w])
        blocks = [[x.T @ (x * (w * chance[:, r] * ((r == c) - chance[:, c]))[:, None]) for c in range(k)] for r in range(k)]
        h = np.block(blocks)
        for j in shifts:
            at = [c * q + j for c in range(k)]
            h[np.ix_(at, at)] += 1
        return h

    b = []
    for c in range(k):
        b += [mpf(want["intercepts"][c])] + [mpf(v) for v in want["classCoefficients"][c]]
    free = [not (b[j] == 0 and l1[j] > 0) for j in range(k * q)]
    best = newton(gradient, hessian, b, free, l1, l2)
    nowhere = [mpf("inf")] * (k * q)
    check_conditions(report, case["name"], gradient(best), best, l1, l2, [-v for v in nowhere], nowhere)
    for c in range(k):
        report.compare(f"{case['name']}, intercept {c}", want["intercepts"][c], best[c * q], ONE)
        for j in range(p):
            got = best[c * q + 1 + j]
            report.compare(f"{case['name']}, class {c} column {j}", want["classCoefficients"][c][j], got, 1 / rows.sd[j])
    loglik = mp.fsum(w * mp.log(row[t]) for row, t, w in zip(chances(best), truth, rows.w))
    report.compare(f"{case['name']}, deviance", want["deviance"], -2 * loglik)
    counts = [mp.fsum(w for w, t in zip(rows.w, truth) if t == c) for c in range(k)]
    report.compare(f"{case['name']}, null deviance", want["nullDeviance"], -2 * mp.fsum(v * mp.log(v / rows.total) for v in counts))
    if "aic" in want:
        report.compare(f"{case['name']}, log-likelihood", want["logLikelihood"], loglik)
        report.compare(f"{case['name']}, AIC", want["aic"], 2 * ((k - 1) * q - loglik))
    if "penalty" in want:
        value = mp.fsum(l1[j] * abs(v) + l2[j] * v**2 / 2 for j, v in enumerate(best))
        report.compare(f"{case['name']}, penalty", want["penalty"], value)


def main():
    report = Report()
    for name in sys.argv[1:] or FILES:
        with open(f"test/golden/{name}.json", encoding="utf-8") as file:
            fixture = json.load(file)
        data = fixture["data"]
        if None in data.values():  # not committed
            made = subprocess.run(["node", "test/golden/scripts/statsmodels-data.mjs"], check=True, stdout=subprocess.PIPE)
            data = {**data, **json.loads(made.stdout)}
        for case in fixture["cases"]:
            before, report.worst = report.worst, ZERO
            check = check_multinomial if case["family"] == "multinomial" else check_glm
            check(report, case, data)
            print(f"{name}: {case['name']}: {mp.nstr(report.worst, 2)}", flush=True)
            report.worst = max(report.worst, before)
    print(f"{report.checked} comparisons, {report.failed} failed, the farthest is {mp.nstr(report.worst, 2)} away")
    raise SystemExit(1 if report.failed else 0)


if __name__ == "__main__":
    main()
