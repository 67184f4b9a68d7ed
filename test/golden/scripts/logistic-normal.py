"""Expectations of the logistic log-partition under a normal linear predictor, to 17 digits.

    python3 test/golden/scripts/logistic-normal.py      from the repository root; writes test/golden/logistic-normal.json

Needs mpmath (1.2 or later), nothing else. Takes a few minutes.

For Z ~ N(0, 1), sigma = sqrt(s), A(x) = log(1 + e^x):

    excess = E[A(eta + sigma Z)] - A(eta)        m1 .. m4 = E[A'(eta + sigma Z)] .. E[A''''(eta + sigma Z)]

What is compared: values, relative to themselves, also where they are 1e-30. Every entry is computed twice, by two rules
that have nothing in common but the integrand, and the script stops where they differ by more than 1e-20 relative:

  1. Gauss-Legendre on pieces of the line, broken at 0, where eta + sigma z = 0, and at the peak of phi times e^(sigma z);
     no piece is wider than 1 or than 1/sigma, a third of the distance to the poles of A' at eta + sigma z = +- i pi.
  2. The trapezoidal rule on the whole line, unbroken: its error is exp(-2 pi (pi / sigma) / h) for these integrands.

What is not: m3 at eta = 0, which is exactly 0 by symmetry and set so. Nothing is said of other links or families.

eta and s are the doubles nearest to the decimals written; the expectations are those of these doubles.
"""

import json

import mpmath
from mpmath import mp, mpf
from mpmath.calculus.quadrature import GaussLegendre

ETA = [-50, -37, -20, -10, -5, -2, -0.7, 0, 0.3, 1, 3, 8, 15, 30, 50]
S = [1e-8, 1e-5, 1e-3, 0.01, 0.1, 0.3, 0.7, 1, 1.5, 2, 4, 9, 16, 25, 60, 100, 225, 400]
NAMES = ["excess", "m1", "m2", "m3", "m4"]

OUTPUT = "test/golden/logistic-normal.json"
ABOUT = (
    "For Z ~ N(0, 1) and A(x) = log(1 + e^x): excess = E[A(eta + sqrt(s) Z)] - A(eta), m1..m4 = expectations of the first "
    "four derivatives of A at eta + sqrt(s) Z. mpmath, 60 digits, two quadratures agreeing to 1e-20 relative; 17 digits printed. "
    "Compare relative to the value itself; m3 at eta = 0 is exactly 0."
)

mp.dps = 60
LEGENDRE = GaussLegendre(mp).calc_nodes(5, mp.prec)  # 48 nodes on [-1, 1]


def integrand(eta, sigma, z):
    """phi(z) times the five functions at eta + sigma z, without cancellation.

    excess is an integral over half the line of A(eta + h) + A(eta - h) - 2 A(eta) = log(1 + 4 p q sinh(h/2)^2), which is
    positive; half of it for each of z and -z.
    """
    h = sigma * z
    x = eta + h
    t = mp.exp(-abs(x))
    upper, lower = 1 / (1 + t), t / (1 + t)
    p, q = (upper, lower) if x >= 0 else (lower, upper)
    u = mp.exp(-abs(eta))
    v = p * q
    phi = mp.exp(-z * z / 2)
    bend = mp.log1p(4 * u / (1 + u) ** 2 * mp.sinh(h / 2) ** 2) / 2
    return [phi * bend, phi * p, phi * v, phi * v * (q - p), phi * v * (1 - 6 * v)]


def weighted_sum(eta, sigma, nodes):
    sums = [mpf(0)] * 5
    for z, weight in nodes:
        sums = [total + weight * f for total, f in zip(sums, integrand(eta, sigma, z))]
    return [total / mp.sqrt(2 * mp.pi) for total in sums]


def reach(eta, sigma):
    """Where the integrands have fallen by e^-128 from their peak, which is at most at min(sigma, |eta|/sigma)."""
    return 17 + min(sigma, abs(eta) / sigma)


def by_pieces(eta, sigma):
    end = reach(eta, sigma)
    peak = -mp.sign(eta) * min(sigma, abs(eta) / sigma)
    breaks = sorted({z for z in (-end, mpf(0), -eta / sigma, peak, end) if -end <= z <= end})
    width = min(mpf(1), 1 / sigma)
    nodes = []
    for left, right in zip(breaks, breaks[1:]):
        count = int(mp.ceil((right - left) / width))
        half = (right - left) / (2 * count)
        for k in range(count):
            middle = left + (2 * k + 1) * half
            nodes += [(middle + half * z, half * weight) for z, weight in LEGENDRE]
    return weighted_sum(eta, sigma, nodes)


def by_trapezoid(eta, sigma):
    end = reach(eta, sigma)
    # error exp(-2 pi^2 / h^2) from the Gaussian, exp(-2 pi (pi / sigma) / h) from the poles: e^-177 and e^-98
    h = min(mpf(1) / 3, mpf(1) / (5 * sigma))
    count = int(mp.ceil(end / h))
    return weighted_sum(eta, sigma, [(k * h + h / 7, h) for k in range(-count, count + 1)])


def entry(eta, s):
    sigma = mp.sqrt(mpf(s))
    values = by_pieces(mpf(eta), sigma)
    checks = by_trapezoid(mpf(eta), sigma)
    if eta == 0:
        values[3] = checks[3] = mpf(0)
    for name, value, check in zip(NAMES, values, checks):
        if abs(value - check) > mpf(10) ** -20 * abs(value):
            raise ArithmeticError(f"{name} at eta = {eta}, s = {s}: {mp.nstr(value, 30)} and {mp.nstr(check, 30)}")
    return [repr(eta), repr(s)] + [seventeen(value) for value in values]


def seventeen(value):
    """17 significant digits of the double nearest to `value`."""
    return "%.17g" % float(mp.nstr(value, 40))


def main():
    keys = ["eta", "s"] + NAMES
    rows = []
    for eta in ETA:
        for s in S:
            fields = [f'"{key}": {text}' for key, text in zip(keys, entry(eta, s))]
            rows.append("    {" + ", ".join(fields) + "}")
    text = "{\n" + f'  "about": {json.dumps(ABOUT)},\n' + f'  "versions": {{"mpmath": "{mpmath.__version__}"}},\n'
    text += '  "values": [\n' + ",\n".join(rows) + "\n  ]\n}\n"
    with open(OUTPUT, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    print(f"{OUTPUT}: {len(rows)} points")


if __name__ == "__main__":
    main()
