"""Unit deviances, residuals and log-likelihoods of every family and link at extreme arguments, with mpmath.

Writes test/golden/likelihoods.json. Nothing here shares a formula with the package: densities are those of the textbook, by
log Gamma at as many digits as the arguments need; a unit deviance is twice the difference of two log-densities. mu and 1 - mu
are computed apart, because either may be far below what the other can be told from 1 by.

    python3 test/golden/scripts/likelihoods.py

`condition` is what an error of one unit in the last place of eta, or of log y, does to a unit deviance: by how many such units
the deviance moves, relatively. Values beyond the range of doubles are the words "Infinity" and "-Infinity".
"""
import json
from mpmath import mp, mpf, exp, expm1, log, log1p, loggamma, pi, erfc, atan, sqrt, inf, npdf

mp.dps = 80


def number(v):
    if v == inf or v > mpf("1.7976931348623157e308"):
        return "Infinity"
    if v == -inf or v < mpf("-1.7976931348623157e308"):
        return "-Infinity"
    return float(v)


# links: eta -> (mu, 1 - mu or None, mu')
def probit(e):
    return (erfc(-e / sqrt(mpf(2))) / 2, erfc(e / sqrt(mpf(2))) / 2, exp(-e * e / 2) / sqrt(2 * pi))


def cauchit(e):
    tail = lambda x: atan(1 / x) / pi if x > 0 else mpf(1) / 2 if x == 0 else 1 - atan(-1 / x) / pi
    return (tail(-e), tail(e), 1 / (pi * (1 + e * e)))


def cloglog(e):
    u = exp(e)
    return (-expm1(-u), exp(-u), u * exp(-u))


def loglog(e):
    u = exp(-e)
    return (exp(-u), -expm1(-u), u * exp(-u))


PROBABILITY = {
    "logit": lambda e: (1 / (1 + exp(-e)), 1 / (1 + exp(e)), 1 / (1 + exp(-e)) / (1 + exp(e))),
    "probit": probit,
    "cauchit": cauchit,
    "cloglog": cloglog,
    "loglog": loglog,
    "log": lambda e: (exp(e), -expm1(e), exp(e)),
    "identity": lambda e: (e, 1 - e, mpf(1)),
}
POWER = {"identity": mpf(1), "inverse": mpf(-1), "sqrt": mpf(2), "inverse-squared": mpf(-1) / 2}


def mean(family, link, e):
    if family == "binomial":
        return PROBABILITY[link](e)
    if link == "log":
        return (exp(e), None, exp(e))
    q = POWER[link]
    mu = e if q == 1 else 1 / e if q == -1 else e * e if q == 2 else 1 / sqrt(e)
    slope = mpf(1) if q == 1 else -1 / (e * e) if q == -1 else 2 * e if q == 2 else -1 / (2 * e * sqrt(e))
    return (mu, None, slope)


def xlog(x, y):
    return mpf(0) if x == 0 else x * log(y) if y > 0 else -inf * x


def unit(family, y, mu, rest, theta, p):
    """2 (l - l*)"""
    if family == "binomial":
        return 2 * (xlog(y, y) - xlog(y, mu) + xlog(1 - y, 1 - y) - xlog(1 - y, rest))
    if family == "poisson":
        return 2 * (xlog(y, y) - xlog(y, mu) - (y - mu))
    if family == "negative-binomial":
        return 2 * (xlog(y, y) - xlog(y, mu) - (y + theta) * (log(y + theta) - log(mu + theta)))
    if family == "gaussian":
        return (y - mu) ** 2
    if family == "gamma":
        return 2 * (log(mu) - log(y) + (y - mu) / mu)
    if family == "inverse-gaussian":
        return (y - mu) ** 2 / (y * mu * mu)
    # tweedie
    if p == 0:
        return (y - mu) ** 2
    if p == 1:
        return unit("poisson", y, mu, None, None, None)
    if p == 2:
        return unit("gamma", y, mu, None, None, None)
    first = mpf(0) if y == 0 else y * (y ** (1 - p) - mu ** (1 - p)) / (1 - p)
    second = ((y ** (2 - p) if y > 0 else 0) - mu ** (2 - p)) / (2 - p)
    return 2 * (first - second)


def variance(family, mu, rest, theta, p):
    return {
        "binomial": lambda: mu * rest,
        "poisson": lambda: mu,
        "negative-binomial": lambda: mu + mu * mu / theta,
        "gaussian": lambda: mpf(1),
        "gamma": lambda: mu * mu,
        "inverse-gaussian": lambda: mu ** 3,
        "tweedie": lambda: mu**p,
    }[family]()


def density(family, y, mu, rest, theta, m, w, phi):
    """Log-density of a row; for free dispersions at phi, weights dividing it (gaussian) or counting rows, as R has it."""
    if family == "binomial":
        k = y * m
        return loggamma(m + 1) - loggamma(k + 1) - loggamma(m - k + 1) + xlog(k, mu) + xlog(m - k, rest)
    if family == "poisson":
        return xlog(y, mu) - mu - loggamma(y + 1)
    if family == "negative-binomial":
        return (loggamma(y + theta) - loggamma(theta) - loggamma(y + 1) + theta * (log(theta) - log(theta + mu))
                + xlog(y, mu) - xlog(y, theta + mu))
    if family == "gaussian":
        return -(log(2 * pi * phi / w) + w * (y - mu) ** 2 / phi) / 2
    if family == "gamma":
        a = 1 / phi
        return a * log(a / mu) + (a - 1) * log(y) - a * y / mu - loggamma(a)
    if family == "inverse-gaussian":
        return -(log(2 * pi * phi * y**3) + (y - mu) ** 2 / (phi * mu * mu * y)) / 2
    raise ValueError(family)


def case(family, link, rows, theta=None, power=None, trials=None, weights=None):
    """rows: (y, eta) as doubles"""
    digits = 80
    if theta is not None:
        digits += int(abs(log(mpf(theta)) / log(mpf(10))))
    for y, e in rows:
        digits = max(digits, 80 + int(2 * log(1 + abs(mpf(y))) / log(mpf(10))))
    if family == "binomial":
        digits += 40 if trials is not None else 600  # log(1 - 1e-434)
    mp.dps = digits
    t = None if theta is None else mpf(theta)
    p = None if power is None else mpf(power)
    units, conditions, working, pearson, parts = [], [], [], [], []
    for i, (y0, e0) in enumerate(rows):
        y, e = mpf(y0), mpf(e0)
        m = mpf(1) if trials is None else mpf(trials[i])
        if trials is not None:
            y = y / m  # successes
            y = mpf(float(y))  # as the package has it
        mu, rest, slope = mean(family, link, e)
        off = y - mu if rest is None else y * rest - (1 - y) * mu
        d = unit(family, y, mu, rest, t, p)
        v = variance(family, mu, rest, t, p)
        units.append(number(d))
        step = abs(2 * off * slope / v)
        # what one ulp of eta, of log y (through mu' dlog mu) or of mu does
        reach = abs(e) + (abs(log(y)) * abs(mu / slope) if y > 0 and family != "binomial" and slope != 0 else 0) + (
            abs(mu / slope) if slope != 0 else 0)
        c = step * reach / d if d != 0 and d < mpf("1e300") else mpf(0)
        conditions.append(float(f"{min(float(c), 1e300):.2e}"))
        working.append(number(off / slope) if slope != 0 else number(inf if off > 0 else -inf if off < 0 else mpf(0)))
        pearson.append(number(off / sqrt(v)) if v != 0 else number(inf if off > 0 else -inf if off < 0 else mpf(0)))
        parts.append((y, mu, rest, m, mpf(1) if weights is None else mpf(weights[i]), d))
    total = sum(w * m for _, _, _, m, w, _ in parts)
    D = sum(w * m * d for _, _, _, m, w, d in parts)
    n = len(parts)
    result = {"family": family, "link": link, "y": [r[0] for r in rows], "eta": [r[1] for r in rows], "unit": units,
              "condition": conditions, "working": working, "pearson": pearson, "deviance": number(D)}
    for name, value in (("theta", theta), ("power", power), ("trials", trials), ("weights", weights)):
        if value is not None:
            result[name] = value
    if family != "tweedie" and mpf("1e-290") < D < mpf("1e300"):
        phi = D / n if family == "gaussian" else D / total
        if family == "gaussian":
            ll = sum(density(family, y, mu, rest, t, m, w, phi) for y, mu, rest, m, w, _ in parts)
        else:
            ll = sum(w * density(family, y, mu, rest, t, m, w, phi) for y, mu, rest, m, w, _ in parts)
        result["logLikelihood"] = number(ll)
    mp.dps = 80
    return result


def near(link, mus, family="poisson"):
    """eta whose means are close to the given ones"""
    out = []
    for mu in mus:
        mu = mpf(mu)
        if link == "log":
            e = log(mu)
        else:
            q = POWER[link]
            e = mu if q == 1 else 1 / mu if q == -1 else sqrt(mu) if q == 2 else 1 / mu**2
        out.append(float(e))
    return out


CASES = []
SHIFTS = [1e-1, -1e-4, 1e-8]
NOISE = [1, -1, 0.5, 2, -2]
# means close to y, of every size
FORMS = [("poisson", None, None, ["log", "identity", "sqrt"]), ("gamma", None, None, ["inverse", "log", "identity", "sqrt", "inverse-squared"]),
         ("inverse-gaussian", None, None, ["inverse-squared", "inverse", "log", "identity"]), ("gaussian", None, None, ["identity", "log", "inverse"])]
for theta in (1e-8, 0.1, 10.0, 1e9, 1e15, 1e300):
    FORMS.append(("negative-binomial", theta, None, ["log", "identity", "sqrt"]))
for power in (0.0, 1.01, 1.5, 2.5, 7.0):
    FORMS.append(("tweedie", None, power, ["log", "identity", "inverse", "sqrt", "inverse-squared"]))
for family, theta, power, links in FORMS:
    counts = family in ("poisson", "negative-binomial")
    sizes = [1e-3, 1.0, 3.0, 40.0, 1e4, 1e9, 1e15] if counts else [1e-6, 0.3, 1.0, 5.0, 1e4, 1e9]
    for link in links:
        for s in SHIFTS:
            rows = [(y, near(link, [mpf(y) * (1 + mpf(s) * mpf(z))])[0]) for y, z in zip(sizes, NOISE * 2)]
            CASES.append(case(family, link, rows, theta, power))
        if link == "log":
            zero = [0.0] if counts or (power is not None and power < 2) or family == "gaussian" else []
            big = 300.0 if power == 7.0 else 600.0
            for y in zero + [1e-3, 2.0, 1e6]:
                for e in (-1000.0, -700.0, -40.0, 40.0, big, 1000.0):
                    CASES.append(case(family, link, [(y, e)], theta, power))
        elif not (family == "gaussian" and link == "identity"):
            zero = [0.0] if counts or (power is not None and power < 2) else []
            for y in zero + [0.5, 7.0]:
                for e in (1e-30, 1e-8, 30.0, 1e6, 1e30):
                    CASES.append(case(family, link, [(y, e)], theta, power))
# weights
for family, link in (("gamma", "log"), ("inverse-gaussian", "log"), ("gaussian", "log"), ("poisson", "log")):
    rows = [(y, near(link, [y * (1 + 1e-6 * z)])[0]) for y, z in zip([1.0, 2.0, 3.0, 4.0, 7.0], NOISE)]
    CASES.append(case(family, link, rows, weights=[1.0, 2.5, 0.25, 3.0, 1.0]))
# proportions: far out for both outcomes, and close to the mean with many trials
for link in PROBABILITY:
    if link == "log":
        etas = [-1000.0, -40.0, -8.0, -1.0, -1e-3, -1e-9, -1e-17]
    elif link == "identity":
        etas = [1e-300, 1e-17, 1e-5, 0.3, 1 - 1e-5, 1 - 2**-52]
    else:
        etas = [-1000.0, -40.0, -20.0, -12.0, -7.0, -3.0, -0.5, 0.0, 0.5, 3.0, 7.0, 9.5, 12.0, 20.0, 40.0, 1000.0]
    for e in etas:
        for y in (0.0, 1.0, 0.25):
            CASES.append(case("binomial", link, [(y, e)]))
    for m in (1.0, 10.0, 1e5, 1e9, 1e12, 1e15):
        share = [0.3, 0.5, 0.9, 0.02]
        k = [float(round(m * s)) for s in share]
        ys = [v / m for v in k]
        if link == "logit":
            g = lambda u: log(u) - log1p(-u)
        elif link == "probit":
            g = lambda u: -sqrt(mpf(2)) * mp.erfinv(1 - 2 * u)
        elif link == "cauchit":
            g = lambda u: mp.tan(pi * (u - mpf(1) / 2))
        elif link == "cloglog":
            g = lambda u: log(-log1p(-u))
        elif link == "loglog":
            g = lambda u: -log(-log(u))
        elif link == "log":
            g = log
        else:
            g = lambda u: u
        rows = []
        for kk, y, z in zip(k, ys, NOISE):
            y = min(max(y, 0.05), 0.95)
            rows.append((kk, float(g(mpf(y) + mpf(z) / sqrt(mpf(m)) * mpf("0.04")))))
        CASES.append(case("binomial", link, rows, trials=[m] * 4))

about = ("Unit deviances, working and Pearson residuals, deviance and log-likelihood by scripts/likelihoods.py (mpmath). "
         "With trials, y are successes.")
with open("test/golden/likelihoods.json", "w") as f:
    f.write('{\n"about": ' + json.dumps(about) + ',\n"cases": [\n' + ",\n".join(json.dumps(c) for c in CASES) + "\n]\n}\n")
print(len(CASES), "cases")
