#!/usr/bin/env bash
# The native programs that dropglm is timed against, from Debian; those of npm come with bench/package.json. Needs root.
# OpenBLAS: without it NumPy and R fall back on the reference BLAS, which is several times slower.
set -euo pipefail
apt-get update
apt-get install -y --no-install-recommends \
  python3-sklearn python3-statsmodels python3-liblinear \
  r-base-core r-cran-glmnet r-cran-doparallel \
  libopenblas0-pthread
cd "$(dirname "$0")" && npm ci --no-audit --no-fund
