"""Gradient flow, gradient descent and ridge as matrices, for `filtered-descent`; wrong in the way that its argument names."""

import sys

import claimcheck
import numpy as np

WRONG = sys.argv[1] if len(sys.argv) > 1 else ''


@claimcheck.model(name='filters, twin', fields=['kind', 'time', 'rate', 'steps', 'penalty'])
def train(task, rule, streams):
    n = len(task.X)
    left, s, right = np.linalg.svd(task.X, full_matrices=False)
    values = s**2 / n
    if rule.kind == 'flow':
        time = rule.time / n if WRONG == 'time of the mean' else rule.time
        filters = -np.expm1(-time * values) / values
    elif rule.kind == 'descent':
        eta = rule.rate / values[0]
        filters = (1 - (1 - eta * values) ** rule.steps) / values
    else:
        penalty = rule.penalty * n if WRONG == 'penalty of the sum' else rule.penalty
        filters = 1 / (
            s / np.sqrt(n) * (s / np.sqrt(n) + penalty) if WRONG == 'penalty on singular values' else values + penalty
        )
    stopped = 'steps' if rule.kind == 'descent' else 'exact'
    operator = right.T @ ((filters * s)[:, None] * left.T) / n
    return claimcheck.Trained({'operator': operator.ravel()}, steps=int(rule.get('steps', 0)), stopped=stopped)


train.serve()
