"""The answers of scikit-learn to the calls of docs/from-other-libraries.md, added to test/golden/equal-calls.json.

    python3 test/golden/scripts/equal-calls.py      from the repository root, after equal-calls.R

Calls are taken from the page as they stand there, and told to go on to the last digit scikit-learn has: tol, max_iter. A
fitted model answers with its intercept and coefficients, class by class; anything else with its numbers.
"""
import json
import re
import warnings

import numpy
import sklearn.exceptions
from sklearn.linear_model import *  # noqa: F403
from sklearn.pipeline import make_pipeline  # noqa: F401
from sklearn.preprocessing import StandardScaler  # noqa: F401

warnings.simplefilter("ignore", sklearn.exceptions.ConvergenceWarning)  # a tolerance below rounding is never met
FILE = "test/golden/equal-calls.json"
golden = json.load(open(FILE))
data = {name: numpy.array(values) for name, values in golden["data"].items()}
page = open("docs/from-other-libraries.md").read()
section = page.split("\n## ")[2]
calls = re.findall(r"^\| `([^`]+)` \|", section, re.M)


def tightened(estimator):
    wanted = {"tol": 1e-13, "max_iter": 200_000}
    known = {name: value for name, value in wanted.items() if name in estimator.get_params()}
    if getattr(estimator, "solver", "") == "lbfgs" and isinstance(estimator, LogisticRegression):  # noqa: F405
        known["solver"] = "newton-cg"  # the same minimizer; lbfgs stops when F moves by less than 64 roundings
    return estimator.set_params(**known)


def tighten(name):
    make = globals()[name]
    return lambda *a, **k: tightened(make(*a, **k))


NAMES = ["LinearRegression", "Ridge", "Lasso", "ElasticNet", "LogisticRegression", "PoissonRegressor", "GammaRegressor", "TweedieRegressor"]
scope = {"make_pipeline": make_pipeline, "StandardScaler": StandardScaler, "log": numpy.log, **data}
scope |= {name: tighten(name) for name in NAMES}


def answer(value):
    if not hasattr(value, "fit"):
        return numpy.ravel(value).tolist()
    intercepts, coefficients = numpy.atleast_1d(value.intercept_), numpy.atleast_2d(value.coef_)
    return [float(v) for b, beta in zip(intercepts, coefficients) for v in (b, *beta)]


ours = [case for case in golden["cases"] if "library" not in case]
theirs = [{"library": "scikit-learn", "call": call, "values": answer(eval(call, scope))} for call in calls]
golden["cases"] = ours + theirs
golden["versions"] = golden["versions"][:1] + [f"scikit-learn {sklearn.__version__}, numpy {numpy.__version__}"]

lines = ["{", f'  "about": {json.dumps(golden["about"])},', f'  "versions": {json.dumps(golden["versions"])},', '  "data": {']
lines += [",\n".join(f"    {json.dumps(k)}: {json.dumps(v)}" for k, v in golden["data"].items()), "  },", '  "cases": [']
lines += [",\n".join(f"    {json.dumps(case)}" for case in golden["cases"]), "  ]", "}", ""]
open(FILE, "w").write("\n".join(lines))
