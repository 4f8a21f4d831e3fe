"""numpy: least squares."""

import numpy as np

from .row import NORMS, row

OWN = 'as it comes'


@row('numpy.lstsq', 'numpy', NORMS, OWN, OWN)
def lstsq(task, rule, rng):
    return np.linalg.lstsq(task.X, task.y)[0]


@row('numpy.pinv', 'numpy', NORMS, 'rcond by default', 'rcond 1e-15')
def pinv(task, rule, rng):
    return np.linalg.pinv(task.X, **({'rcond': 1e-15} if rule.settings == 'tight' else {})) @ task.y
