"""
Ridge regression, beta = argmin |X beta - y|^2 + penalty |beta|^2, from one singular value decomposition, in the place of
`ridge`.

    npx claimcheck run optimal-ridge-is-optimal --model ridge="python3 ridge_numpy.py"

X: n x p, y: n. With X = U diag(s) V', beta = V diag(s / (s^2 + penalty)) U'y; a penalty of 0 is least squares of least norm.
`spectrum` is s^2, ascending, and `filter` is 1 / (s^2 + penalty) in its order, one after another for every penalty.
"""

import claimcheck
import numpy as np


@claimcheck.model(name='ridge in numpy', fields=['penalties', 'choose', 'cutoff'])
def train(task, rule, streams):
    X, y = task.X, task.y
    left, s, right = np.linalg.svd(X, full_matrices=False)
    seen = s**2 > s[0] ** 2 * rule.get('cutoff', 1e-26)

    def fit(penalty):
        inverse = np.divide(1, s**2 + penalty, out=np.zeros_like(s), where=seen)
        return right.T @ (inverse * s * (left.T @ y)), inverse[::-1]

    penalties = rule.penalties
    fits = [fit(penalty) for penalty in penalties]
    if 'choose' in rule:
        points = task if rule.choose == 'training' else task.heldOut
        best = int(np.argmin([np.sum((points.X @ beta - points.y) ** 2) for beta, _ in fits]))
        penalties, fits = [penalties[best]], [fits[best]]
    beta = fits[0][0]
    residual = X @ beta - y
    facts = {
        'rows': len(y),
        'penalty': penalties[0],
        'residual': np.linalg.norm(residual),
        'loss': residual @ residual / len(y),
        'gradient': np.linalg.norm(X.T @ residual + penalties[0] * beta),
    }
    parameters = {
        'beta': np.concatenate([beta for beta, _ in fits]),
        'spectrum': (s**2)[::-1],
        'filter': np.concatenate([inverse for _, inverse in fits]),
    }
    return claimcheck.Trained(parameters, facts=facts)


if __name__ == '__main__':
    train.serve()
