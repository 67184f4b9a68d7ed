"""Distribution functions and quantiles of normal, t, chi-square and F, to 17 digits.

    python3 test/golden/scripts/distributions.py      from the repository root; writes test/golden/distributions.json

Needs mpmath (1.2 or later); takes some minutes. Where Rscript is found, every value is compared with R's as well, and what R
has more than 1e-13 away is printed: there the digits here are the right ones (R's pt, pf and pchisq lose some far out).

Nothing here is how the kernel does it: incomplete gamma by its power series and its continued fraction (Abramowitz & Stegun
6.5.29, 6.5.31), incomplete beta by its continued fraction (DLMF 8.17.22), with 80 digits; quantiles by bisection on the
logarithm of the tail, then Newton's method. Arguments are exactly the doubles written. Known values, 1 - e^(-x/2) for
chi-square with 2 degrees of freedom, Cauchy and others, are met, or the script stops.

What is not: results beyond the range of a double or below 1e-305, where doubles have fewer digits.
"""

import json
import shutil
import subprocess

import mpmath
from mpmath import mp, mpf

OUTPUT = "test/golden/distributions.json"
ABOUT = (
    "By mpmath with 80 digits, correctly rounded to double. `tails`: distribution, its degrees of freedom (null where it has "
    "none), x, P(X <= x), P(X > x). `quantiles`: distribution, degrees of freedom, p, x with P(X <= x) = p, x with P(X > x) = p. "
    "null where the value is beyond the range of a double or below 1e-305."
)
DIGITS = 80
SMALLEST, LARGEST = mpf(10) ** -305, mpf(10) ** 307
INF = float("inf")


def lentz(start, terms, limit=10**6):
    """The continued fraction start + a1/(b1 + a2/(b2 + ...)); `terms` gives the pairs (a, b)."""
    tiny = mpf(10) ** (-3 * mp.dps)
    f = start or tiny
    c, d = f, mpf(0)
    for k, (a, b) in enumerate(terms):
        d = 1 / ((b + a * d) or tiny)
        c = (b + a / c) or tiny
        f *= c * d
        if abs(c * d - 1) < mpf(10) ** (5 - mp.dps):
            return f
        if k > limit:
            raise ArithmeticError("no convergence")


def gamma_tails(a, x):
    """P(a, x), Q(a, x), x^a e^-x / Gamma(a)"""
    if x == 0:
        return mpf(0), mpf(1), mpf(0)
    density = mp.exp(a * mp.log(x) - x - mp.loggamma(a))
    if x < a + 1:
        term = total = 1 / a
        k = a
        while term > total * mpf(10) ** (-mp.dps):
            k += 1
            term *= x / k
            total += term
        return density * total, 1 - density * total, density

    def terms():
        k = 0
        while True:
            k += 1
            yield k * (a - k), x + 2 * k + 1 - a

    upper = density / lentz(x + 1 - a, terms())
    return 1 - upper, upper, density


def beta_tails(a, b, x, y):
    """I_x(a, b), I_y(b, a), x^a y^b / B(a, b), where y = 1 - x"""
    if x == 0:
        return mpf(0), mpf(1), mpf(0)
    density = mp.exp(a * mp.log(x) + b * mp.log(y) - mp.loggamma(a) - mp.loggamma(b) + mp.loggamma(a + b))
    if x > (a + 1) / (a + b + 2):
        upper, lower, _ = beta_tails(b, a, y, x)
        return lower, upper, density

    def terms():
        m = 0
        while True:
            yield -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)), mpf(1)
            m += 1
            yield m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), mpf(1)

    lower = density / a / lentz(mpf(1), terms())
    return lower, 1 - lower, density


def f_tails(d1, d2, f):
    """Lower and upper tail of F, and its density as one of log f; chi-square / d1 where d2 is infinite."""
    a = mpf(d1) / 2
    if d2 == INF:
        return gamma_tails(a, a * f)
    scale = d1 * f + mpf(d2)
    return beta_tails(a, mpf(d2) / 2, d1 * f / scale, d2 / scale)


def tails(name, d1, d2, x):
    x = mpf(x)
    if name == "normal":
        return mp.erfc(-x / mp.sqrt(2)) / 2, mp.erfc(x / mp.sqrt(2)) / 2
    if name == "chi-square":
        return f_tails(d1, INF, x / mpf(d1))[:2]
    if name == "f":
        return f_tails(d1, d2, x)[:2]
    lower, upper, _ = f_tails(1, d1, x * x)
    outer, inner = upper / 2, (1 + lower) / 2
    return (inner, outer) if x > 0 else (outer, inner)


def f_quantile(d1, d2, p, is_upper):
    """log f: the root of log(tail) - log(p), taken in the tail that is the smaller one there."""
    low, high = mpf(-800), mpf(800)
    tail = 1 if is_upper else 0
    with mp.workdps(40):
        for _ in range(60):
            t = (low + high) / 2
            values = f_tails(d1, d2, mp.exp(t))
            is_left = values[1] > p if is_upper else values[0] < p
            low, high = (t, high) if is_left else (low, t)
    t = (low + high) / 2
    for _ in range(6):
        values = f_tails(d1, d2, mp.exp(t))
        sign = -1 if is_upper else 1
        step = sign * values[tail] * mp.log(values[tail] / p) / values[2]
        t -= step
        if abs(step) < mpf(10) ** -60:
            return t
    if abs(step) > mpf(10) ** -30:
        raise ArithmeticError(f"no convergence: {d1}, {d2}, {p}")
    return t


def quantile(name, d1, d2, p, is_upper):
    p = mpf(p)
    if name == "normal":
        q = min(p, 1 - p)
        start = mp.sqrt(-2 * mp.log(q)) - (1 if q > 1e-3 else 0) * mpf("0.5")
        z = mpf(0) if q == 0.5 else mp.findroot(lambda z: mp.log(mp.erfc(z / mp.sqrt(2)) / 2) - mp.log(q), start)
        return z if (p < 0.5) == is_upper else -z
    if name == "chi-square":
        return mpf(d1) * mp.exp(f_quantile(d1, INF, p, is_upper))
    if name == "f":
        return mp.exp(f_quantile(d1, d2, p, is_upper))
    q = min(p, 1 - p)
    if q == 0.5:
        return mpf(0)
    # the one of two equal equations that keeps its digits
    t = mp.exp((f_quantile(1, d1, 2 * q, True) if q < 0.25 else f_quantile(1, d1, 1 - 2 * q, False)) / 2)
    return t if (p < 0.5) == is_upper else -t


def points():
    """(name, d1, d2, x)"""
    for x in [0, 1e-10, 0.3, 1, 1.96, 3, 6, 8.5, 12, 20, 30, 37]:
        for z in {x, -x}:
            yield "normal", None, None, float(z)
    for df in [0.5, 1, 2, 2.7, 5, 10, 30, 99.5, 1000, 1e6, 1e10]:
        for t in [1e-200, 1e-8, 0.01, 0.5, 0.999, 1, 1.3, 1.96, 2.5, 4, 8, 15, 33, 37, 100, 1e4, 1e15, 1e60, 1e160]:
            yield "t", df, None, t if t != 4 else -4.0
    for df in [0.5, 1, 2, 3.3, 7, 25, 100, 1234.5, 1e5, 1e6, 1e10]:
        spread = (2 / df) ** 0.5
        factors = [1e-280, 1e-30, 1e-5, 0.01, 0.2, 0.7, 0.99, 1, 1.02, 1.5, 3, 10, 40, 200, 1000]
        for factor in factors + [1 + k * spread for k in [-36, -20, -8, -3, -1, -0.1, 0.1, 1, 3, 8, 20, 36]]:
            if factor > 0:
                yield "chi-square", df, None, float(mp.nstr(df * factor, 12))
    pairs = [(0.5, 0.5), (1, 1), (1, 10), (2, 2), (2.5, 7.3), (3, 1e6), (0.5, 1e6), (1e6, 0.5), (12, 50), (100, 3), (77.7, 88.8),
             (1000.5, 20.25), (5e3, 7e3), (123456.7, 0.9), (123456.7, 345678.9), (1e6, 1e6), (1e6, 30), (1e9, 3e6)]
    for d1, d2 in pairs:
        spread = (2 * (d1 + d2) / d1 / d2) ** 0.5
        factors = [1e-250, 1e-60, 1e-8, 0.001, 0.1, 0.6, 0.98, 1, 1.03, 1.4, 2.2, 5, 30, 1e3, 1e8, 1e60, 1e250]
        for f in factors + [mp.exp(k * spread) for k in [-33, -15, -5, -2, -0.2, 0.2, 2, 5, 15, 33]]:
            if 1e-300 < f < 1e300:
                yield "f", d1, d2, float(mp.nstr(mpf(f), 12))


PROBABILITIES = [1e-300, 1e-150, 1e-40, 1e-12, 1e-5, 0.01, 0.05, 0.2, 0.375, 0.5, 0.55, 0.8, 0.99, 1 - 2.0**-30, 1 - 2.0**-50]


def orders():
    """(name, d1, d2, p)"""
    for p in PROBABILITIES:
        yield "normal", None, None, p
        for df in [0.5, 1, 2, 4.5, 30, 1000.5, 1e6, 1e10]:
            yield "t", df, None, p
        for df in [0.5, 1, 2, 3.3, 25, 1234.5, 1e6]:
            yield "chi-square", df, None, p
        for d1, d2 in [(0.5, 0.5), (1, 1), (2.5, 7.3), (0.5, 1e6), (1e6, 0.9), (12, 50), (77.7, 88.8), (123456.7, 345678.9), (3, 1e6)]:
            yield "f", d1, d2, p


def check():
    """Stops when a known value is not met."""
    e = mpf(10) ** -60

    def holds(got, want):
        if abs(got - want) > e * abs(want):
            raise ArithmeticError(f"{got} is not {want}")

    x = mpf("1.7")
    holds(tails("chi-square", 2, None, x)[1], mp.exp(-x / 2))
    holds(tails("chi-square", 1, None, x * x)[1], mp.erfc(x / mp.sqrt(2)))
    holds(tails("t", 1, None, x)[1], mp.acot(x) / mp.pi)
    holds(tails("t", 2, None, -x)[0], 1 / (2 + x * x) / (1 + x / mp.sqrt(2 + x * x)))
    holds(tails("f", 2, 2, x)[0], x / (1 + x))
    holds(tails("f", 3, 5, x)[0], mp.betainc(1.5, 2.5, 0, 3 * x / (3 * x + 5), regularized=True))
    holds(tails("chi-square", 7, None, x)[0], mp.gammainc(3.5, 0, x / 2, regularized=True))
    holds(quantile("f", 2, 2, 0.125, False), mpf(1) / 7)
    holds(quantile("t", 1, None, 0.375, True), mp.sqrt(2) - 1)
    holds(quantile("chi-square", 2, None, 1e-300, True), -2 * mp.log(mpf(1e-300)))


def number(value):
    if value is None or (value != 0 and not SMALLEST < abs(value) < LARGEST):
        return "null"
    value = float(mp.nstr(value, 40))
    return "%d" % value if value == int(value) and abs(value) < 1e15 else "%.17g" % value


def rounded(row):
    return "[" + ", ".join([f'"{row[0]}"'] + [number(None if v is None else mpf(v)) for v in row[1:]]) + "]"


FUNCTION = {"normal": "norm", "t": "t", "chi-square": "chisq", "f": "f"}


def calls(row, letter):
    name, d1, d2, x = row[:4]
    arguments = ", ".join(f"{v!r}" for v in (x, d1, d2) if v is not None)
    return [f"{letter}{FUNCTION[name]}({arguments}, lower.tail = {side})" for side in ("TRUE", "FALSE")]


def compare_with_r(tables):
    """Prints how far R is away: the worst of each function, and how many are off by more than 1e-13."""
    rows = [(call, want) for letter, table in tables for row in table for call, want in zip(calls(row, letter), row[4:])]
    code = "\n".join(f"cat(sprintf('%.17g\\n', suppressWarnings({call})))" for call, _ in rows)
    printed = subprocess.run(["Rscript", "-"], input=code, capture_output=True, text=True, check=True).stdout.split()
    worst = {}
    for (call, want), got in zip(rows, printed):
        want = number(want)
        if want == "null":
            continue
        want, got = float(want), float(got)
        off = 0 if got == want else abs(got - want) / max(abs(want), abs(got), 1e-320)
        function = call[: call.index("(")]
        count, far, where = worst.get(function, (0, -1, ""))
        worst[function] = (count + (not off <= 1e-13), *((off, call) if not off <= far else (far, where)))
    for function, (count, off, where) in worst.items():
        print(f"R's {function}: {count} values off by more than 1e-13, at worst {off:.1e}: {where}")


def main():
    mp.dps = DIGITS
    check()
    tail_rows = [(*point, *tails(*point)) for point in points()]
    quantile_rows = [(*order, quantile(*order, False), quantile(*order, True)) for order in orders()]
    parts = [f'  "about": {json.dumps(ABOUT)}', f'  "versions": {{"mpmath": "{mpmath.__version__}"}}']
    for name, rows in (("tails", tail_rows), ("quantiles", quantile_rows)):
        parts.append(f'  "{name}": [\n    ' + ",\n    ".join(map(rounded, rows)) + "\n  ]")
    with open(OUTPUT, "w", encoding="utf-8", newline="\n") as file:
        file.write("{\n" + ",\n".join(parts) + "\n}\n")
    print(f"{OUTPUT}: {len(tail_rows)} + {len(quantile_rows)} rows")
    if shutil.which("Rscript"):
        compare_with_r([("p", tail_rows), ("q", quantile_rows)])


if __name__ == "__main__":
    main()
