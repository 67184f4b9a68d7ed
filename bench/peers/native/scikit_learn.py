"""scikit-learn: LogisticRegression, PoissonRegressor. Its objective is |beta|^2 / 2 + C sum l, so C = 1 / (n lambda).

A tolerance of 0 stands for its own, and its own limit of iterations.
"""

import warnings

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression, PoissonRegressor
from threadpoolctl import threadpool_info

from serve import serve

warnings.filterwarnings("ignore")

PATIENCE = 100_000  # steps: the tolerance decides


def versions():
    blas = [f"{i['internal_api']}-{i['version']}-{i.get('architecture', 'unknown')}" for i in threadpool_info() if i["user_api"] == "blas"]
    threads = max((i["num_threads"] for i in threadpool_info()), default=1)
    return f"scikit-learn-{sklearn.__version__} numpy-{np.__version__} {' '.join(blas)} threads={threads}"


def load(case):
    # LogisticRegression copies whatever does not lie row after row, in every fit; PoissonRegressor takes what comes.
    if not case.sparse and case.family != "poisson":
        case.X = np.ascontiguousarray(case.X)


def fit(case, program, tolerance):
    n = case.shape[0]
    X = case.X if case.pixels is None or program == "lbfgs" else case.pixels  # lbfgs copies float32, others compute with it
    rule = {"tol": tolerance, "max_iter": PATIENCE} if tolerance > 0 else {}
    if case.family == "poisson":
        model = PoissonRegressor(alpha=case.lam, fit_intercept=case.intercept, solver=program, **rule)
    else:
        model = LogisticRegression(
            penalty="none" if case.lam == 0 else "l1" if case.share == 1 else "l2",
            C=1 / (n * case.lam) if case.lam > 0 else 1.0,
            fit_intercept=case.intercept,
            solver=program,
            multi_class="multinomial" if case.family == "multinomial" else "ovr",
            random_state=1,
            **rule,
        )

    def work():
        model.fit(X, case.y)
        return model.intercept_ if case.intercept else np.zeros(max(1, np.ndim(model.coef_) and len(np.atleast_2d(model.coef_)))), model.coef_

    return work


if __name__ == "__main__":
    serve(versions, load, fit)
