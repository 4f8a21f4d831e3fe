"""Least squares with a ridge penalty by first-order methods, for `least-squares`; wrong in the way that its argument names."""

import sys

import claimcheck
import numpy as np

WRONG = sys.argv[1] if len(sys.argv) > 1 else ''


@claimcheck.model(name='least squares, twin', fields=['optimizer', 'penalty', 'start', 'gradient', 'budget'])
def train(task, rule, streams):
    X, y, penalty = task.X, task.y, rule.get('penalty', 0)
    if WRONG == 'penalty without its half':
        penalty *= 2
    if WRONG == 'penalty of the mean':
        penalty *= len(y)
    if WRONG == 'an intercept':
        X, y = X - X.mean(axis=0), y - y.mean()
    spectrum = np.linalg.svd(X, compute_uv=False) ** 2
    least, top = (0 if X.shape[0] < X.shape[1] else spectrum[-1]) + penalty, spectrum[0] + penalty
    if penalty == 0:
        least = spectrum[-1]
    root = np.sqrt(least / top)
    step, momentum = {
        'gradient': (2 / (least + top), 0),
        'momentum': (4 / (np.sqrt(least) + np.sqrt(top)) ** 2, ((1 - root) / (1 + root)) ** 2),
        'nesterov': (1 / top, (1 - root) / (1 + root)),
    }[rule.optimizer]
    drawn = streams.train.normals(X.shape[1])
    b = rule.get('start', 0) * drawn / np.linalg.norm(drawn)
    velocity, steps, moved = np.zeros_like(b), 0, 1.0
    decoupled = WRONG == 'decoupled decay'
    while True:
        at = b + momentum * velocity if rule.optimizer == 'nesterov' else b
        residual = X @ at - y
        gradient = X.T @ residual + (0 if decoupled else penalty * at)
        size = moved / step if decoupled else np.linalg.norm(gradient)
        if size <= rule.gradient or steps >= rule.budget or not size < 1e12:
            break
        velocity = momentum * velocity - step * gradient
        before, b = b, b + velocity - (step * penalty * b if decoupled else 0)
        moved = np.linalg.norm(b - before)
        steps += 1
    stopped = 'gradient' if size <= rule.gradient else 'budget' if size < 1e12 else 'diverged'
    facts = {'residual': np.linalg.norm(task.X @ at - task.y), 'gradient': size}
    return claimcheck.Trained({'beta': at}, steps=steps, stopped=stopped, facts=facts)


train.serve()
