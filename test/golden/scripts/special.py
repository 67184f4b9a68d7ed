"""Special functions, to 17 digits.

    python3 test/golden/scripts/special.py      from the repository root; writes test/golden/special.json

Needs mpmath (1.2 or later), nothing else. Takes a second.

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
    "normal's; softplus(x) = log(1 + e^x); lgamma1p(y) = log(gamma(y + 1)) with y + 1 not rounded. Compare relative to the "
    "value, below 2.3e-308 absolutely."
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


def softplus(x):
    return x + mp.log1p(mp.exp(-x)) if x > 0 else mp.log1p(mp.exp(x))


# name: (arguments, columns after the argument, functions)
TABLES = {
    "erfc": (ERFC, ["erfc"], [mp.erfc]),
    "erfcx": (ERFCX, ["erfcx"], [lambda x: mp.exp(x * x) * mp.erfc(x)]),
    "normal": (NORMAL, ["pdf", "cdf"], [mp.npdf, lambda x: mp.erfc(-x / mp.sqrt(2)) / 2]),
    "log1p": (LOG1P, ["log1p"], [mp.log1p]),
    "expm1": (EXPM1, ["expm1"], [mp.expm1]),
    "softplus": (SOFTPLUS, ["softplus"], [softplus]),
    "lgamma1p": (LGAMMA1P, ["lgamma1p"], [lambda y: mp.loggamma(y + 1)]),
}


def seventeen(f, x):
    """f at the double x, rounded to the nearest double, as text; the same at 60 and at 90 digits."""
    doubles = []
    for digits in (60, 90):
        # y + 1 and 1 + e^x must not lose what is tiny
        with mp.workdps(digits + 330):
            doubles.append(float(mp.nstr(f(mpf(x)), digits)))
    if doubles[0] != doubles[1]:
        raise ArithmeticError(f"not converged at {x}")
    return number(doubles[0])


def number(value):
    """Integers as such, everything else with 17 significant digits."""
    return "%d" % value if value == int(value) and abs(value) < 1e15 else "%.17g" % value


def table(name):
    arguments, columns, functions = TABLES[name]
    rows = ["      [" + ", ".join([repr(x)] + [seventeen(f, x) for f in functions]) + "]" for x in arguments]
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
