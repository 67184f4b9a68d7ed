"""Recomputes noise.json and holds each of its numbers to the tolerance stated beside it. Writes nothing.

    python3 test/golden/scripts/noise-check.py      from the repository root; needs mpmath (1.2 or later)

The numbers of noise.json were not made by a script of this repository (its `about` says how they were). So this is a second,
independent computation with 50 digits: penalties by enumeration of all masks, normal expectations by the trapezoidal rule on
the whole line, minimizers by Newton's method from the stated ones, derivatives by differences of 1e-12.
What is not recomputed: objectives without a minimizer are evaluated at the stated point only.
"""

import itertools
import json

from mpmath import mp, mpf

mp.dps = 50
FIXTURE = "test/golden/noise.json"

LOG_PARTITION = {
    "gaussian": lambda eta: eta * eta / 2,
    "binomial": lambda eta: mp.log1p(mp.exp(-abs(eta))) + max(eta, mpf(0)),
    "poisson": mp.exp,
}
VARIANCE = {
    "gaussian": lambda eta: mpf(1),
    "binomial": lambda eta: 1 / ((1 + mp.exp(eta)) * (1 + mp.exp(-eta))),
    "poisson": mp.exp,
}


def dot(row, beta):
    return mp.fdot(row, beta)


class Noise:
    """Dropout at `rate` on the rows; column 0 is the intercept, noised or not."""

    def __init__(self, rows, rate, noise_intercept):
        self.rows, self.rate = rows, rate
        self.noised = list(range(0 if noise_intercept else 1, len(rows[0])))

    def masked(self, row):
        """(probability, noised row) of every mask."""
        for kept in itertools.product([False, True], repeat=len(self.noised)):
            probability, copy = mpf(1), list(row)
            for j, keep in zip(self.noised, kept):
                probability *= 1 - self.rate if keep else self.rate
                copy[j] = row[j] / (1 - self.rate) if keep else mpf(0)
            yield probability, copy

    def variance(self, row, j):
        return self.rate / (1 - self.rate) * row[j] ** 2 if j in self.noised else mpf(0)

    def spread(self, row, beta):
        return mp.fsum(self.variance(row, j) * beta[j] ** 2 for j in self.noised)

    def log_partition(self, family, beta):
        return mp.fsum(LOG_PARTITION[family](dot(row, beta)) for row in self.rows)

    # the four ways to evaluate sum_i E A(noised eta_i)

    def exact(self, family, beta):
        return mp.fsum(w * LOG_PARTITION[family](dot(copy, beta)) for row in self.rows for w, copy in self.masked(row))

    def quadratic(self, family, beta):
        bend = mp.fsum(VARIANCE[family](dot(row, beta)) * self.spread(row, beta) for row in self.rows)
        return self.log_partition(family, beta) + bend / 2

    def gaussian(self, family, beta):
        return mp.fsum(self.normal_mean(family, dot(row, beta), mp.sqrt(self.spread(row, beta))) for row in self.rows)

    def normal_mean(self, family, eta, sigma):
        if family == "gaussian":
            return (eta**2 + sigma**2) / 2
        if family == "poisson":
            return mp.exp(eta + sigma**2 / 2)
        step = min(mpf(1) / 4, 1 / (4 * sigma)) if sigma else mpf(1) / 4
        count = int(14 / step)
        return mp.fsum(step * mp.npdf(k * step) * LOG_PARTITION[family](eta + sigma * k * step) for k in range(-count, count + 1))

    def wang_manning(self, beta, y):
        """Their equation 8, which replaces the whole expected loss of a row: E log(1 + e^-m) for the signed margin m."""
        total = mpf(0)
        for row, label in zip(self.rows, y):
            k = mp.sqrt(1 + mp.pi * self.spread(row, beta) / 8)
            margin = dot(row, beta) * (1 if label == 1 else -1)
            total += k * LOG_PARTITION["binomial"](-margin / k)
        return total


def objective(noise, fit):
    family, y = fit["family"], fit["y"]

    def value(beta):
        linear = mp.fsum(mpf(label) * dot(row, beta) for label, row in zip(y, noise.rows))
        if fit["approximation"] == "none":
            return noise.log_partition(family, beta) - linear
        if fit["approximation"] == "wang-manning-8":
            return noise.wang_manning(beta, y)
        return getattr(noise, fit["approximation"])(family, beta) - linear

    return value


def newton(value, beta):
    """The minimizer of a smooth function of few variables, started close to it."""
    h, n = mpf(10) ** -12, len(beta)
    for _ in range(6):

        def at(*moves):
            moved = list(beta)
            for j, step in moves:
                moved[j] += step
            return value(moved)

        gradient, hessian, here = mp.matrix(n, 1), mp.matrix(n, n), at()
        for i in range(n):
            up, down = at((i, h)), at((i, -h))
            gradient[i], hessian[i, i] = (up - down) / (2 * h), (up + down - 2 * here) / h**2
            for j in range(i):
                cross = at((i, h), (j, h)) + at((i, -h), (j, -h)) - at((i, h), (j, -h)) - at((i, -h), (j, h))
                hessian[i, j] = hessian[j, i] = cross / (4 * h**2)
        step = mp.lu_solve(hessian, gradient)
        beta = [b - s for b, s in zip(beta, step)]
        if mp.norm(step) < mpf(10) ** -20:
            return beta
    raise ArithmeticError("Newton's method did not converge")


def multinomial(noise, w, y):
    """nll, penalty with one mask for all classes (quadratic), one mask a class (quadratic), one mask (exact)."""
    columns = list(zip(*w))

    def log_partition(row):
        return mp.log(mp.fsum(mp.exp(dot(row, column)) for column in columns))

    nll = shared = per_class = exact = mpf(0)
    for row, label in zip(noise.rows, y):
        here = log_partition(row)
        nll += here - dot(row, columns[label])
        p = [mp.exp(dot(row, column) - here) for column in columns]
        exact += mp.fsum(weight * log_partition(copy) for weight, copy in noise.masked(row)) - here
        for j in noise.noised:
            mean = dot(p, w[j])
            shared += noise.variance(row, j) * (mp.fsum(q * b * b for q, b in zip(p, w[j])) - mean**2) / 2
            per_class += noise.variance(row, j) * mp.fsum(q * (1 - q) * b * b for q, b in zip(p, w[j])) / 2
    return {"negativeLogLikelihood": nll, "quadraticShared": shared, "quadraticPerClass": per_class, "exactShared": exact}


class Report:
    def __init__(self):
        self.checked, self.failed = 0, 0

    def compare(self, label, stated, computed, tolerance):
        stated, computed = (v if isinstance(v, list) else [v] for v in (stated, computed))
        gap = max(abs(mpf(a) - b) / max(1, abs(b)) for a, b in zip(stated, computed))
        self.checked += 1
        if len(stated) != len(computed) or gap > tolerance:
            self.failed += 1
            print(f"{label}: off by {mp.nstr(gap, 3)}, tolerance {tolerance}; computed",
                  " ".join(mp.nstr(v, 17) for v in computed))


def point(entry):
    return [mpf(entry["interceptValue"])] + [mpf(b) for b in entry["coefficients"]]


def decimal(value):
    """The rate and the points are meant as the decimals written."""
    return mpf(repr(value))


def main():
    with open(FIXTURE, encoding="utf-8") as file:
        fixture = json.load(file)
    rows = [[mpf(1)] + [mpf(v) for v in row] for row in fixture["design"]["x"]]
    rate = decimal(fixture["rate"])
    report = Report()

    values = fixture["values"]
    at = values["point"]
    beta = [decimal(at["interceptValue"])] + [decimal(b) for b in at["coefficients"]]
    for case in values["cases"]:
        noise, family = Noise(rows, rate, case["noiseIntercept"]), case["family"]
        scaled = [decimal(case.get("scale", 1)) * b for b in beta]
        plain = noise.log_partition(family, scaled)
        computed = {
            "sumLogPartition": plain,
            "exact": noise.exact(family, scaled) - plain,
            "quadratic": noise.quadratic(family, scaled) - plain,
        }
        if "y" in case:
            nll = plain - mp.fsum(label * dot(row, scaled) for label, row in zip(case["y"], rows))
            computed["negativeLogLikelihood"] = nll
            computed["negativeLogLikelihoodPlusExact"] = nll + computed["exact"]
            computed["negativeLogLikelihoodPlusQuadratic"] = nll + computed["quadratic"]
        for field in computed.keys() & case.keys():
            report.compare(f"{case['name']} {field}", case[field], computed[field], values["tolerance"])

    noise = Noise(rows, rate, False)
    for fit in fixture["fits"]:
        value, tolerance = objective(noise, fit), fit["tolerance"]
        if fit["minimizer"] == "none":
            report.compare(f"{fit['name']} objective", fit["objective"], value(point(fit)), tolerance["objective"])
            continue
        best = newton(value, point(fit))
        report.compare(f"{fit['name']} objective", fit["objective"], value(best), tolerance["objective"])
        report.compare(f"{fit['name']} coefficients", point(fit), best, tolerance["coefficients"])
        if "refined" in fit:
            report.compare(f"{fit['name']} refined objective", fit["refined"]["objective"], value(best), 1e-15)
            report.compare(f"{fit['name']} refined coefficients", point(fit["refined"]), best, 1e-15)

    part = fixture["multinomial"]
    for case in part["cases"]:
        scale = decimal(case.get("scale", 1))
        w = [[scale * decimal(b) for b in row] for row in part["coefficients"]]
        computed = multinomial(Noise(rows, rate, case["noiseIntercept"]), w, part["y"])
        sums = {
            "negativeLogLikelihoodPlusQuadraticPerClass": computed["negativeLogLikelihood"] + computed["quadraticPerClass"],
            "negativeLogLikelihoodPlusTenthOfQuadraticPerClass":
                computed["negativeLogLikelihood"] + computed["quadraticPerClass"] / 10,
        }
        for field, number in {**computed, **sums}.items():
            if field in case:
                report.compare(f"{case['name']} {field}", case[field], number, part["tolerance"])

    print(f"{FIXTURE}: {report.checked} comparisons, {report.failed} failed")
    raise SystemExit(1 if report.failed else 0)


if __name__ == "__main__":
    main()
