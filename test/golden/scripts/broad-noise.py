"""E l(y, eta + sd Z) of binomial links under gaussian noise, from narrow to very broad, with mpmath at 50 digits.

Writes test/golden/broad-noise.json: rows [eta, sd, E up, E up', E up''], up = -log F. down is checked by symmetry or in the test. The
integral is cut where the link bends, so that no quadrature has to find the kink.

    python3 test/golden/scripts/broad-noise.py
"""
import json
from mpmath import mp, mpf, quad, exp, expm1, sqrt, pi, atan, log, log1p, erfc

mp.dps = 50


def cauchit(x):
    tail = atan(1 / abs(x)) / pi if x != 0 else mpf(1) / 2
    F = tail if x < 0 else 1 - tail
    m = 1 / (pi * (1 + x * x) * F)
    return (-log(tail) if x < 0 else -log1p(-tail), -m, m * (m + 2 * x / (1 + x * x)))


def probit(x):
    tail = erfc(abs(x) / sqrt(mpf(2))) / 2
    F = tail if x < 0 else 1 - tail
    m = exp(-x * x / 2) / sqrt(2 * pi) / F
    return (-log(tail) if x < 0 else -log1p(-tail), -m, m * (m + x))


def cloglog(x):
    u = exp(x)
    if u > 2000:
        return (mpf(0), mpf(0), mpf(0))
    r = u / expm1(u)
    return (-log(-expm1(-u)) if u < 0.69 else -log1p(-exp(-u)), -r, r * (r + u - 1))


def logit(x):
    t = exp(-abs(x))
    up = log1p(t) + (-x if x < 0 else 0)
    q = 1 / (1 + t) if x < 0 else t / (1 + t)
    return (up, -q, t / (1 + t) ** 2)


ROWS = {}
for name, link in (("cauchit", cauchit), ("probit", probit), ("cloglog", cloglog), ("logit", logit)):
    rows = []
    for sd in (0.5, 2.9, 9, 30, 300, 1e6):
        for eta in sorted({-50.0, 0.0, 20.0, -2.0 * sd, 3.0 * sd}):
            e, s = mpf(eta), mpf(sd)
            bend = -e / s
            cuts = {mpf(k) for k in range(-12, 13, 3)} | {bend + mpf(d) / s for d in (-1e3, -30, -3, 0, 3, 30, 1e3)}
            points = sorted(c for c in cuts if -12 <= c <= 12)
            out = [float(quad(lambda z: link(e + s * z)[k] * exp(-z * z / 2), points) / sqrt(2 * pi)) for k in range(3)]
            rows.append([eta, float(sd)] + out)
    ROWS[name] = rows
about = "E of up = -log F and its first two derivatives under N(eta, sd^2), by scripts/broad-noise.py: [eta, sd, up, up', up'']."
with open("test/golden/broad-noise.json", "w") as f:
    f.write('{\n"about": ' + json.dumps(about) + ",\n" + ",\n".join(
        json.dumps(name) + ": [\n" + ",\n".join(json.dumps(r) for r in rows) + "\n]" for name, rows in ROWS.items()) + "\n}\n")
