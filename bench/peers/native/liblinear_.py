"""LIBLINEAR through its Python module. It minimizes |w|^2 / 2 + C sum l, or |w|_1 for -s 6, so C = 1 / (n lambda).

Its intercept is penalized, so it competes where there is none. A tolerance of 0 stands for its own.
"""

import ctypes

import numpy as np
import scipy

scipy.ctypeslib = np.ctypeslib  # the module of Debian 12 looks for it where SciPy no longer has it

import liblinear
from liblinear import parameter, problem, toPyModel

from serve import serve


def versions():
    number = ctypes.c_int.in_dll(liblinear.liblinear, "liblinear_version").value
    return f"liblinear-{number / 100} threads=1"


def load(case):
    case.problem = problem(case.y, case.X)  # their own nodes: converted once, not timed


def fit(case, program, tolerance):
    n, p = case.shape
    rule = f" -e {tolerance!r}" if tolerance > 0 else ""
    param = parameter(f"-q -s {program} -c {1 / (n * case.lam)!r}{rule}")

    def work():
        fitted = liblinear.liblinear.train(case.problem, param)

        def numbers():
            model = toPyModel(fitted)
            sign = 1 if model.label[0] == 1 else -1  # w is for the label that was seen first
            coefficients = np.zeros(p)
            coefficients[: model.nr_feature] = sign * np.array(model.w[: model.nr_feature])
            return [0.0], coefficients

        return numbers

    return work


if __name__ == "__main__":
    serve(versions, load, fit)
