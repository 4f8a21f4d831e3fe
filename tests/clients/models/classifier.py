"""Normalized steepest descent on the exponential loss, for `linear-classifier`; wrong in the way that its argument names."""

import sys

import claimcheck
import numpy as np

WRONG = sys.argv[1] if len(sys.argv) > 1 else ''


@claimcheck.model(name='steepest descent, twin', fields=['norm', 'rate', 'steps', 'loss', 'weighted'])
def train(task, rule, streams):
    y = (task.y + 1) / 2 if WRONG == 'labels of 0 and 1' else task.y
    Z = task.X * y[:, None]
    n, d = Z.shape
    w = np.zeros(d)
    squared = rule.get('loss') == 'squared' or WRONG == 'squared loss'
    for t in range(1, rule.steps + 1):
        margins = Z @ w
        p = 1 - margins if squared else np.exp(np.min(margins) - margins)
        if rule.get('weighted'):
            p = p / (1 + np.arange(n) / n)
        g = p @ Z
        rate = rule.rate if WRONG == 'a constant step' else rule.rate / np.sqrt(t)
        if rule.norm == 'L1':
            best = np.argmax(g if WRONG == 'the largest entry in place of the steepest' else np.abs(g))
            w[best] += rate * np.sign(g[best])
        elif rule.norm == 'L2' or WRONG == 'the length in place of the sign':
            w += rate * g / np.linalg.norm(g)
        else:
            w += rate * np.sign(g)
    return claimcheck.Trained({'w': w}, steps=rule.steps, stopped='steps')


train.serve()
