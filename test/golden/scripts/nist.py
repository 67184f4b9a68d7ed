"""
Linear regression data sets of NIST's Statistical Reference Datasets (StRD): Filip, Longley and Wampler 1 to 5, with certified estimates and
standard deviations. Writes test/golden/nist.json, after solving each in 80 digits and holding that against the certified values.

    python3 test/golden/scripts/nist.py        needs mpmath

Source: https://www.itl.nist.gov/div898/strd/lls/lls.shtml
"""
import json
import os
from mpmath import mp, mpf, matrix, lu_solve, inverse, sqrt

mp.dps = 80

FILIP_Y = """
0.8116 0.9072 0.9052 0.9039 0.8053 0.8377 0.8667 0.8809 0.7975 0.8162 0.8515 0.8766 0.8885 0.8859 0.8959 0.8913 0.8959
0.8971 0.9021 0.909 0.9139 0.9199 0.8692 0.8872 0.89 0.891 0.8977 0.9035 0.9078 0.7675 0.7705 0.7713 0.7736 0.7775
0.7841 0.7971 0.8329 0.8641 0.8804 0.7668 0.7633 0.7678 0.7697 0.77 0.7749 0.7796 0.7897 0.8131 0.8498 0.8741 0.8061
0.846 0.8751 0.8856 0.8919 0.8934 0.894 0.8957 0.9047 0.9129 0.9209 0.9219 0.7739 0.7681 0.7665 0.7703 0.7702 0.7761
0.7809 0.7961 0.8253 0.8602 0.8809 0.8301 0.8664 0.8834 0.8898 0.8964 0.8963 0.9074 0.9119 0.9228
""".split()
FILIP_X = """
-6.860120914 -4.324130045 -4.358625055 -4.358426747 -6.955852379 -6.661145254 -6.355462942 -6.118102026 -7.115148017
-6.815308569 -6.519993057 -6.204119983 -5.853871964 -6.109523091 -5.79832982 -5.482672118 -5.171791386 -4.851705903
-4.517126416 -4.143573228 -3.709075441 -3.499489089 -6.300769497 -5.953504836 -5.642065153 -5.031376979 -4.680685696
-4.329846955 -3.928486195 -8.56735134 -8.363211311 -8.107682739 -7.823908741 -7.522878745 -7.218819279 -6.920818754
-6.628932138 -6.323946875 -5.991399828 -8.781464495 -8.663140179 -8.473531488 -8.247337057 -7.971428747 -7.676129393
-7.352812702 -7.072065318 -6.774174009 -6.478861916 -6.159517513 -6.835647144 -6.53165267 -6.224098421 -5.910094889
-5.598599459 -5.290645224 -4.974284616 -4.64454848 -4.290560426 -3.885055584 -3.408378962 -3.13200249 -8.726767166
-8.66695597 -8.511026475 -8.165388579 -7.886056648 -7.588043762 -7.283412422 -6.995678626 -6.691862621 -6.392544977
-6.067374056 -6.684029655 -6.378719832 -6.065855188 -5.752272167 -5.132414673 -4.811352704 -4.098269308 -3.66174277
-3.2644011
""".split()
FILIP = (
    "-1467.48961422980 -2772.17959193342 -2316.37108160893 -1127.97394098372 -354.478233703349 -75.1242017393757 "
    "-10.8753180355343 -1.06221498588947 -0.0670191154593408 -0.00246781078275479 -0.0000402962525080404",
    "298.084530995537 559.779865474950 466.477572127796 227.204274477751 71.6478660875927 15.2897178747400 "
    "2.23691159816033 0.221624321934227 0.0142363763154724 0.000535617408889821 0.00000896632837373868",
    "0.000795851382172941",
)

LONGLEY = """
60323 83.0 234289 2356 1590 107608 1947
61122 88.5 259426 2325 1456 108632 1948
60171 88.2 258054 3682 1616 109773 1949
61187 89.5 284599 3351 1650 110929 1950
63221 96.2 328975 2099 3099 112075 1951
63639 98.1 346999 1932 3594 113270 1952
64989 99.0 365385 1870 3547 115094 1953
63761 100.0 363112 3578 3350 116219 1954
66019 101.2 397469 2904 3048 117388 1955
67857 104.6 419180 2822 2857 118734 1956
68169 108.4 442769 2936 2798 120445 1957
66513 110.8 444546 4681 2637 121950 1958
68655 112.6 482704 3813 2552 123366 1959
69564 114.2 502601 3931 2514 125368 1960
69331 115.7 518173 4806 2572 127852 1961
70551 116.9 554894 4007 2827 130081 1962
"""
LONGLEY_CERTIFIED = (
    "-3482258.63459582 15.0618722713733 -0.0358191792925910 -2.02022980381683 -1.03322686717359 -0.0511041056535807 "
    "1829.15146461355",
    "890420.383607373 84.9149257747669 0.0334910077722432 0.488399681651699 0.214274163161675 0.226073200069370 "
    "455.478499142212",
    "836424.055505915",
)

DELTAS = [759, -2048, 2048, -2048, 2523, -2048, 2048, -2048, 1838, -2048, 2048]
DELTAS = DELTAS + DELTAS[-2::-1]
WAMPLER_S = "2152.32624678170 2363.55173469681 779.343524331583 101.475507550350 5.64566512170752 0.112324854679312".split()


def least_squares(X, y):
    n, p = len(y), len(X[0])
    A, b = matrix(p, p), matrix(p, 1)
    for j in range(p):
        b[j] = sum(X[i][j] * y[i] for i in range(n))
        for k in range(p):
            A[j, k] = sum(X[i][j] * X[i][k] for i in range(n))
    beta, inv = lu_solve(A, b), inverse(A)
    rss = sum((y[i] - sum(X[i][j] * beta[j] for j in range(p))) ** 2 for i in range(n))
    return beta, [sqrt(rss / (n - p) * inv[j, j]) for j in range(p)], rss


def check(name, X, y, estimates, deviations, rss):
    found = least_squares([[mpf(1)] + row for row in X], y)
    for got, want in list(zip(found[0], estimates)) + list(zip(found[1], deviations)) + [(found[2], rss)]:
        want = mpf(want)
        assert abs(got - want) <= mpf(10) ** -14 * max(abs(want), mpf(10) ** -30), (name, got, want)


def numbers(values):
    return [float(v) for v in values]


sets = {}


def add(name, x, y, certified, power=0):
    """x are columns as text; with a power it is one column, to be raised to 1 .. power."""
    estimates, deviations, rss = (certified[0].split(), certified[1].split(), certified[2])
    columns = [[mpf(v) for v in column] for column in x]
    if power:
        columns = [[v ** (k + 1) for v in columns[0]] for k in range(power)]
    check(name, [list(row) for row in zip(*columns)], [mpf(v) for v in y], estimates, deviations, rss)
    sets[name] = {
        "x": [numbers(column) for column in x], "power": power, "y": numbers(y),
        "estimates": numbers(estimates), "deviations": numbers(deviations), "rss": float(rss),
    }


add("Filip", [FILIP_X], FILIP_Y, FILIP, 10)
rows = [line.split() for line in LONGLEY.split("\n") if line]
add("Longley", [[row[j] for row in rows] for j in range(1, 7)], [row[0] for row in rows], LONGLEY_CERTIFIED)
grid = list(range(21))
ones = " ".join(["1"] * 6)
zeros = " ".join(["0"] * 6)
exact = [sum(i**k for k in range(6)) for i in grid]
add("Wampler1", [grid], exact, (ones, zeros, "0"), 5)
tenths = [sum(mpf(i) ** k / mpf(10) ** k for k in range(6)) for i in grid]
add("Wampler2", [grid], tenths, (" ".join(str(10.0**-k) for k in range(6)).replace("1e-05", "0.00001"), zeros, "0"), 5)
for k, factor in enumerate([1, 100, 10000]):
    y = [v + factor * d for v, d in zip(exact, DELTAS)]
    s = " ".join(str(mpf(v) * factor) for v in WAMPLER_S)
    add("Wampler%d" % (k + 3), [grid], y, (ones, s, str(mpf("83554268.0000000") * factor**2)), 5)

path = os.path.join(os.path.dirname(__file__), "..", "nist.json")
json.dump(sets, open(path, "w"), indent=1)
open(path, "a").write("\n")
print("checked", ", ".join(sets))
