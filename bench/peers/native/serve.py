"""The loop of a Python peer: see serve.mjs for the lines it answers. A peer brings load(case) and fit(program, tolerance)."""

import gc
import os
import sys
import time

import numpy as np
import scipy.sparse


class Case:
    """A case and its data. `X` is a dense array, column after column, or a csr_matrix; `y` is float64. `pixels`: of images X as
    float32, row after row."""

    def __init__(self, fields):
        self.folder = fields["folder"]
        self.family = fields["family"]
        self.kind = fields.get("kind", "fit")
        self.intercept = fields.get("intercept", "true") == "true"
        self.share = float(fields.get("share", 0))
        self.lam = float(fields["lambda"])
        self.classes = int(fields.get("classes", 2))
        self.noise = "dropout" in fields
        n, p = int(fields["rows"]), int(fields["columns"])
        self.shape = (n, p)
        self.y = self.read("y.f64", np.float64)
        self.sparse = fields["storage"] == "sparse"
        if self.sparse:
            parts = (self.read("values.f64", np.float64), self.read("indices.i32", np.int32), self.read("indptr.i32", np.int32))
            self.X = scipy.sparse.csr_matrix(parts, shape=(n, p))
        else:
            self.X = self.read("columns.f64", np.float64).reshape((n, p), order="F")
        self.pixels = self.read("pixels.f32", np.float32).reshape((n, p)) if fields.get("data") == "mnist" else None

    def read(self, name, dtype):
        return np.fromfile(os.path.join(self.folder, name), dtype)


def serve(versions, load, fit):
    """fit returns a function to time; that returns (intercepts, coefficients), one row per class."""
    case = None
    for line in sys.stdin:
        verb, *parts = line.split()
        fields = dict(part.split("=", 1) for part in parts)
        try:
            if verb == "hello":
                print("ok", versions(), flush=True)
            elif verb == "load":
                case = Case(fields)
                load(case)
                print("ok", flush=True)
            else:
                work = fit(case, fields["program"], float(fields["tolerance"]))
                gc.collect()
                if fields["warm"] == "1":
                    work()
                begun = time.perf_counter()
                result = work()
                ms = 1000 * (time.perf_counter() - begun)
                intercepts, coefficients = result() if callable(result) else result
                out = np.concatenate([np.ravel(intercepts), np.ravel(coefficients)]).astype(np.float64)
                out.tofile(os.path.join(case.folder, "result.f64"))
                print(f"ok ms={ms}", flush=True)
        except Exception as error:
            print("error", type(error).__name__, str(error).replace("\n", " ")[:200], flush=True)
