"""Dropout on the inputs of a linear model by every mask, for `dropout-linear`; wrong in the way that its argument names."""

import itertools
import sys

import claimcheck
import numpy as np

WRONG = sys.argv[1] if len(sys.argv) > 1 else ''


@claimcheck.model(name='dropout, twin', fields=['q', 'copies', 'sharedCopies', 'sharedBatch'])
def train(task, rule, streams):
    X, y, q = task.X, task.y, rule.q
    if WRONG == 'the share that is kept':
        q = 1 - q
    kept = np.array(list(itertools.product([0.0, 1.0], repeat=X.shape[1])))
    chances = np.prod(np.where(kept == 1, 1 - q, q), axis=1)
    masks = kept if WRONG == 'kept inputs are not enlarged' else kept / (1 - q)
    seen = X[:, None, :] * masks  # n x masks x d
    A = np.einsum('m,nmj,nmk->jk', chances, seen, seen)
    b = np.einsum('m,nmj,n->j', chances, seen, y)
    gradients = seen * (seen.sum(axis=2) - y[:, None])[:, :, None]
    if rule.get('sharedBatch') or WRONG == 'one mask for the batch':
        gradients = gradients.sum(axis=0, keepdims=True)
    off = gradients - np.einsum('m,nmj->nj', chances, gradients)[:, None, :]
    noise = np.einsum('m,nmj,nmj->', chances, off, off)
    if rule.get('copies', 1) == 2 and not rule.get('sharedCopies'):
        noise /= 2
    return claimcheck.Trained({'w': np.linalg.solve(A, b)}, facts={'noise': noise})


train.serve()
