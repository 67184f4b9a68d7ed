"""Special functions, to 17 digits.

    python3 test/golden/scripts/special.py      from the repository root; writes test/golden/special.json

Needs mpmath (1.2 or later), nothing else. Takes some seconds.

What is compared: the function at exactly the double written as its argument, so that an argument like 0.1 adds no error of
its own. Each value is computed at 60 digits and again at 90, rounded to the nearest double, and printed with 17 digits.
What is not: results beyond the range of a double (JSON has no infinity), arguments outside the domain, complex arguments.

Values below 2.3e-308 (the tails of erfc and of the normal distribution) are subnormal doubles: compare them absolutely.
"""

import json

import mpmath
from mpmath import mp, mpf

OUTPUT = "test/golden/special.json"
ABOUT = (
    "Special functions by mpmath, correctly rounded to double, 17 digits printed. Each row is an argument and the values in "
    "the order of its `columns`; arguments are exact doubles. erfcx(x) = exp(x^2) erfc(x); pdf and cdf are the standard "
    "normal's; softplus(x) = log(1 + e^x); quantile(x) is the z with cdf(z) = x; "
    "poissonQuantile is the smallest k whose cumulative probability for mean x is u or more; "
    "lgamma1p(y) = log(gamma(y + 1)) with y + 1 not rounded. Compare relative to the value, below 2.3e-308 absolutely."
)


def both_signs(values):
    return sorted([-v for v in values] + values)


# from the neighbourhood of 0 to where erfc leaves the range of doubles
ERFC = sorted(both_signs([1e-300, 1e-20, 1e-10, 1e-5, 0.001, 0.1, 0.25, 0.46875, 0.5, 0.84375, 1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 5.9])
              + [0, 6, 6.5, 7, 8, 9, 10, 12, 15, 18, 20, 22, 24, 25, 26, 26.5, 27, -6, -10, -30])
ERFCX = sorted([-26, -25, -20, -15, -10, -7, -5, -4, -3, -2, -1.5, -1, -0.5, -0.1, -1e-5, -1e-20, 0, 1e-20, 1e-5, 0.01, 0.1, 0.25,
                0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 26, 27, 30, 50, 100, 1e3, 1e5, 1e8, 1e20, 1e100])
NORMAL = sorted(both_signs([1e-20, 1e-10, 1e-5, 0.01, 0.1, 0.25, 0.5, 0.67448975, 1, 1.5, 1.96, 2, 2.5, 3, 4, 5, 5.5, 6, 7, 8, 8.3, 9,
                            10, 12, 15, 18, 20, 25, 30, 35, 37, 37.5, 38]) + [0])
TINY = [1e-300, 1e-100, 1e-18, 1e-17, 1e-16, 1e-15, 1e-12, 1e-10, 1e-8, 1e-6, 1e-5, 1e-4, 0.001, 0.01, 0.1, 0.25, 0.3, 0.5]
LOG1P = sorted(both_signs(TINY + [0.9]) + [0, -0.99, -0.999999, -1 + 2.0**-53, 1, 1.5, 2, 10, 100, 1e6, 1e15, 1e100, 1e300])
EXPM1 = sorted(both_signs(TINY + [0.7, 1, 2, 5, 10, 20, 36, 37, 40, 100, 700]) + [0, 709, -1e6])
SOFTPLUS = sorted(both_signs(TINY + [0.7, 1, 2, 5, 10, 15, 18, 20, 33, 34, 36, 37, 38, 40, 50, 100, 300, 700]) + [0, 709, 710, -740, -1e6, 1e6])
LGAMMA1P = [0, 1e-10, 1e-5, 0.001, 0.1, 0.25, 0.46163214496836236, 0.5, 0.75, 0.999, 1, 1.001, 1.5, 2, 2.5, 3, 3.5, 4, 5, 6.5, 7, 8, 9, 10,
            12, 15, 20, 50, 100, 170, 171, 1e3, 1e4, 12345.5, 1e6, 1e8, 1e12, 1e15]
# both tails, where AS 241 changes its range (0.075, e^-25 and their complements), and around 1/2
QUANTILE = sorted([1e-316, 1e-308, 1e-300, 1e-200, 1e-100, 1e-50, 1e-30, 1e-20, 1e-16, 1e-12, 1.38e-11, 1.39e-11, 1e-10, 1e-8,
                   1e-6, 1e-5, 1e-4, 0.001, 0.01, 0.025, 0.05, 0.0749, 0.075, 0.0751, 0.1, 0.2, 0.25, 0.3, 0.4, 0.45, 0.49,
                   0.499, 0.5 - 1e-6, 0.5 - 1e-10, 0.5 - 2.0**-54, 0.5, 0.5 + 2.0**-53, 0.5 + 1e-10, 0.5 + 1e-6, 0.501, 0.51, 0.55,
                   0.6, 0.7, 0.75, 0.8, 0.9, 0.9249, 0.925, 0.9251, 0.95, 0.975, 0.99, 0.999, 0.9999, 1 - 1e-6, 1 - 1e-8, 1 - 1e-10,
                   1 - 1e-12, 1 - 1e-15, 1 - 2.0**-53])
POLYGAMMA = [1e-100, 1e-20, 1e-10, 1e-5, 0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 1, 1.1, 1.25, 1.4, 1.46, 1.4616321449683622,
             1.4616321449683624, 1.47, 1.5, 1.6, 1.75, 2, 2.5, 3, 3.7, 4, 5, 6, 7, 8, 9, 9.5, 9.999999, 10, 10.5, 11, 12, 15, 20, 50,
             100, 1e3, 12345.5, 1e6, 1e10, 1e15, 1e50, 1e100]
# means on both sides of 1e4, where the kernel changes its formula; every other place is a step of F away
POISSON = [(mean, u) for mean in [1e-10, 0.001, 0.1, 0.5, 1, 2.5, 7, 20, 29.5, 31, 100, 145, 399, 401, 999.5, 2500, 9999, 10001, 12345.5,
                                  2e4, 1e5, 1e6]
           for u in [1e-12, 1e-7, 0.0011, 0.03, 0.2, 0.51, 0.77, 0.96, 0.9987, 1 - 1e-7, 1 - 3e-11]]


def softplus(x):
    return x + mp.log1p(mp.exp(-x)) if x > 0 else mp.log1p(mp.exp(x))


def quantile(p):
    """The root of log Phi(x) = log p in the tails, by the inverse error function near the middle."""
    if abs(p - 0.5) < 0.4:
        return mp.sqrt(2) * mp.erfinv(2 * p - 1)
    tail = min(p, 1 - p)
    start = mp.sqrt(-2 * mp.log(tail))
    x = mp.findroot(lambda x: mp.log(mp.erfc(x / mp.sqrt(2)) / 2) - mp.log(tail), start)
    return x if p > 0.5 else -x


def poisson_quantile(mean, u):
    """The smallest k with F(k) >= u. No u of the table is so near a step of F that a double could not tell."""

    def cdf(k):
        return mp.gammainc(k + 1, mean, regularized=True) if k >= 0 else mpf(0)

    with mp.workdps(40):
        below, above = -1, int(mean + 50 + 20 * mp.sqrt(mean))
        while above - below > 1:
            middle = (below + above) // 2
            below, above = (below, middle) if cdf(middle) >= u else (middle, above)
        if min(abs(cdf(above) - u), abs(cdf(below) - u)) < min(u, 1 - u) * mpf(10) ** -3 * min(1, 1 / mean):
            raise ArithmeticError(f"a step of F is too near: {mean}, {u}")
        return mpf(above)


# name: (arguments, columns after the argument, functions)
TABLES = {
    "erfc": (ERFC, ["erfc"], [mp.erfc]),
    "erfcx": (ERFCX, ["erfcx"], [lambda x: mp.exp(x * x) * mp.erfc(x)]),
    "normal": (NORMAL, ["pdf", "cdf"], [mp.npdf, lambda x: mp.erfc(-x / mp.sqrt(2)) / 2]),
    "log1p": (LOG1P, ["log1p"], [mp.log1p]),
    "expm1": (EXPM1, ["expm1"], [mp.expm1]),
    "softplus": (SOFTPLUS, ["softplus"], [softplus]),
    "quantile": (QUANTILE, ["quantile"], [quantile]),
    "polygamma": (POLYGAMMA, ["digamma", "trigamma"], [mp.digamma, lambda x: mp.psi(1, x)]),
    "poissonQuantile": (POISSON, ["u", "quantile"], [poisson_quantile]),
    "lgamma1p": (LGAMMA1P, ["lgamma1p"], [lambda y: mp.loggamma(y + 1)]),
}


def seventeen(f, x):
    """f at the double x, rounded to the nearest double, as text; the same at 60 and at 90 digits."""
    doubles = []
    for digits in (60, 90):
        # y + 1 and 1 + e^x must not lose what is tiny
        with mp.workdps(digits + 330):
            doubles.append(float(mp.nstr(f(*(mpf(v) for v in listed(x))), digits)))
    if doubles[0] != doubles[1]:
        raise ArithmeticError(f"not converged at {x}")
    return number(doubles[0])


def listed(x):
    return x if isinstance(x, tuple) else (x,)


def number(value):
    """Integers as such, everything else with 17 significant digits."""
    return "%d" % value if value == int(value) and abs(value) < 1e15 else "%.17g" % value


def table(name):
    arguments, columns, functions = TABLES[name]
    rows = ["      [" + ", ".join([repr(v) for v in listed(x)] + [seventeen(f, x) for f in functions]) + "]" for x in arguments]
    names = ", ".join(f'"{column}"' for column in ["x"] + columns)
    return f'  "{name}": {{\n    "columns": [{names}],\n    "rows": [\n' + ",\n".join(rows) + "\n    ]\n  }", len(rows)


def main():
    parts, total = [], 0
    for name in TABLES:
        text, count = table(name)
        parts.append(text)
        total += count
    head = f'  "about": {json.dumps(ABOUT)},\n  "versions": {{"mpmath": "{mpmath.__version__}"}},\n'
    with open(OUTPUT, "w", encoding="utf-8", newline="\n") as file:
        file.write("{\n" + head + ",\n".join(parts) + "\n}\n")
    print(f"{OUTPUT}: {total} rows in {len(parts)} tables")


if __name__ == "__main__":
    main()
