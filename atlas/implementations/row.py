"""
A row of the atlas: an implementation, what it is asked, and what `default` and `tight` mean for it.
`train(task, rule, rng)` gives beta, or raises; task.X: n x d, task.y: n, all float64.
"""

from typing import Callable, NamedTuple

# Columns, by what is asked (models/solver.ts).
ASKED = {
    'least-l2': 'interpolant',
    'least-l1': 'interpolant',
    'least-linf': 'interpolant',
    'least-q': 'network',
    'margin-l2': 'separator',
    'narrow': 'separator',
    'margin-l1': 'separator',
    'margin-linf': 'separator',
    'ridge': 'ridge',
    'logistic': 'logistic',
    'lasso': 'lasso',
    'factors': 'factors',
    'tuned': 'tuned',
}
NORMS = ('least-l2', 'least-l1', 'least-linf')
MARGINS = ('margin-l2', 'margin-l1', 'margin-linf')


class Row(NamedTuple):
    name: str
    package: str
    """Whose version stands in the table."""
    columns: tuple
    default: str
    tight: str
    train: Callable
    reproducible: bool = True


ROWS: dict[str, Row] = {}


def row(name, package, columns, default, tight, reproducible=True):
    """Above the function that trains."""

    def enter(train):
        ROWS[name] = Row(name, package, tuple(columns), default, tight, train, reproducible)
        return train

    return enter
