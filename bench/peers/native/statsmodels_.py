"""statsmodels: GLM(...).fit(), iteratively reweighted least squares, no penalty. Its tolerance is on the deviance; 0 stands for its own, and its
own limit of iterations. It takes a dense matrix only, with a column of ones. What it returns has standard errors: they belong to its fit.
"""

import warnings

import numpy as np
import statsmodels
import statsmodels.api as sm
from threadpoolctl import threadpool_info

from serve import serve

warnings.filterwarnings("ignore")

FAMILIES = {"binomial": sm.families.Binomial, "poisson": sm.families.Poisson, "gaussian": sm.families.Gaussian}


def versions():
    threads = max((i["num_threads"] for i in threadpool_info()), default=1)
    return f"statsmodels-{statsmodels.__version__} numpy-{np.__version__} threads={threads}"


def load(case):
    X = case.X.toarray() if case.sparse else case.X
    case.design = np.column_stack([np.ones(case.shape[0]), X]) if case.intercept else np.ascontiguousarray(X)


def fit(case, program, tolerance):
    rule = {"tol": tolerance, "maxiter": 100} if tolerance > 0 else {}

    def work():
        fitted = sm.GLM(case.y, case.design, family=FAMILIES[case.family]()).fit(**rule)

        def numbers():
            beta = np.asarray(fitted.params)
            return (beta[:1], beta[1:]) if case.intercept else ([0.0], beta)

        return numbers

    return work


if __name__ == "__main__":
    serve(versions, load, fit)
