#!/usr/bin/env bash
# The whole atlas: a virtual environment of pinned versions in atlas/.venv, every row, reports/atlas, and docs/swap.md.
# Rows in R are measured where Rscript and its packages glmnet and jsonlite are there; a line says what is missing.
# PREFIX ... as for measure.py: `bash atlas/run.sh torch.` measures those rows again, and publishes all that are measured.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[ -d node_modules ] || npm ci
[ -x atlas/.venv/bin/python ] || "${PYTHON:-python3}" -m venv atlas/.venv
atlas/.venv/bin/pip install --quiet --requirement atlas/requirements.txt
atlas/.venv/bin/python atlas/measure.py "$@"
atlas/.venv/bin/python atlas/publish.py
atlas/.venv/bin/python atlas/defaults.py
atlas/.venv/bin/python atlas/swap.py
