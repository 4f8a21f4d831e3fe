"""The numpy example of ridge regression, wrong in the way that its argument names."""

import sys

import claimcheck
import numpy as np
import ridge_numpy as right

WRONG = sys.argv[1] if len(sys.argv) > 1 else ''


@claimcheck.model(name='ridge, twin', fields=['penalties', 'choose', 'cutoff'])
def train(task, rule, streams):
    n, p = task.X.shape
    if WRONG == 'penalty times n':
        rule.penalties = [n * each for each in rule.penalties]
    if WRONG == 'penalty forgotten':
        rule.penalties = [0.0 for _ in rule.penalties]
    if WRONG == 'singular values cut off':
        rule.cutoff = 1e-2
    if WRONG == 'standard deviation for variance':
        rule.penalties = [np.sqrt(each) for each in rule.penalties]
    if WRONG == 'an intercept':
        task.X, task.y = task.X - task.X.mean(axis=0), task.y - task.y.mean()
    if WRONG == 'a row forgotten':
        task.X[-1], task.y[-1] = 0, 0
    return right.train(task, rule, streams)


train.serve()
