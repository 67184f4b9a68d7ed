#!/usr/bin/env bash
# Installs the native programs that `npm run bench:peers` compares with, from Debian: R with glmnet, scikit-learn with OpenBLAS, LIBLINEAR.
# What is missing is named as skipped, so this is for those who want all of them. Needs root.
set -euo pipefail
apt-get update -qq
apt-get install -y -qq r-base-core r-cran-glmnet r-cran-doparallel python3-sklearn python3-threadpoolctl python3-liblinear libopenblas0-pthread
