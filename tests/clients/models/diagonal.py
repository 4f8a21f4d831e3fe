"""The numpy example of the diagonal network, wrong in the way that its argument names."""

import sys

import claimcheck
import diagonal_numpy as right
import numpy as np

WRONG = sys.argv[1] if len(sys.argv) > 1 else ''


@claimcheck.model(name='diagonal network, twin', fields=right.FIELDS)
def train(task, rule, streams):
    if WRONG == 'stops early':
        rule.residual = max(rule.get('residual', 0), 1e-4)
    if WRONG == 'label noise drawn once' and rule.get('labelNoise'):
        rule.frozen = True
    if WRONG == 'label noise of one batch' and rule.get('labelNoise'):
        rule.labelNoise /= np.sqrt(len(task.y))
    if WRONG == 'features standardized':
        task.X = task.X / np.linalg.norm(task.X, axis=0)
    return right.train(task, rule, streams)


train.serve()
