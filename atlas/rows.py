"""
The rows of the atlas.

    python atlas/rows.py --list            every row, as JSON
    python atlas/rows.py torch.Adam        answers claimcheck as that row (docs/protocol.md)
"""

import importlib
import importlib.metadata
import json
import os
import sys

for threads in ('OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'MKL_NUM_THREADS', 'NUMBA_NUM_THREADS'):
    os.environ[threads] = '1'
os.environ.setdefault('JAX_PLATFORMS', 'cpu')
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from implementations.row import ROWS  # noqa: E402

# The part of a row's name before the point, and the module that has it.
FAMILIES = {
    'numpy': 'arrays',
    'scipy': 'linear',
    'sklearn': 'scikit',
    'cvxpy': 'convex',
    'qpsolvers': 'convex',
    'torch': 'torch_optim',
    'optax': 'optax_rows',
    'pytorch_optimizer': 'collected',
    'schedulefree': 'collected',
    'statsmodels': 'statistics',
    'celer': 'statistics',
    'skglm': 'statistics',
}


def load(names):
    for module in sorted({FAMILIES[name.split('.')[0]] for name in names}):
        importlib.import_module(f'implementations.{module}')


def listed():
    missing = {}
    for family in FAMILIES:
        try:
            load([f'{family}.'])
        except ImportError as error:
            missing[family] = str(error)
    rows = [
        {
            'name': row.name,
            'package': row.package,
            'version': importlib.metadata.version(row.package),
            'columns': list(row.columns),
            'default': row.default,
            'tight': row.tight,
        }
        for row in ROWS.values()
    ]
    print(json.dumps({'rows': rows, 'missing': missing}, indent=1))


def serve(name):
    import claimcheck
    import numpy

    load([name])
    row = ROWS[name]

    def train(task, rule, streams):
        beta = row.train(task, rule, numpy.random.default_rng(int(streams.train.seed)))
        return claimcheck.Trained({'beta': numpy.asarray(beta, dtype=numpy.float64)}, stopped='steps')

    claimcheck.serve(claimcheck.model(name=name, reproducible=row.reproducible)(train))


if __name__ == '__main__':
    asked = sys.argv[1:]
    if asked == ['--list']:
        listed()
    elif len(asked) == 1 and asked[0].split('.')[0] in FAMILIES:
        serve(asked[0])
    else:
        sys.exit(f'{" ".join(asked) or "nothing"} is no row; expected one of `python atlas/rows.py --list`')
